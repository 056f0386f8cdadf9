"""What was read in a document: PDF, Office, e-book. Facts only; the file itself is not kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from civiscope.model.dom import Box

DocumentFormat = Literal["pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "epub"]
OFFICE: frozenset[DocumentFormat] = frozenset({"docx", "xlsx", "pptx", "odt", "ods", "odp"})


@dataclass(frozen=True, slots=True)
class DocumentPlace:
    """One place in a document where something was seen."""

    page: int | None = None
    """Page, slide or sheet, from 1; None when it is about the document."""
    path: str = ""
    """The element's way from the root: `Document/Sect[2]/Figure`."""
    detail: str = ""
    """What stands there, cut short; what it is depends on the kind."""
    box: Box | None = None
    """Where it is on the page, in points from the top left corner."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """Something that was seen in a document, at one place or many."""

    kind: str
    """A word for programs: `figure-without-alt`."""
    count: int
    """Of all places, those beyond the bound included."""
    places: tuple[DocumentPlace, ...] = ()
    """The first ones."""


@dataclass(frozen=True)
class DocumentFacts:
    """The facts of one document that rules look at."""

    format: DocumentFormat
    size: int = 0
    sha256: str = ""
    title: str = ""
    language: str = ""
    created: str = ""
    """ISO date, or nothing."""
    modified: str = ""
    pages: int = 0
    """Pages, slides or sheets."""
    claims: tuple[str, ...] = ()
    """Standards that the file says it keeps: `pdf-ua-1`."""
    counts: Mapping[str, int] = field(default_factory=dict[str, int])
    """How many there were of what was looked at: `figures`, `tables`, …"""
    seen: tuple[Sighting, ...] = ()
    gaps: tuple[str, ...] = ()
    """What was not looked at, as sentences."""
    pictures: Mapping[int, str] = field(default_factory=dict[int, str])
    """Pictures of pages, where they were asked for: file names below `screenshots/`, by page."""

    @cached_property
    def _by_kind(self) -> Mapping[str, Sighting]:
        return {each.kind: each for each in self.seen}

    def sighting(self, kind: str) -> Sighting | None:
        """Return what was seen of *kind*; None when nothing was."""
        return self._by_kind.get(kind)

    def places(self, kind: str) -> Iterator[DocumentPlace]:
        """Yield the places of *kind* that were kept."""
        found = self._by_kind.get(kind)
        yield from found.places if found else ()

    def count(self, what: str) -> int:
        """Return how many there were of *what*."""
        return self.counts.get(what, 0)
