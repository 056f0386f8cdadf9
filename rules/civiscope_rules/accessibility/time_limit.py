"""Ask about time limits that a process states. See time_limit.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, cannot_tell, passed
from civiscope.model.journeys import JourneyState


def check(page: Page) -> Iterator[Outcome]:
    """Apply to states of a journey that say how long people have."""
    if not page.journey:
        return
    limit = page.probe("journey", JourneyState).time_limit
    if limit is None:
        return
    place = limit.spot.place()
    if limit.more:
        yield passed(place)
    else:
        yield cannot_tell(place, "stated", words=limit.words)
