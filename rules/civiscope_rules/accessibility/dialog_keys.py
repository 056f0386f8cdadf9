"""Judge whether a dialog answers to the usual keys. Why is told in dialog_keys.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.dialogs import Dialogs


def check(page: Page) -> Iterator[Outcome]:
    """Apply to dialogs, and what looks like one, that a link or button opens."""
    seen = page.probe("dialogs", Dialogs)
    for dialog in seen.dialogs:
        leaks = dialog.modal and dialog.kept is False
        if leaks:
            yield failed(dialog.place(), "leaks", opener=dialog.opener)
        if not dialog.escape and dialog.back == "still open":
            # Nor is there a button that does no more than close it.
            yield cannot_tell(dialog.place(), "insists", opener=dialog.opener)
        elif not dialog.escape:
            yield failed(dialog.place(), "escape", opener=dialog.opener)
        if dialog.escape and not leaks:
            yield passed(dialog.place())
    seen.require_all()
