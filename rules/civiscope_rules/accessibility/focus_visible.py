"""Judge whether one sees where the focus is. Why that matters is told in focus_visible.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, failed, passed
from civiscope.model.keyboard import KeyboardWalk

_SEEN = frozenset({"style", "caret", "pixels"})


def check(page: Page) -> Iterator[Outcome]:
    """Apply to every element that Tab comes to and that stands in sight."""
    walk = page.probe("keyboard", KeyboardWalk)
    unknown = False
    for stop in walk.stops:
        if stop.shown != "shown" or (stop.cover is not None and stop.indicator == "none"):
            # What is hidden, or lies under something, is reported by other rules.
            continue
        if stop.indicator == "none":
            name = stop.name or stop.tag
            yield failed(stop.place(), "none", name=name, trace=walk.trace(stop))
        elif stop.indicator in _SEEN:
            yield passed(stop.place())
        else:
            unknown |= not stop.several
    walk.require_end()
    if unknown:
        walk.require_all_looked_at()
