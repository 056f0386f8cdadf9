"""Grade a saved response: what the Observatory would say, and what browsers make of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from civiscope.grade.markup import Markup, read_markup
from civiscope.grade.observatory import run_tests
from civiscope.grade.readings import readings
from civiscope.grade.saved import Reading, SavedResponse
from civiscope.grade.scores import grade_for, score
from civiscope.grade.transport import Preloaded

_GRADED = frozenset({401, 403})


@dataclass(frozen=True, slots=True)
class Grade:
    """What the Observatory's algorithm gives a response, and where browsers see it otherwise."""

    saved: SavedResponse
    grade: str
    """`A+` to `F`."""
    score: int
    tests: Mapping[str, str]
    """Result of each test by its name."""
    readings: tuple[Reading, ...]
    notes: tuple[str, ...]
    """What had to be taken for granted, a sentence each."""


@dataclass(frozen=True, slots=True)
class NotGraded:
    """A response that gets no grade."""

    saved: SavedResponse
    reason: str
    """A sentence."""


def grade(saved: SavedResponse, *, preloaded: Preloaded | None = None) -> Grade | NotGraded:
    """Return the grade of *saved* by the MDN HTTP Observatory's algorithm 6.

    *preloaded* says whether a host is on the HSTS preload list; without it, none is. An error page
    gets no grade: its header fields say little about the site.
    """
    markup = read_markup(saved.html) if saved.html else Markup()
    return grade_with(saved, markup, preloaded=preloaded)


def grade_with(
    saved: SavedResponse, markup: Markup, *, preloaded: Preloaded | None = None
) -> Grade | NotGraded:
    """Return the grade of *saved*, whose page says *markup*."""
    status = saved.status
    if not (200 <= status < 400 or status in _GRADED):
        return NotGraded(
            saved, f"The site answered with status {status}; an error page gets no grade."
        )
    tests = run_tests(saved, markup, preloaded or _never)
    points = score(tests.values())
    return Grade(
        saved, grade_for(points), points, tests, readings(saved, markup, tests), _notes(saved)
    )


def _notes(saved: SavedResponse) -> tuple[str, ...]:
    if saved.redirects is None and saved.url.lower().startswith("https:"):
        return ("Nobody asked over plain HTTP; it is taken to lead to this address.",)
    return ()


def _never(_host: str) -> bool:
    return False
