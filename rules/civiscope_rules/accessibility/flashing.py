"""Tell what may flash. Why it matters is told in flashing.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, cannot_tell, passed
from civiscope.model.motion import Motion

_LARGE = 21824
"""CSS pixels: a quarter of 341 by 256, the area from which WCAG counts flashes."""


def check(page: Page) -> Iterator[Outcome]:
    """Apply to animations that go on for more than five seconds."""
    for mover in page.probe("motion", Motion).movers:
        if mover.kind != "animation":
            continue
        place = mover.spot.place()
        if mover.flashes and mover.area >= _LARGE:
            facts = {"area": mover.area, "what": mover.text, "often": f"{mover.often:g}"}
            yield cannot_tell(place, "flashes", **facts)
        else:
            yield passed(place)
