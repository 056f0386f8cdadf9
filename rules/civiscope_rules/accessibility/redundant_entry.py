"""Judge whether a process asks for what it knows. See redundant_entry.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from civiscope import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.journeys import JourneyState


def check(page: Page) -> Iterator[Outcome]:
    """Apply to fields of a journey for something that was filled in on an earlier page."""
    if not page.journey:
        return
    for again in page.probe("journey", JourneyState).asked_again:
        place = again.spot.place()
        told: dict[str, Any] = {"label": again.label, "before": again.before}
        if again.offered:
            yield passed(place)
        elif again.required:
            yield failed(place, "again", **told)
        else:
            yield cannot_tell(place, "maybe", **told)
