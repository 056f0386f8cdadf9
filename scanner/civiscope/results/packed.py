"""Results as they stand in results.json: what pages and findings share is written once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from civiscope.model import Confidence, Severity
from civiscope.model.fingerprints import fingerprint
from civiscope.model.journeys import JourneyRun
from civiscope.model.rule_change import RuleChange
from civiscope.results.coverage import Coverage
from civiscope.results.findings import Issue, RequestSeen, SourceLocation
from civiscope.results.frameworks import FrameworkFacts, StandardFacts
from civiscope.results.inventory import Inventory
from civiscope.results.pages import (
    DocumentResult,
    PageResult,
    RuleOutcome,
    SourceResult,
    SourceSummary,
)
from civiscope.results.rules import RuleFacts
from civiscope.results.sample import EvaluationSample
from civiscope.results.scan import Scan
from civiscope.results.statements import StatementResult
from civiscope.results.tool import ListUsed, Tool

_NOTHING_LISTED = Inventory()


@dataclass(frozen=True, slots=True)
class PackedPage(PageResult):
    """A page with those outcomes that are not the usual ones."""

    usual: int = 0
    """Which of `usual_outcomes` holds the outcomes of all other rules."""


@dataclass(frozen=True, slots=True)
class PackedDocument(DocumentResult):
    """A document with those outcomes that are not the usual ones."""

    usual: int = 0


@dataclass(frozen=True, slots=True)
class PackedSource(SourceResult):
    """A file of the source with those outcomes that are not the usual ones."""

    usual: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What findings say, wherever they are."""

    issue: str
    rule: str
    outcome: Literal["failed", "cantTell"]
    message: str
    severity: Severity | None = None
    """None: that of the rule, as for the two below."""
    confidence: Confidence | None = None
    standards: dict[str, tuple[str, ...]] | None = None
    needs_review: bool = False
    message_id: str = ""
    url: str = ""
    frame: str = ""
    component: str = ""
    part: str = ""
    request: RequestSeen | None = None
    """Without the script and the line that asked."""
    values: dict[str, str | int | float] = field(default_factory=dict[str, str | int | float])
    journey: str = ""
    step: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedFinding:
    """A finding: what it says, and where that is. Numbers are places in lists, from 0."""

    what: int
    """In `observations`."""
    page: int | None = None
    """In `addresses`; None for a finding about the site as a whole."""
    element: int | None = None
    """In `elements`; None without selector and snippet."""
    box: tuple[int | float, int | float, int | float, int | float] | None = None
    """From the left, from the top, width and height."""
    fingerprint: str = ""
    """Empty: that of `part` (or else `issue`), page, `url` and selector, as `own_fingerprint` has
    it."""
    id: str = ""
    """Empty: that of the fingerprint and "1", as `own_id` has it."""
    script: int | None = None
    """In `addresses`: the script or document that asked for `url`."""
    line: int | None = None
    screenshot: str = ""
    trace: tuple[str, ...] = ()
    document_page: int | None = None
    source: tuple[SourceLocation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedPart:
    """A part of a page that was not tested, or not for sure."""

    page: int
    """In `addresses`."""
    kind: str
    reason: str
    place: str = ""
    frame: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedResults:
    """The content of packed-results.json, version 1.2, in the order in which it is written."""

    schema_version: str
    tool: Tool
    scan: Scan
    coverage: Coverage
    """Without `parts`."""
    rules: tuple[RuleFacts, ...]
    addresses: tuple[str, ...]
    """Of pages with findings or parts not tested, and of scripts that asked for something."""
    parts_not_tested: tuple[PackedPart, ...]
    """`parts` of the coverage."""
    usual_outcomes: tuple[dict[str, RuleOutcome], ...]
    """What most pages, documents or files say of each rule."""
    pages: tuple[PackedPage, ...]
    elements: tuple[tuple[str, str], ...]
    """Selector and snippet of elements that findings are about."""
    observations: tuple[Observation, ...]
    findings: tuple[PackedFinding, ...]
    issues: tuple[Issue, ...]
    inventory: Inventory = _NOTHING_LISTED
    lists: tuple[ListUsed, ...] = ()
    standards: tuple[StandardFacts, ...] = ()
    frameworks: tuple[FrameworkFacts, ...] = ()
    documents: tuple[PackedDocument, ...] = ()
    sources: tuple[PackedSource, ...] = ()
    rule_changes: tuple[RuleChange, ...] = ()
    sample: EvaluationSample | None = None
    source: SourceSummary | None = None
    statements: tuple[StatementResult, ...] = ()
    journeys: tuple[JourneyRun, ...] = ()


PARTS = "parts_not_tested"
TABLES = ("addresses", "usual_outcomes", "elements", "observations")
"""Fields that only the packed form has: what the others point into."""


def own_fingerprint(what: Observation, page: str, selector: str) -> str:
    """Return the fingerprint that a finding of *what* at this place has, but for rare ones."""
    return fingerprint(what.part or what.issue, page, what.url, selector)


def own_id(of_fingerprint: str) -> str:
    """Return the id of the first finding of this fingerprint."""
    return fingerprint(of_fingerprint, "1")
