"""Collect what is seen in a document: every place is counted, the first ones are kept."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable

from civiscope.collectors.documents.limits import MAX_PLACES, MAX_TEXT
from civiscope.model.document_facts import DocumentPlace, Sighting

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")


def plain(text: object) -> str:
    """Return *text* on one line, without control characters and cut short."""
    line = _CONTROL.sub(" ", str(text)[: MAX_TEXT * 5]).strip()
    return line if len(line) <= MAX_TEXT else line[: MAX_TEXT - 1] + "…"


PlaceOrMaker = DocumentPlace | Callable[[], DocumentPlace]
"""A place, or what works it out when it is wanted."""


class Sightings:
    """What has been seen so far."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        """How many there were of what was looked at."""
        self._times: Counter[str] = Counter()
        self._places: defaultdict[str, list[DocumentPlace]] = defaultdict(list)
        self.gaps: list[str] = []

    def add(self, kind: str, place: PlaceOrMaker | None = None) -> None:
        """Note one thing of *kind*; where it is, is worked out only when it is kept."""
        self._times[kind] += 1
        if place is not None and len(self._places[kind]) < MAX_PLACES:
            self._places[kind].append(place() if callable(place) else place)

    def times(self, kind: str) -> int:
        """Return how often *kind* was seen so far."""
        return self._times[kind]

    def leave_out(self, sentence: str) -> None:
        """Note, once, that something was not looked at."""
        if sentence not in self.gaps:
            self.gaps.append(sentence)

    def result(self) -> tuple[Sighting, ...]:
        """Return all that was seen, by kind."""
        return tuple(
            Sighting(kind, times, tuple(self._places.get(kind, ())))
            for kind, times in sorted(self._times.items())
        )
