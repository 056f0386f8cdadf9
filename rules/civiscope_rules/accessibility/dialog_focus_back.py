"""Judge where the focus is when a dialog has ended. Why is told in dialog_focus_back.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, failed, passed
from civiscope.model.dialogs import Dialogs


def check(page: Page) -> Iterator[Outcome]:
    """Apply to dialogs that could be closed with the keyboard, and whose opener is still there."""
    seen = page.probe("dialogs", Dialogs)
    for dialog in seen.dialogs:
        if dialog.back in {"opener", "elsewhere"}:
            yield passed(dialog.place())
        elif dialog.back == "nowhere":
            yield failed(dialog.place(), "lost", opener=dialog.opener)
    seen.require_all()
