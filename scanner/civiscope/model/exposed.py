"""What a page's source gives away about people. Never the numbers themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SourcePlace = Literal["text", "attribute", "script", "comment", "view state", "data"]


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number in a page's source that has shape, check digit and name of a national number."""

    scheme: str
    """What kind of number, a word for programs: `us-ssn`, `in-aadhaar`, …"""
    masked: str
    """All but the last letters or digits hidden."""
    digest: str
    """Tells equal numbers from others within one scan. Its salt is kept nowhere, so that nobody can
    try out which number it was made of."""
    label: str
    """The word beside it that says what it is."""
    place: SourcePlace
    line: int
    """Line of the source."""
    example: bool = False
    """Whether it is announced as an example, or known as one."""
    doubtful: bool = False
    """Whether words of something else stand between it and its label."""


@dataclass(frozen=True, slots=True)
class Exposed:
    """What was found in one page's source."""

    identifiers: tuple[Identifier, ...] = ()
    """Each number once, in order of appearance, up to a bound."""
    total: int = 0
    """Number of different numbers, those beyond the bound included."""
    emails: int = 0
    """Number of different e-mail addresses."""
    phones: int = 0
    """Number of different telephone numbers, in links or written internationally."""
    coordinates: int = 0
    """Number of different places given by latitude and longitude, to some metres."""

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.identifiers or self.emails or self.phones or self.coordinates)


@dataclass(frozen=True, slots=True)
class DataAnswer:
    """A response that a script of the page fetched, and what it gives away."""

    url: str
    exposed: Exposed


@dataclass(frozen=True, slots=True)
class FetchedData:
    """What scripts of the page fetched as data (XMLHttpRequest, fetch)."""

    answers: tuple[DataAnswer, ...] = ()
    """Those that give anything away."""
    read: int = 0
    """Answers that were read, those included."""
    unread: int = 0
    """Answers of the site itself that were not: too large, too many, or gone."""
