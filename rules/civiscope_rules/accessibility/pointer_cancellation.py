"""Judge whether a press can be taken back. Why that matters is told in pointer_cancellation.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.clicks import MouseUse

_DOES = {
    "navigation": "leads to another page",
    "popup": "opens a window",
    "dialog": "shows a message box",
}


def check(page: Page) -> Iterator[Outcome]:
    """Apply to elements that listen to the mouse going down, and do something when clicked."""
    for clicked in page.probe("clicks", MouseUse).clicked:
        if clicked.at_once is None:
            continue
        name = clicked.name or clicked.tag
        if not clicked.at_once:
            yield passed(clicked.place())
        elif clicked.effect in _DOES:
            yield failed(clicked.place(), "leaves", name=name, does=_DOES[clicked.effect])
        else:
            yield cannot_tell(clicked.place(), "changes", name=name)
