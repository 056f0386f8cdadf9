"""Judge whether the keyboard gets out of what it gets into. Why is told in keyboard_trap.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.keyboard import KeyboardWalk


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pages on which Tab comes to anything at all."""
    walk = page.probe("keyboard", KeyboardWalk)
    for trap in walk.traps:
        place = walk.stops[trap.stops[0]].place()
        keys = ", ".join(trap.named)
        if trap.exit == "named":
            yield cannot_tell(place, "named", keys=keys, trace=walk.trace_of(trap))
        elif trap.exit:
            yield passed(place)
        elif not trap.tried_all:
            walk.require_end()
        elif keys:
            yield failed(place, "named_in_vain", keys=keys, trace=walk.trace_of(trap))
        else:
            yield failed(place, "held", count=len(trap.stops), trace=walk.trace_of(trap))
    if not walk.traps:
        walk.require_end()
        if walk.stops:
            yield passed(page.url)
