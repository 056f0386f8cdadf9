"""What judging gives: the content of results.json, version 1."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from civiscope.lists.age import OLD_LIST
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
class ListUsed:
    """A list that rules went by: trackers, owners of hosts, cookies, consent platforms, …"""

    name: str
    title: str
    kind: str
    """`filters`, `parties`, `consent rules`, `public suffixes`, `cookies`, …"""
    source: str
    """The address it was fetched from, or what package it came with."""
    licence: str
    version: str
    date: str
    """Day of its last change by its own account; empty when it does not say."""
    age: int | None
    """Days from that to the start of the scan."""
    sha256: str
    rules: int
    """How many rules are in it, for lists of rules; else 0."""

    @property
    def old(self) -> bool:
        """Whether it was so old when the scan began that much may be missing."""
        return self.age is not None and self.age > OLD_LIST


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
class PartNotTested:
    """A part of a page that was not tested, or not for sure."""

    page: str
    kind: str
    """A word for programs: `covered` (behind a dialog), `hidden`, `moving`, `endless`, `more`."""
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
    parts: tuple[PartNotTested, ...] = ()
    """Parts of pages that were not tested; the pages themselves were."""


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
class ConsentPass:
    """One visit of a page for privacy. A visit that chose tells what came after the choice."""

    mode: Literal["none", "reject", "accept", "gpc"]
    """Choosing nothing, saying no, saying yes, with Global Privacy Control on."""
    state: Literal["complete", "partial", "failed"]
    """`failed`: nothing was seen, or the choice could not be made."""
    detail: str = ""
    """What went wrong or was not looked at, as sentences; empty when nothing."""
    requests: int = 0
    third_parties: tuple[str, ...] = ()
    """Registrable domains of others that were contacted."""
    trackers: tuple[str, ...] = ()
    """Owners, among them, that are known to count, recognise or follow visitors."""
    cookies: tuple[str, ...] = ()
    """On the device at the end: name and host."""
    storage: tuple[str, ...] = ()
    """What else is on the device: kind, name and host."""
    identifiers: tuple[str, ...] = ()
    """Those of the cookies and of the storage whose value looks made to recognise the visitor."""


@dataclass(frozen=True, slots=True)
class ConsentComparison:
    """What a page does before a choice, after no, after yes, and when asked for privacy."""

    passes: tuple[ConsentPass, ...]
    banner: str
    """The banner and its choices in one sentence."""
    platform: str = ""
    """The consent platform, when it is a known one."""
    before: tuple[str, ...] = ()
    """What the page could do without and did before any choice, as `owner: what`."""
    despite_no: tuple[str, ...] | None = None
    """The same after no; None when no could not be said, or the visit failed."""
    only_after_yes: tuple[str, ...] = ()
    """The same, where it came only after yes."""


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
    consent: ConsentComparison | None = None
    """What visits for privacy saw side by side; None when the page was not visited so."""
    elements: int = 0
    """Elements of the rendered document; 0 when they were not counted."""


@dataclass(frozen=True, slots=True)
class RequestSeen:
    """The request that a finding is about."""

    method: str
    type: str
    """`script`, `image`, `fetch`, …"""
    status: int | None
    """Of the last answer; None when there was none."""
    failed: str
    """The browser's error or why it refused; empty when it worked."""
    asked_by: str
    """`parser` for the page's own HTML, `script`, `preload`, `other`, …"""
    script: str = ""
    """Address of the script or document that asked."""
    line: int | None = None


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
    request: RequestSeen | None = None
    """The request for `url`, when it was seen on the page."""
    trace: tuple[str, ...] = ()
    """What was done to come to this, step by step: the keys pressed and where they led."""


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
class HostListed:
    """A host of the site itself."""

    host: str
    pages: int
    """Pages visited there."""
    asked_by: int
    """Pages whose visit asked it for anything."""
    protocols: tuple[str, ...]
    """`http/1.1`, `h2`, `h3`."""
    tls: tuple[str, ...]
    """`TLS 1.3`, …; empty without encryption."""
    issuer: str = ""
    """Who signed its certificate."""
    valid_to: str = ""
    """Day on which the certificate ends."""


@dataclass(frozen=True, slots=True)
class ThirdParty:
    """Somebody else whom the site's pages make browsers contact, before any choice."""

    domain: str
    """Registrable domain."""
    owner: str
    """The product or company; empty when it is not known."""
    purpose: str
    """A word for programs: `analytics`, `fonts`, `public-body`, …; empty when it is not known."""
    hosts: tuple[str, ...]
    """The first twenty."""
    kinds: tuple[str, ...]
    """Types of requests: `script`, `image`, `font`, …"""
    pages: int
    example: str
    """The first page that contacts it."""
    cookies: int = 0
    """How many of the cookies listed belong to it."""


@dataclass(frozen=True, slots=True)
class CookieListed:
    """A cookie that pages leave in a browser that chose nothing. Its value is not kept."""

    name: str
    """With `*` for parts that change from visit to visit."""
    domain: str
    path: str
    third_party: bool
    """Whether it belongs to another site than the page."""
    lifetime: int | None
    """The longest met, in seconds, by the minute; None when it ends with the browser's session."""
    secure: bool
    http_only: bool
    same_site: str
    set_by: str
    """`header` or `script`."""
    purpose: str
    """What cookies of this name are known for; empty when that is not known."""
    owner: str
    pages: int
    example: str
    """The first page that has it."""


@dataclass(frozen=True, slots=True)
class HeaderListed:
    """A header field of the answers that pages are made from."""

    name: str
    protective: bool
    """Whether it is one of those that protect visitors; they are listed even when no page has
    them."""
    pages: int
    """Pages whose answer has it."""
    lacking: int
    """Pages whose answer lacks it."""
    without: tuple[str, ...]
    """The first twenty of those."""
    values: tuple[tuple[str, int], ...] = ()
    """For fields whose values say something of the site: the most frequent five, with the number
    of pages."""
    more_values: int = 0


@dataclass(frozen=True, slots=True)
class Inventory:
    """What the site is made of, by what the pages seen showed. Documents stand in `coverage`."""

    hosts: tuple[HostListed, ...] = ()
    third_parties: tuple[ThirdParty, ...] = ()
    cookies: tuple[CookieListed, ...] = ()
    headers: tuple[HeaderListed, ...] = ()
    left_out: dict[str, int] = field(default_factory=dict[str, int])
    """How many more there are than a list holds, by the list's name."""


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
    inventory: Inventory = Inventory()
    lists: tuple[ListUsed, ...] = ()
    """The lists that rules went by, as they were when the evidence was judged."""

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
