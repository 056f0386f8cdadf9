"""Tell which lists rules go by, for results: each with source, licence, date, age and checksum."""

from __future__ import annotations

from datetime import date

from civiscope.lists import Lists
from civiscope.lists.registry import KnownList, ListError, all_lists, packed_lists
from civiscope.results import ListUsed


def lists_used(lists: Lists, started: str) -> tuple[ListUsed, ...]:
    """Return which *lists* are used, with their age when the scan *started*."""
    try:
        known = all_lists(lists.folder)
    except ListError:
        # What was fetched is damaged: the rules that ask for it say so, and go by nothing of it.
        known = packed_lists()
    day = _day(started)
    return tuple(_as_list_used(one, day) for one in known)


def _as_list_used(one: KnownList, day: date | None) -> ListUsed:
    age = one.age(day) if day is not None else None
    return ListUsed(
        name=one.name,
        title=one.title,
        kind=one.kind,
        source=one.source,
        licence=one.licence,
        version=one.version,
        date=one.dated.isoformat() if one.dated else "",
        # A list may be fetched between the scan and its judging.
        age=None if age is None else max(age, 0),
        sha256=one.sha256,
        rules=one.rules,
    )


def _day(started: str) -> date | None:
    try:
        return date.fromisoformat(started[:10])
    except ValueError:
        return None
