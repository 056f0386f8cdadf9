"""Judge whether ordinary keys lead out of every part. Why is told in keyboard_exit_keys.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, failed, passed
from civiscope.model.keyboard import KeyboardWalk


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pages on which Tab comes to anything at all."""
    walk = page.probe("keyboard", KeyboardWalk)
    for trap in walk.traps:
        place = walk.stops[trap.stops[0]].place()
        if trap.exit not in {"", "named"}:
            yield passed(place)
        elif trap.tried_all:
            yield failed(place, "held", count=len(trap.stops))
    if not walk.traps:
        walk.require_end()
        if walk.stops:
            yield passed(page.url)
