"""Judge whether the focus goes into a dialog that opens. Why is told in dialog_focus_in.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, failed, passed
from civiscope.model.dialogs import Dialogs


def check(page: Page) -> Iterator[Outcome]:
    """Apply to dialogs, and what looks like one, that a link or button opens."""
    seen = page.probe("dialogs", Dialogs)
    for dialog in seen.dialogs:
        if dialog.moved_in:
            yield passed(dialog.place())
        else:
            message = "outside" if dialog.declared else "overlay"
            yield failed(dialog.place(), message, opener=dialog.opener)
    seen.require_all()
