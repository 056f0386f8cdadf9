"""A site as rules over all its pages see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar, cast

from civiscope.model.document_facts import DocumentFacts
from civiscope.model.evidence import EvidenceMissing, Missing
from civiscope.model.network import NO_HEADERS, Headers
from civiscope.model.page import Page
from civiscope.model.reasons import Reason
from civiscope.model.transport import Alias, Endpoint, Host
from civiscope.web.urls import canonical_url, redact_url

T = TypeVar("T")
NOT_LOOKED_INTO = Missing(
    "not-gathered", "It was listed and not looked into; --documents check does."
)


@dataclass(frozen=True, slots=True)
class Document:
    """A file that is linked but is not a web page: PDF, office document, archive."""

    url: str
    found_on: str
    status: int | None = None
    headers: Headers = NO_HEADERS
    error: str = ""
    """Why it could not be asked for; empty when it answered."""
    facts: DocumentFacts | Missing = NOT_LOOKED_INTO
    """What is in it, or why nobody knows."""

    @property
    def content(self) -> DocumentFacts:
        """What is in it. Raises EvidenceMissing when it was not looked into."""
        if isinstance(self.facts, Missing):
            raise EvidenceMissing(self.facts)
        return self.facts

    @property
    def looked_into(self) -> bool:
        """Whether it was to be looked into, with whatever success."""
        return self.facts != NOT_LOOKED_INTO


@dataclass(frozen=True, slots=True)
class Skipped:
    """An address that was found and not visited."""

    url: str
    reason: Reason
    """A word for programs: `robots`, `limit`, `duplicate`, `trap`, `excluded`, `private`, …"""
    detail: str = ""
    found_on: str = ""


@dataclass(frozen=True, slots=True)
class ProvedFailure:
    """A success criterion of WCAG that rules for single pages proved to fail."""

    criterion: str
    """`1.4.3`"""
    level: str = ""
    """`A`, `AA` or `AAA`."""
    since: str = ""
    """The version of WCAG that it came with."""
    certain: bool = False
    """Whether it cannot be otherwise; else it is firm."""
    pages: tuple[str, ...] = ()
    """Where, at most ten."""
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Site:
    """All pages of one scan, for rules that compare pages. Pages are lean: no axe, no console, and
    of the requests only those of the pages' own documents."""

    pages: tuple[Page, ...]
    documents: tuple[Document, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    targets: tuple[str, ...] = ()
    hosts: tuple[Host, ...] = ()
    """What the site's hosts say apart from its pages."""
    aliases: tuple[Alias, ...] = ()
    """What the names of other hosts of its domain lead to; empty unless DNS was asked."""
    endpoints: tuple[Endpoint, ...] = ()
    """In which countries third parties answered; empty unless a database was given."""

    day: str = ""
    """The day of the scan, `2026-03-01`; empty when nobody knows."""
    jurisdiction: str = ""
    """Whose law the user says that the site is under, as `civiscope.detectors.statement` names it;
    empty when it is to be found out."""
    statement_url: str = ""
    """The page that the user says is the accessibility statement; empty when it is to be found."""
    failures: tuple[ProvedFailure, ...] | None = None
    """What the rules for single pages proved; None when none of them speaks of WCAG."""

    @cached_property
    def _worked_out(self) -> dict[Callable[[Site], Any], Any]:
        return {}

    def once(self, work_out: Callable[[Site], T]) -> T:
        """Return what *work_out* says of the site; it is asked once, however many rules ask."""
        known = self._worked_out
        if work_out not in known:
            known[work_out] = work_out(self)
        return cast("T", known[work_out])

    @cached_property
    def visited(self) -> tuple[Page, ...]:
        """Ordinary pages that were seen, whole or in part (no error-page probes)."""
        return tuple(p for p in self.pages if p.kind == "page" and p.visit.state != "failed")

    @cached_property
    def start(self) -> Page | None:
        """The first page of the scan, when it was seen."""
        return next((page for page in self.visited if page.order == 0), None)

    @cached_property
    def _by_url(self) -> Mapping[str, Page | Document]:
        found: dict[str, Page | Document] = {_key(d.url): d for d in self.documents}
        for page in self.pages:
            found.setdefault(_key(page.final_url), page)
        for page in self.pages:
            found[_key(page.url)] = page
        return found

    def at(self, url: str) -> Page | Document | None:
        """Return what was seen at *url*, None when it was not asked for."""
        return self._by_url.get(_key(url))


def _key(url: str) -> str:
    # Links in evidence are redacted, addresses of pages are not.
    return canonical_url(redact_url(url))
