"""Judge whether the focus goes to what nobody can see. Why is told in focus_on_hidden.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from civiscope import Outcome, Page, failed, passed
from civiscope.model.keyboard import KeyboardWalk

_HOW = {
    "transparent": "transparent",
    "clipped": "cut off or without size",
    "outside": "outside of the window",
}


def check(page: Page) -> Iterator[Outcome]:
    """Apply to every element that Tab comes to; fail those out of sight whose focus shows nowhere.

    A hidden radio button with a drawn one beside it is seen by that: the window's pixels tell.
    """
    walk = page.probe("keyboard", KeyboardWalk)
    unknown = False
    for stop in walk.stops:
        if stop.shown == "shown" or stop.indicator in {"style", "pixels"}:
            yield passed(stop.place())
        elif stop.indicator == "none":
            facts: dict[str, Any] = {"name": stop.name or stop.tag, "how": _HOW[stop.shown]}
            yield failed(stop.place(), "hidden", trace=walk.trace(stop), **facts)
        else:
            unknown |= not stop.several
    walk.require_end()
    if unknown:
        walk.require_all_looked_at()
