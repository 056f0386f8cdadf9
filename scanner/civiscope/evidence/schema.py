"""The files of an evidence folder, version 1.

scan.json               what was asked, by which versions, where the crawl began
pages/000012.json.gz    a visited page: the evidence, and what the crawl goes on with
probes/000012.json.gz   what probes saw when they acted on that page, by the probe's name
privacy/000012.json.gz  what visits for privacy saw of that page
documents/000003.json.gz  what is in a document, when it was looked into; not the document itself
sources/000000.json.gz  what was read in the site's source, when a folder of it was named
reuse.json.gz           what a later scan needs to reuse this one, when it reused another (--reuse)
index.jsonl             what became of each visited address, in order; grows as the scan does
end.json                what is known only at the end: documents, addresses not visited
screenshots/            pictures that rules asked for
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from civiscope.model import Alias, Document, Endpoint, Host, Missing, Page, Skipped, Source
from civiscope.model.document_facts import DocumentFacts
from civiscope.model.journeys import JourneyRun
from civiscope.model.privacy import PrivacyVisit

EVIDENCE_VERSION = "1.0"
REUSE = "reuse.json.gz"
EARLIER_INDEX = "index.earlier.jsonl"
"""What the index knew before the scan was gone on with; there until it is over."""


@dataclass(frozen=True, slots=True)
class ScanFile:
    """scan.json: written before the first visit."""

    evidence_version: str
    id: str
    targets: tuple[str, ...]
    """As the user wrote them."""
    pages: tuple[str, ...]
    """Addresses the crawl begins with."""
    follow: bool
    started: str
    settings: dict[str, Any]
    """ScanSettings without secrets."""
    civiscope: str
    browser: str
    engines: dict[str, str]
    seed: int
    depth: str


@dataclass(frozen=True, slots=True)
class PageFile:
    """A file below pages/: the page, and what the crawl needs when it is resumed."""

    page: Page
    links: tuple[str, ...] = ()
    """Links of the page that may belong to the site, as they are."""


@dataclass(frozen=True, slots=True)
class ProbesFile:
    """A file below probes/: what each probe saw on one page, by the probe's name."""

    seen: dict[str, dict[str, Any]]
    missing: dict[str, Missing]

    @classmethod
    def of(cls, answers: Mapping[str, dict[str, Any] | Missing]) -> ProbesFile:
        """Return *answers* as the file keeps them."""
        return cls(
            {name: a for name, a in answers.items() if not isinstance(a, Missing)},
            {name: a for name, a in answers.items() if isinstance(a, Missing)},
        )

    @property
    def answers(self) -> dict[str, dict[str, Any] | Missing]:
        """What each probe saw, or why it saw nothing."""
        return {**self.seen, **self.missing}


@dataclass(frozen=True, slots=True)
class PrivacyFile:
    """A file below privacy/: what visits for privacy saw of one page, or why there is nothing."""

    seen: PrivacyVisit | None = None
    missing: Missing | None = None

    @classmethod
    def of(cls, found: PrivacyVisit | Missing) -> PrivacyFile:
        """Return *found* as the file keeps it."""
        return cls(missing=found) if isinstance(found, Missing) else cls(seen=found)

    @property
    def found(self) -> PrivacyVisit | Missing:
        """What the visits saw, or why they saw nothing."""
        return self.seen or self.missing or Missing("failed", "The file holds nothing.")


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A file below documents/: what is in one document, or why nobody knows."""

    url: str
    facts: DocumentFacts | None = None
    missing: Missing | None = None

    @classmethod
    def of(cls, url: str, found: DocumentFacts | Missing) -> DocumentFile:
        """Return *found*, of the document at *url*, as the file keeps it."""
        if isinstance(found, Missing):
            return cls(url, missing=found)
        return cls(url, facts=found)

    @property
    def found(self) -> DocumentFacts | Missing:
        """What is in it, or why nobody knows."""
        return self.facts or self.missing or Missing("failed", "The file holds nothing.")


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A line of index.jsonl: what became of the nth address that was taken up."""

    number: int
    url: str
    kind: Literal["page", "duplicate", "document", "skipped"]
    detail: str = ""


@dataclass(frozen=True, slots=True)
class EndFile:
    """end.json: written when the scan is over; a scan without it was cut off."""

    finished: str
    stopped: str
    """Why the crawl ended early; empty when it saw all it was asked to."""
    found: int
    documents: tuple[Document, ...]
    skipped: tuple[Skipped, ...]
    skipped_total: int
    templates: dict[str, str]
    """Page URL and the name of its template group."""
    notes: tuple[str, ...] = ()
    """Sentences about the scan as a whole: an unreadable sitemap, the sandbox off, …"""
    hosts: tuple[Host, ...] = ()
    """What the site's hosts say apart from its pages: redirects, TLS, well-known files."""
    aliases: tuple[Alias, ...] = ()
    """What the names of other hosts of the site's domain lead to, when DNS was asked."""
    endpoints: tuple[Endpoint, ...] = ()
    """In which countries third parties answered, when a database was given."""
    entries: int | None = None
    """Lines of index.jsonl; None in scans of versions that did not count them."""
    sources: tuple[Source, ...] = ()
    """Files of the site's source, where they were read."""
    journeys: tuple[JourneyRun, ...] = ()
    """The journeys made, to which step."""
