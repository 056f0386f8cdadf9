"""Report origins that the MDN HTTP Observatory would grade low. See observatory_grade.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.grade import Grade
from civiscope.grade.scores import POINTS
from civiscope.grade.visited import grades
from civiscope.lists import Lists
from civiscope.model import Outcome, Place, Site, failed, passed
from civiscope.web.urls import origin_of


def check(site: Site, lists: Lists, *, least_score: int) -> Iterator[Outcome]:
    """Apply to each origin that HTML pages were seen on; not to plain HTTP on this machine."""
    for page, found in grades(site, lists):
        origin = origin_of(found.saved.url)
        place = Place(origin, url=page.url, snippet=f"{found.grade} ({found.score})")
        if found.score >= least_score:
            yield passed(place)
        else:
            yield failed(
                place,
                "low",
                origin=origin,
                grade=found.grade,
                score=found.score,
                worst=_worst(found),
                otherwise=_otherwise(found),
            )


def _worst(found: Grade) -> str:
    """Return the results that cost most, at most four."""
    costly = sorted((POINTS[result], result) for result in found.tests.values())
    return ", ".join(f"{result} ({points})" for points, result in costly[:4] if points < 0)


def _otherwise(found: Grade) -> str:
    """Say in how many tests browsers act otherwise than the Observatory says."""
    tests = sorted({reading.test for reading in found.readings})
    if not tests:
        return "Browsers see it the same way."
    return f"Browsers do something else than it says about {', '.join(tests)}."
