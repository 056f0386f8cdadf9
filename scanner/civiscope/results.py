"""What judging gives: the content of results.json, version 1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from civiscope.model import SEVERITIES, Box, Confidence, Severity

SCHEMA_VERSION = "1.0"

EarlOutcome = Literal["passed", "failed", "cantTell", "inapplicable", "untested"]


@dataclass(frozen=True, slots=True)
class Tool:
    """What judged, and what saw."""

    name: str
    version: str
    browser: str
    engines: dict[str, str]
    """Name and version of each engine and list."""
    rulebooks: dict[str, str]
    """Name and version of each rulebook."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What was asked for, and when."""

    id: str
    targets: tuple[str, ...]
    started: str
    """RFC 3339, UTC."""
    finished: str
    """RFC 3339, UTC; empty when the scan was cut off."""
    seed: int
    depth: str
    """`quick`, `standard` or `deep`."""
    settings: dict[str, Any]
    """The scan's settings as they were in force; no secrets."""
    stopped: str = ""
    """Why the crawl ended before it had seen everything; empty when it saw all it was asked to."""


@dataclass(frozen=True, slots=True)
class NotSeen:
    """An address that was not visited, or could not be."""

    url: str
    reason: str
    detail: str
    found_on: str = ""


@dataclass(frozen=True, slots=True)
class FrameNotTested:
    """A frame that axe could not be run in."""

    page: str
    frame: str


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
    """Pages seen whole."""
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


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """A rule that ran."""

    id: str
    title: str
    area: str
    kind: Literal["requirement", "best-practice"]
    severity: Severity
    confidence: Confidence
    scope: Literal["page", "site"]
    checked_by: str
    """`axe-core`, `script` or `python`."""
    affects: tuple[str, ...]
    standards: dict[str, tuple[str, ...]]
    why: str
    """Markdown: why it matters."""
    fix: str
    """Markdown: how to fix it."""
    messages: dict[str, str]
    options: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """What one rule said of one page as a whole."""

    outcome: EarlOutcome
    passed: int = 0
    """Places that passed; for rules that axe-core checks, 1 stands for any number."""
    failed: int = 0
    cant_tell: int = 0
    reason: str = ""
    """Why it is untested or cannot be told, when evidence is missing."""


@dataclass(frozen=True, slots=True)
class PageResult:
    """One page and the outcome of every rule on it."""

    url: str
    final_url: str
    status: int | None
    title: str
    kind: Literal["page", "missing"]
    template: str
    state: Literal["complete", "partial", "failed"]
    detail: str
    found_on: str
    depth: int
    outcomes: dict[str, RuleOutcome]
    behaviour: bool = False
    """Whether the page was acted on (keyboard, small windows, …), not only looked at once."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A failed or needs-review outcome with its place: one occurrence of an issue."""

    id: str
    issue: str
    """Id of the issue it belongs to."""
    rule: str
    outcome: Literal["failed", "cantTell"]
    needs_review: bool
    """True for cantTell, and for failures that are only tentative. These never gate by default."""
    severity: Severity
    confidence: Confidence
    message: str
    message_id: str
    page: str
    """URL of the page; empty when the finding is about the site as a whole."""
    url: str
    """The resource it is about, when that is not the page."""
    selector: str
    snippet: str
    box: Box | None
    frame: str
    component: str
    standards: dict[str, tuple[str, ...]]
    fingerprint: str
    """The same for the same fault in another scan of the site."""
    screenshot: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """Findings of one rule on one component, across pages: one thing to mend."""

    id: str
    rule: str
    title: str
    outcome: Literal["failed", "cantTell"]
    needs_review: bool
    severity: Severity
    confidence: Confidence
    message: str
    component: str
    pages: int
    occurrences: int
    example_pages: tuple[str, ...]
    """The first ten."""
    snippet: str
    standards: dict[str, tuple[str, ...]]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Results:
    """Everything a report or a gate needs; nothing in it depends on when or where it was judged."""

    schema_version: str
    tool: Tool
    scan: Scan
    coverage: Coverage
    rules: tuple[RuleFacts, ...]
    pages: tuple[PageResult, ...]
    findings: tuple[Finding, ...]
    issues: tuple[Issue, ...]
    """Failures first, then worst severity, then most pages."""

    @property
    def failures(self) -> tuple[Issue, ...]:
        """Issues that are certain or firm failures."""
        return tuple(issue for issue in self.issues if not issue.needs_review)

    @property
    def reviews(self) -> tuple[Issue, ...]:
        """Issues that a person must decide."""
        return tuple(issue for issue in self.issues if issue.needs_review)

    def rule(self, rule_id: str) -> RuleFacts:
        """Return the facts of a rule that ran; KeyError when it did not."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)


def severity_rank(severity: Severity) -> int:
    """Return 0 for the worst severity, counting up."""
    return SEVERITIES.index(severity)
