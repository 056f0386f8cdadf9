"""Results as values and as a file: what a judgement found, and what it did not see."""

from civiscope.lists.age import OLD_LIST
from civiscope.results.coverage import (
    CollectorFailure,
    Coverage,
    DocumentListed,
    FrameNotTested,
    NotSeen,
    PartNotTested,
)
from civiscope.results.findings import Finding, Issue, RequestSeen, SourceLocation
from civiscope.results.frameworks import ClauseFacts, ClausesAsked, FrameworkFacts, StandardFacts
from civiscope.results.inventory import (
    CookieListed,
    HeaderListed,
    HostListed,
    Inventory,
    ThirdParty,
)
from civiscope.results.pages import (
    ConsentComparison,
    ConsentPass,
    DependencyListed,
    DocumentResult,
    EarlOutcome,
    PageResult,
    RuleOutcome,
    SettingListed,
    SourceResult,
    SourceSummary,
)
from civiscope.results.parts import IssuePart, issue_parts
from civiscope.results.results import PACKED_VERSION, SCHEMA_VERSION, Results, severity_rank
from civiscope.results.rules import RuleFacts, RuleTranslation
from civiscope.results.sample import EvaluationSample, SampledPage
from civiscope.results.scan import Scan
from civiscope.results.statements import StatementResult
from civiscope.results.tool import ListUsed, Tool

__all__ = [
    "OLD_LIST",
    "PACKED_VERSION",
    "SCHEMA_VERSION",
    "ClauseFacts",
    "ClausesAsked",
    "CollectorFailure",
    "ConsentComparison",
    "ConsentPass",
    "CookieListed",
    "Coverage",
    "DependencyListed",
    "DocumentListed",
    "DocumentResult",
    "EarlOutcome",
    "EvaluationSample",
    "Finding",
    "FrameNotTested",
    "FrameworkFacts",
    "HeaderListed",
    "HostListed",
    "Inventory",
    "Issue",
    "IssuePart",
    "ListUsed",
    "NotSeen",
    "PageResult",
    "PartNotTested",
    "RequestSeen",
    "Results",
    "RuleFacts",
    "RuleOutcome",
    "RuleTranslation",
    "SampledPage",
    "Scan",
    "SettingListed",
    "SourceLocation",
    "SourceResult",
    "SourceSummary",
    "StandardFacts",
    "StatementResult",
    "ThirdParty",
    "Tool",
    "issue_parts",
    "severity_rank",
]
