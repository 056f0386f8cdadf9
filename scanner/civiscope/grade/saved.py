"""A response that somebody saved, with all that a grade is made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from civiscope.headers.content_type import parse_content_type
from civiscope.model.network import NO_HEADERS, Headers

Verdict = Literal["safer", "weaker", "other"]

_FIRST_COUNTS = frozenset(
    {"content-type", "location", "server", "etag", "last-modified", "expires"}
)
"""Fields of which HTTP clients keep the first when they come more than once."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One stop on the way from plain HTTP."""

    url: str
    status: int


@dataclass(frozen=True, slots=True)
class SavedResponse:
    """What a site answered to a visitor, kept for later."""

    url: str
    """Where the response came from, after redirects."""
    headers: Headers = NO_HEADERS
    html: str = ""
    """The body, when it is HTML; empty when it was not kept."""
    status: int = 200
    verified: bool = True
    """Whether the certificate was trusted. Files seldom say, and are then believed."""
    redirects: tuple[Hop, ...] | None = None
    """Every stop of a visit that begins with plain HTTP, the last one included; none at all when
    nothing answers there; None when nobody looked (plain HTTP then counts as leading here)."""
    id: str | int | None = None
    """What the file calls the response."""

    def joined(self, name: str) -> str | None:
        """Return a field as clients hand it on: repetitions joined by a comma; None if not sent."""
        values = self.headers.all(name)
        if not values:
            return None
        return values[0] if len(values) == 1 or name in _FIRST_COUNTS else ", ".join(values)

    @property
    def shown_as_html(self) -> bool:
        """Whether browsers show the response as a page, so that its own elements count."""
        kind = parse_content_type(self.headers.all("content-type"))
        return kind.html if kind is not None else bool(self.html)


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that browsers do otherwise than a result of the Observatory says."""

    test: str
    verdict: Verdict
    """Whether visitors are safer or weaker off than the result says, or it is another matter."""
    text: str
    """Sentences for people: what browsers do, and why."""
