"""Judge whether the focus goes to what nobody can see. Why is told in focus_on_hidden.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from civiscope import Outcome, Page, cannot_tell, failed, passed
from civiscope.model import Box
from civiscope.model.keyboard import KeyboardWalk

_HOW = {
    "transparent": "transparent",
    "clipped": "cut off or without size",
    "outside": "outside of the window",
}

_LOOKS = {"stylesheet", "font", "script"}
"""Requests that decide what elements look like."""


def check(page: Page) -> Iterator[Outcome]:
    """Apply to every element that Tab comes to; fail those out of sight whose focus shows nowhere.

    A hidden radio button with a drawn one beside it is seen by that: the window's pixels tell.
    """
    walk = page.probe("keyboard", KeyboardWalk)
    unknown = False
    looks_lost = any(request.failed and request.type in _LOOKS for request in page.requests)
    for stop in walk.stops:
        if stop.shown == "shown" or stop.indicator in {"style", "pixels"}:
            yield passed(stop.place())
        elif stop.indicator == "none" and looks_lost and _is_empty(stop.box):
            # A sign drawn by a font or a script that did not come leaves nothing behind.
            yield cannot_tell(stop.place(), "unloaded", name=stop.name or stop.tag)
        elif stop.indicator == "none":
            facts: dict[str, Any] = {"name": stop.name or stop.tag, "how": _HOW[stop.shown]}
            yield failed(stop.place(), "hidden", trace=walk.trace(stop), **facts)
        else:
            unknown |= not stop.several
    walk.require_end()
    if unknown:
        walk.require_all_looked_at()


def _is_empty(box: Box | None) -> bool:
    return box is not None and (box.width < 1 or box.height < 1)
