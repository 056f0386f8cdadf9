"""Judge what moves by itself for long. Why it matters is told in moving_content.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.motion import Motion, Mover

_TINY = 600
"""CSS pixels; smaller than a sign of 24 by 24 disturbs nobody."""
_SMALL = 4000
"""CSS pixels of a picture that may be a sign that something loads."""
_WHAT = {
    "script": "piece of the page",
    "animation": "animation",
    "video": "film",
    "picture": "animated picture",
}


def check(page: Page) -> Iterator[Outcome]:
    """Apply to everything but text that moved while nobody touched the page."""
    for mover in page.probe("motion", Motion).movers:
        if mover.kind != "text" and mover.area >= _TINY:
            yield _judge(mover)


def _judge(mover: Mover) -> Outcome:
    place, what = mover.spot.place(), _WHAT[mover.kind]
    if mover.stopped_by:
        return passed(place)
    if mover.candidates:
        return cannot_tell(place, "unclear", what=what)
    if mover.calmed:
        return cannot_tell(place, "calmed", what=what)
    bare = mover.kind == "animation" and not mover.words and not mover.picture
    small = mover.kind in {"picture", "animation"} and not mover.words and mover.area < _SMALL
    if bare or small:
        return cannot_tell(place, "decoration", what=what)
    return failed(place, "endless", what=what)
