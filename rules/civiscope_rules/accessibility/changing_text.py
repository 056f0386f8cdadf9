"""Judge text that changes by itself. Why it matters is told in changing_text.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.motion import Motion


def check(page: Page) -> Iterator[Outcome]:
    """Apply to text that changed several times while nobody touched the page."""
    for mover in page.probe("motion", Motion).movers:
        if mover.kind != "text":
            continue
        place = mover.spot.place()
        if mover.stopped_by:
            yield passed(place)
        elif mover.timer:
            yield cannot_tell(place, "timer", text=mover.text)
        elif mover.candidates:
            yield cannot_tell(place, "unclear", text=mover.text)
        else:
            yield failed(place, "unstoppable", text=mover.text)
