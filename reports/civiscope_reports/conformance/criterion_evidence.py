"""What a scan showed of each success criterion: proved failures, doubts, what was not tested."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from civiscope.errors import InconclusiveError
from civiscope.results import Finding, Issue, Results
from civiscope_reports.conformance.catalogues import is_wcag

WCAG_STANDARD = "WCAG 2.2"
PARSING = "4.1.1"
"""Gone from WCAG 2.2, and by W3C's errata of 2023 always met by HTML: nothing speaks to it."""
MAX_EXAMPLES = 3


@dataclass(slots=True)
class CriterionEvidence:
    """What was seen of one criterion on pages, or in documents."""

    number: str
    certain: list[Issue] = field(default_factory=list[Issue])
    """Failures that cannot be otherwise."""
    firm: list[Issue] = field(default_factory=list[Issue])
    reviews: list[Issue] = field(default_factory=list[Issue])
    """What a person must decide."""
    rules: list[str] = field(default_factory=list[str])
    """Rules that speak to it and were applied somewhere."""
    passed: list[str] = field(default_factory=list[str])
    """Rules that found nothing wrong where they applied."""
    places: dict[str, int] = field(default_factory=dict[str, int])
    """Page or document with proved failures → how many."""
    proofs: list[Finding] = field(default_factory=list[Finding])
    """The first few of those."""

    @property
    def failures(self) -> list[Issue]:
        """Every proved failure, certain ones first."""
        return [*self.certain, *self.firm]

    @property
    def failing_rules(self) -> tuple[str, ...]:
        """The rules that failed."""
        return tuple(dict.fromkeys(issue.rule for issue in self.failures))


@dataclass(frozen=True, slots=True)
class ScanEvidence:
    """What a scan showed, criterion by criterion."""

    pages: Mapping[str, CriterionEvidence]
    documents: Mapping[str, CriterionEvidence]
    page_count: int
    """Pages that rules were applied to."""
    document_count: int
    is_about_wcag: bool
    """Whether any rule that cites a success criterion was applied."""
    day: str
    tool: str
    targets: tuple[str, ...]

    def require_checks(self, purpose: str) -> None:
        """Raise InconclusiveError when nothing was checked that a claim could be held against."""
        if not self.page_count and not self.document_count:
            raise InconclusiveError(
                f"The results hold no page that was seen, so there is nothing to {purpose}; scan "
                "the product again."
            )
        if not self.is_about_wcag:
            raise InconclusiveError(
                "No check of these results speaks to a success criterion of WCAG, so there is "
                f"nothing to {purpose}; scan the product with all rules, or with --framework "
                "wcag22-aa."
            )

    def of(self, component: str) -> tuple[Mapping[str, CriterionEvidence], int]:
        """Return the evidence for *component*, and of how many pages or documents it is."""
        if component == "electronic-docs":
            return self.documents, self.document_count
        return self.pages, self.page_count


def evidence_of(results: Results) -> ScanEvidence:
    """Return what *results* show of each criterion of WCAG."""
    pages: dict[str, CriterionEvidence] = {}
    documents: dict[str, CriterionEvidence] = {}
    sides = {"page": pages, "site": pages, "document": documents}
    rules = {rule.id: rule for rule in results.rules if rule.kind == "requirement"}
    applied = _outcomes(results)
    for rule in rules.values():
        side = sides.get(rule.scope)
        outcomes = applied.get(rule.id, frozenset())
        if side is None or not outcomes & {"passed", "failed", "cantTell"}:
            continue
        for number in _criteria(rule.standards):
            seen = side.setdefault(number, CriterionEvidence(number))
            seen.rules.append(rule.id)
            if outcomes <= {"passed", "inapplicable"}:
                seen.passed.append(rule.id)
    for issue in results.issues:
        rule_facts = rules.get(issue.rule)
        side = sides.get(rule_facts.scope) if rule_facts else None
        if side is not None:
            _add_issue(issue, side)
    _add_places(results, sides, {rule.id: rule.scope for rule in rules.values()})
    return ScanEvidence(
        pages,
        documents,
        sum(1 for page in results.pages if page.kind == "page" and page.state != "failed"),
        len(results.documents),
        any(
            is_wcag(number)
            for rule in results.rules
            if applied.get(rule.id, frozenset()) - {"untested"}
            for number in rule.standards.get(WCAG_STANDARD, ())
        ),
        results.scan.started[:10],
        f"{results.tool.name} {results.tool.version}",
        results.scan.targets,
    )


def _outcomes(results: Results) -> dict[str, frozenset[str]]:
    """Return rule → every outcome that it had on some page or document."""
    found: dict[str, set[str]] = {}
    told = [each.outcomes for each in results.pages]
    told += [each.outcomes for each in results.documents]
    for outcomes in told:
        for rule, said in outcomes.items():
            found.setdefault(rule, set()).add(said.outcome)
    for issue in results.issues:
        found.setdefault(issue.rule, set()).add(issue.outcome)
    return {rule: frozenset(each) for rule, each in found.items()}


def _criteria(standards: Mapping[str, tuple[str, ...]]) -> list[str]:
    numbers = standards.get(WCAG_STANDARD, ())
    return [number for number in numbers if is_wcag(number) and number != PARSING]


def _add_issue(issue: Issue, side: dict[str, CriterionEvidence]) -> None:
    for number in _criteria(issue.standards):
        seen = side.setdefault(number, CriterionEvidence(number))
        if issue.needs_review:
            seen.reviews.append(issue)
        elif issue.confidence == "certain":
            seen.certain.append(issue)
        else:
            seen.firm.append(issue)


def _add_places(
    results: Results, sides: Mapping[str, dict[str, CriterionEvidence]], scopes: Mapping[str, str]
) -> None:
    for finding in results.findings:
        side = sides.get(scopes.get(finding.rule, ""))
        if finding.needs_review or side is None:
            continue
        for number in _criteria(finding.standards):
            seen = side.setdefault(number, CriterionEvidence(number))
            place = finding.page or finding.url
            if place:
                seen.places[place] = seen.places.get(place, 0) + 1
            if len(seen.proofs) < MAX_EXAMPLES:
                seen.proofs.append(finding)
