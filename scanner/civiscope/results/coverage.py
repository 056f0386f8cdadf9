"""Results: how much of the site was seen, and what was not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NotSeen:
    """An address that was not visited, or could not be."""

    url: str
    reason: str
    detail: str
    found_on: str = ""
    at: str = ""
    """When the server failed: RFC 3339, UTC; empty when it did not, or that is not known."""


@dataclass(frozen=True, slots=True)
class FrameNotTested:
    """A frame that axe could not be run in."""

    page: str
    frame: str


@dataclass(frozen=True, slots=True)
class PartNotTested:
    """A part of a page that was not tested, or not for sure."""

    page: str
    kind: str
    """A word for programs: `covered` (behind a dialog), `hidden`, `moving`, `endless`, `more`,
    `unstyled` (all of it, for a style sheet that did not load)."""
    place: str
    """Selector of the part; empty when it is no one element."""
    reason: str
    """A sentence: why it was not tested."""
    frame: str = ""
    """URL of the frame that it is in; empty for the page's own document."""


@dataclass(frozen=True, slots=True)
class CollectorFailure:
    """A collector that brought nothing back from a page."""

    page: str
    collector: str
    reason: str


@dataclass(frozen=True, slots=True)
class DocumentListed:
    """A file that was found and listed, not judged."""

    url: str
    found_on: str
    status: int | None
    media_type: str
    size: int | None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the site was seen. What is not here was not looked for."""

    found: int
    """Addresses found, visited or not."""
    visited: int
    """Pages fully scanned, by visits of this scan."""
    partial: tuple[NotSeen, ...]
    """Pages seen in part: nothing on them counts as passed."""
    failed: tuple[NotSeen, ...]
    skipped: tuple[NotSeen, ...]
    skipped_total: int
    """More than `skipped` holds when that was cut at 5,000."""
    documents: tuple[DocumentListed, ...]
    frames_not_tested: tuple[FrameNotTested, ...]
    collectors_failed: tuple[CollectorFailure, ...]
    rules_crashed: tuple[CollectorFailure, ...]
    """Rules that broke on a page: page, rule id, the error."""
    start_page_seen: bool
    walls: tuple[NotSeen, ...]
    """Bot walls and login pages met instead of pages."""
    parts: tuple[PartNotTested, ...] = ()
    """Parts of pages that were not tested; the pages themselves were."""
    notes: tuple[str, ...] = ()
    """Sentences of the scan about the site as a whole: a session that ended, a faulty sitemap, …"""
    reused: int = 0
    """Pages fully scanned by an earlier scan, whose evidence this one reused because they have not
    changed since. They are not among those visited."""

    @property
    def complete(self) -> int:
        """Pages fully scanned, by this scan or by the one whose evidence it reused."""
        return self.visited + self.reused
