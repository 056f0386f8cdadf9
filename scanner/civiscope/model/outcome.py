"""What a rule says about one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from civiscope.model.dom import Box

Severity = Literal["critical", "serious", "moderate", "minor", "info"]
Confidence = Literal["certain", "firm", "tentative"]
Verdict = Literal["passed", "failed", "cannot_tell"]

SEVERITIES: tuple[Severity, ...] = ("critical", "serious", "moderate", "minor", "info")
"""Worst first."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an outcome was found: an element, a resource, a header, or a page as a whole."""

    component: str
    """What is wrong, named so that the same fault on another page has the same name: a header's
    name, a cookie's name, a third party's domain, an element's key. Findings are grouped by it."""
    url: str = ""
    """A resource other than the page; for rules over a site, the page."""
    selector: str = ""
    snippet: str = ""
    """The element's HTML, the header as received, … shown as evidence."""
    box: Box | None = None
    frame: str = ""
    document_page: int | None = None
    """Page of a document, from 1; slide or sheet."""
    line: int | None = None
    """Line of the source file at `url`, from 1."""
    column: int = 1
    """Column of that line, from 1, in characters."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule says about one place. A rule that yields nothing did not apply."""

    verdict: Verdict
    place: Place
    message: str = ""
    """A key of the rule page's `messages`; empty when passed."""
    facts: Mapping[str, object] = field(default_factory=dict[str, object])
    """Values for the message's placeholders."""
    confidence: Confidence | None = None
    """Set when this outcome is less sure than the rule in general."""


def passed(place: Place | str) -> Outcome:
    """Return a passed outcome for *place*."""
    return Outcome("passed", _place(place))


def failed(
    place: Place | str, message: str, *, confidence: Confidence | None = None, **facts: object
) -> Outcome:
    """Return a failed outcome for *place* that explains itself with *message*."""
    return Outcome("failed", _place(place), message, facts, confidence)


def cannot_tell(place: Place | str, message: str, **facts: object) -> Outcome:
    """Return an outcome that a person must decide, explained with *message*."""
    return Outcome("cannot_tell", _place(place), message, facts)


def _place(place: Place | str) -> Place:
    return place if isinstance(place, Place) else Place(component=place)
