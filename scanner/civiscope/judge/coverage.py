"""What results say of the scan itself: coverage, tool, and the rules that ran."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

from civiscope.evidence import EvidenceReader
from civiscope.evidence.schema import EndFile
from civiscope.judge.findings import RawFinding
from civiscope.model import Page
from civiscope.results import (
    CollectorFailure,
    Coverage,
    DocumentListed,
    FrameNotTested,
    NotSeen,
    PageResult,
    PartNotTested,
    Scan,
    Tool,
)
from civiscope.rulebook import Rulebook

INTERSTITIALS = {"bot-wall", "login"}


@dataclass(slots=True)
class Judged:
    """What judging has come to so far."""

    pages: list[PageResult] = field(default_factory=list[PageResult])
    found: list[RawFinding] = field(default_factory=list[RawFinding])
    lean: list[Page] = field(default_factory=list[Page])
    frames: list[FrameNotTested] = field(default_factory=list[FrameNotTested])
    parts: list[PartNotTested] = field(default_factory=list[PartNotTested])
    collectors: list[CollectorFailure] = field(default_factory=list[CollectorFailure])
    crashed: list[CollectorFailure] = field(default_factory=list[CollectorFailure])

    def add(self, more: Judged) -> None:
        """Take in what the pages that follow have come to."""
        for each in fields(self):
            getattr(self, each.name).extend(getattr(more, each.name))


def _not_seen(page: Page) -> NotSeen:
    visit = page.visit
    return NotSeen(page.url, visit.reason, visit.detail, page.found_on, visit.at)


def coverage_of(evidence: EvidenceReader, judged: Judged) -> Coverage:
    """Return how much of the site was seen."""
    pages = [page for page in judged.lean if page.kind == "page"]
    failed = [page for page in pages if page.visit.state == "failed"]
    start = next((page for page in pages if page.target or page.order == 0), None)
    return Coverage(
        found=evidence.end.found,
        visited=sum(page.visit.state == "complete" and not page.reused_from for page in pages),
        reused=sum(page.visit.state == "complete" and bool(page.reused_from) for page in pages),
        partial=tuple(_not_seen(page) for page in pages if page.visit.state == "partial"),
        failed=tuple(_not_seen(page) for page in failed),
        skipped=not_seen_of_skipped(evidence.end),
        skipped_total=evidence.end.skipped_total,
        documents=listed_documents(evidence.end),
        frames_not_tested=tuple(judged.frames),
        collectors_failed=tuple(judged.collectors),
        rules_crashed=tuple(judged.crashed),
        start_page_seen=start is not None and start.visit.state != "failed",
        walls=tuple(_not_seen(page) for page in failed if page.visit.reason in INTERSTITIALS),
        parts=tuple(judged.parts),
        notes=evidence.end.notes,
    )


def not_seen_of_skipped(end: EndFile) -> tuple[NotSeen, ...]:
    """Return the addresses that were not visited."""
    return tuple(NotSeen(s.url, s.reason, s.detail, s.found_on) for s in end.skipped)


def listed_documents(end: EndFile) -> tuple[DocumentListed, ...]:
    """Return the documents that were found, as far as their header fields tell."""
    return tuple(
        DocumentListed(
            url=document.url,
            found_on=document.found_on,
            status=document.status,
            media_type=(document.headers.get("content-type") or "").partition(";")[0].strip(),
            size=_size(document.headers.get("content-length")),
            error=document.error,
        )
        for document in end.documents
    )


def _size(content_length: str | None) -> int | None:
    return int(content_length) if content_length and content_length.isdecimal() else None


def tool_of(evidence: EvidenceReader, books: Sequence[Rulebook]) -> Tool:
    """Return what gathered the evidence, and by which rulebooks it is judged."""
    return Tool(
        name="civiscope",
        version=evidence.scan.civiscope,
        browser=evidence.scan.browser,
        engines=dict(evidence.scan.engines),
        rulebooks={book.name: book.version for book in books},
    )


def named_target(word: str) -> str:
    """Return what results call a target: of an absolute path, which tells of the machine, its last
    part."""
    sign = "@" if word.startswith("@") else ""
    path = Path(word.removeprefix("@"))
    return f"{sign}{path.name}" if path.is_absolute() and path.name else word


def scan_of(evidence: EvidenceReader) -> Scan:
    """Return what was asked for, and when."""
    head, end = evidence.scan, evidence.end
    return Scan(
        id=head.id,
        targets=tuple(map(named_target, head.targets)),
        started=head.started,
        finished=end.finished,
        seed=head.seed,
        depth=head.depth,
        settings=dict(head.settings),
        stopped=end.stopped,
    )
