"""Judge whether Tab goes the way the eye goes. Why that matters is told in focus_order.md."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from civiscope import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.keyboard import KeyboardWalk, Stop

_NEAR = 4
"""Levels up to a common container; what stands further apart may well be read in any order."""


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pages on which Tab comes to two elements that stand together."""
    walk = page.probe("keyboard", KeyboardWalk)
    stops = [stop for stop in walk.stops if stop.shown == "shown" and not stop.late]
    told: set[int] = set()
    pairs = 0
    for before, after in pairwise(stops):
        container = _common(before, after)
        if container is None:
            continue
        pairs += 1
        if container in told or not _against_the_eye(before, after):
            continue
        told.add(container)
        one, two = before.name or before.tag, after.name or after.tag
        facts: dict[str, Any] = {"before": one, "after": two, "trace": walk.trace(after)}
        if before.tabindex > 0:
            number = before.tabindex
            yield failed(after.place(), "numbered", tabindex=number, **facts)
        else:
            yield cannot_tell(after.place(), "backward", **facts)
    walk.require_end()
    if pairs and not told:
        yield passed(page.url)


def _common(before: Stop, after: Stop) -> int | None:
    """Return the nearest container of both, when they belong together and none of them floats."""
    if before.frame_id != after.frame_id or before.layer != after.layer:
        return None
    mine = set(before.containers[:_NEAR])
    return next((each for each in after.containers[:_NEAR] if each in mine), None)


def _against_the_eye(before: Stop, after: Stop) -> bool:
    one, two = before.box, after.box
    if one is None or two is None or 0 in {one.width, one.height, two.width, two.height}:
        return False
    if two.y + two.height <= one.y + 1:
        # Higher up is wrong only in the same column; the next column begins at its top.
        start = two.x + two.width <= one.x + 1 if before.rtl else two.x >= one.x + one.width - 1
        return not start
    shared = min(one.y + one.height, two.y + two.height) - max(one.y, two.y)
    if shared < min(one.height, two.height) / 2:
        return False
    if before.rtl:
        return two.x >= one.x + one.width - 1
    return two.x + two.width <= one.x + 1
