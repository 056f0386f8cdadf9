"""Judge libraries against lists of known holes. Why is told in vulnerable_library.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from civiscope.detectors.libraries import Recognised
from civiscope.headers import printable
from civiscope.lists import Lists
from civiscope.lists.library_signatures import Hole
from civiscope.lists.library_versions import is_before
from civiscope.model import Outcome, Page, Place, failed, passed
from civiscope_rules.shared.libraries import list_names, on_page

_NAMED = 6


def check(page: Page, lists: Lists) -> Iterator[Outcome]:
    """Apply to pages on which a library is recognised; one outcome for each version."""
    for found in on_page(page, lists):
        holes = [hole for hole in found.holes if not hole.unmaintained]
        if holes:
            yield _judge(found, holes, lists)
        else:
            yield passed(place_of(found))


def place_of(found: Recognised) -> Place:
    """Return where a library was found; the same on every page."""
    return Place(
        f"{found.name} {found.version}",
        url=found.url,
        snippet=printable(found.url or f"{found.name} {found.version}"),
    )


def _judge(found: Recognised, holes: list[Hole], lists: Lists) -> Outcome:
    names = list(dict.fromkeys(name for hole in holes for name in hole.ids or (hole.summary,)))
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    facts: dict[str, Any] = {
        "library": printable(found.name, 60),
        "version": found.version,
        "how": TOLD[found.how],
        "holes": printable(", ".join(names[:_NAMED]), 300) + more,
        "worst": worst(holes),
        "lists": list_names(found.lists, lists),
    }
    fixed = fixed_in(holes)
    if fixed:
        return failed(place_of(found), "known", fixed=fixed, **facts)
    return failed(place_of(found), "unfixed", **facts)


TOLD = {
    "hash": "by its file's hash",
    "content": "by what its file says",
    "running": "by what the running page says",
    "address": "by its address",
}
"""How a library was recognised, as a phrase."""
_SEVERITIES = ("critical", "high", "medium", "low")


def worst(holes: list[Hole]) -> str:
    """Return the worst severity that the lists give to one of *holes*."""
    given = {hole.severity for hole in holes}
    return next((each for each in _SEVERITIES if each in given), "of no stated severity")


def fixed_in(holes: list[Hole]) -> str:
    """Return the first version without any of *holes*, empty when there is none."""
    latest = ""
    for hole in holes:
        if not hole.below:
            return ""
        if not latest or is_before(latest, hole.below):
            latest = hole.below
    return latest
