"""Results as a whole, as rules, reports and gates know them."""

from __future__ import annotations

from dataclasses import dataclass

from civiscope.model import SEVERITIES, Severity
from civiscope.model.journeys import JourneyRun
from civiscope.model.rule_change import RuleChange
from civiscope.results.coverage import Coverage
from civiscope.results.findings import Finding, Issue
from civiscope.results.frameworks import FrameworkFacts, StandardFacts
from civiscope.results.inventory import Inventory
from civiscope.results.pages import DocumentResult, PageResult, SourceResult, SourceSummary
from civiscope.results.rules import RuleFacts
from civiscope.results.sample import EvaluationSample
from civiscope.results.scan import Scan
from civiscope.results.statements import StatementResult
from civiscope.results.tool import ListUsed, Tool

SCHEMA_VERSION = "1.1"
PACKED_VERSION = "1.2"
"""Of the same results in the packed form, which writes once what findings and pages share."""
_NOTHING_LISTED = Inventory()


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
    """Failures first, then what a person must decide, then advice; each the weightiest first."""
    inventory: Inventory = _NOTHING_LISTED
    lists: tuple[ListUsed, ...] = ()
    """The lists that rules went by, as they were when the evidence was judged."""

    standards: tuple[StandardFacts, ...] = ()
    """What rules cite, as it was when the evidence was judged; since version 1.1."""
    frameworks: tuple[FrameworkFacts, ...] = ()
    """Sets of requirements that the rules speak to; since version 1.1."""
    documents: tuple[DocumentResult, ...] = ()
    """Documents that rules were applied to; since version 1.1."""
    sources: tuple[SourceResult, ...] = ()
    """Files of the site's source that rules were applied to; since version 1.1."""
    rule_changes: tuple[RuleChange, ...] = ()
    """Rules that were turned off, not chosen, or applied with other values than their pages';
    since version 1.1."""

    sample: EvaluationSample | None = None
    """Pages for evaluation by people, when the scan was asked for them (`--sample em`)."""
    source: SourceSummary | None = None
    """The repository behind the site, when it was read (`--source`, `source scan`)."""
    statements: tuple[StatementResult, ...] = ()
    """Accessibility statements that were visited, those that claim a status first."""

    journeys: tuple[JourneyRun, ...] = ()
    """Journeys through the service, to which step they came."""

    @property
    def only_source(self) -> bool:
        """Whether source was read, and no page was to be visited."""
        return self.source is not None and not self.pages and not self.documents

    @property
    def failures(self) -> tuple[Issue, ...]:
        """Problems: certain or firm failures of what a law or standard asks for."""
        return tuple(i for i in self.issues if not i.needs_review and not i.advice)

    @property
    def reviews(self) -> tuple[Issue, ...]:
        """Issues that a person must decide."""
        return tuple(i for i in self.issues if i.needs_review and not i.advice)

    @property
    def advice(self) -> tuple[Issue, ...]:
        """Good practice that is missing, or may be: no problem, and not counted as one."""
        return tuple(issue for issue in self.issues if issue.advice)

    def rule(self, rule_id: str) -> RuleFacts:
        """Return the facts of a rule that ran; KeyError when it did not."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)


def severity_rank(severity: Severity) -> int:
    """Return 0 for the worst severity, counting up."""
    return SEVERITIES.index(severity)
