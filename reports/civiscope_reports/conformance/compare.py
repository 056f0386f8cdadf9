"""Compare what a vendor claims with what a scan proved, criterion by criterion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from civiscope.results import Results
from civiscope_reports.conformance.catalogues import WCAG_CHAPTERS, chapter_of, is_wcag
from civiscope_reports.conformance.counting import count_of
from civiscope_reports.conformance.criterion_evidence import (
    PARSING,
    CriterionEvidence,
    ScanEvidence,
    evidence_of,
)
from civiscope_reports.conformance.dates import read_date
from civiscope_reports.conformance.values import LEVELS, Claim, ConformanceReport

Verdict = Literal[
    "contradicted", "probably", "understated", "no-claim", "review", "agrees", "not-contradicted",
    "not-tested",
]  # fmt: skip
VERDICTS: dict[Verdict, str] = {
    "contradicted": "Claimed and proved otherwise",
    "probably": "Claimed and very likely otherwise",
    "understated": "Claimed in part, and most pages fail",
    "no-claim": "Fails, and the report claims nothing",
    "review": "Claimed, and a person has to look at what was found",
    "agrees": "The report and the scan both say that it fails",
    "not-contradicted": "Claimed, and nothing was found against it (which proves nothing)",
    "not-tested": "No check speaks to it",
}
_HOLDS = frozenset({"supports", "not-applicable"})
_MANY = 0.5
MAX_NAMED = 12


@dataclass(frozen=True, slots=True)
class ComparedClaim:
    """A criterion: what is claimed, what was seen, and what follows."""

    number: str
    component: str
    verdict: Verdict
    claim: Claim | None
    seen: CriterionEvidence | None
    count: int
    """Pages or documents that were looked at."""

    @property
    def stated(self) -> str:
        """The level that is claimed, in words."""
        if self.claim is None:
            return "no claim"
        return LEVELS[self.claim.level] if self.claim.level else "no level"

    @property
    def proof(self) -> str:
        """What was seen against the claim, in a sentence; empty when nothing was."""
        seen = self.seen
        if seen is None or not (seen.failures or seen.reviews):
            return ""
        if not seen.failures:
            return f"to be looked at: {', '.join(dict.fromkeys(i.title for i in seen.reviews))}"
        what = "documents" if self.component == "electronic-docs" else "pages"
        where = f"on {len(seen.places)} of {self.count} {what}" if seen.places else "on the site"
        titles = "; ".join(dict.fromkeys(issue.title for issue in seen.failures))
        total = sum(seen.places.values()) or len(seen.failures)
        return f"{count_of(total, 'failure')} {where}: {titles}"


@dataclass(frozen=True, slots=True)
class ClaimsComparison:
    """A report beside a scan."""

    report: ConformanceReport
    evidence: ScanEvidence
    not_comparable: tuple[str, ...]
    """What cannot be compared, and why, in sentences."""
    claims: tuple[ComparedClaim, ...]
    """In the order of VERDICTS, then of criteria."""

    def of(self, verdict: Verdict) -> tuple[ComparedClaim, ...]:
        """Return the criteria with *verdict*."""
        return tuple(each for each in self.claims if each.verdict == verdict)

    @property
    def contradicts(self) -> bool:
        """Whether a claim is contradicted, certainly or probably, or understated."""
        return any(self.of(each) for each in ("contradicted", "probably", "understated"))


def compare_claims(report: ConformanceReport, results: Results) -> ClaimsComparison:
    """Return *report* beside *results*. Raises InconclusiveError when nothing was checked."""
    seen = evidence_of(results)
    seen.require_checks("compare with")
    compared = [*_component(report, seen, "web")]
    if seen.document_count:
        compared += _component(report, seen, "electronic-docs")
    order = list(VERDICTS)
    compared.sort(
        key=lambda each: (order.index(each.verdict), _sorting(each.number), each.component)
    )
    return ClaimsComparison(
        report, seen, tuple(_not_comparable(report, results, seen)), tuple(compared)
    )


def _sorting(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split(".") if part.isdecimal())


def _component(
    report: ConformanceReport, seen: ScanEvidence, component: str
) -> Iterator[ComparedClaim]:
    found, count = seen.of(component)
    claims: dict[str, list[Claim]] = {}
    for claim in report.claims_of(component):
        if is_wcag(claim.number):
            claims.setdefault(claim.number, []).append(claim)
    for number in sorted({*claims, *found}, key=_sorting):
        if number == PARSING:
            continue
        evidence = found.get(number)
        made: list[Claim | None] = [*claims.get(number, ())]
        for each in made or [None]:
            verdict = _verdict(each, evidence, count)
            if verdict is not None:
                yield ComparedClaim(number, component, verdict, each, evidence, count)


def _verdict(claim: Claim | None, seen: CriterionEvidence | None, count: int) -> Verdict | None:
    if claim is None or claim.level in {None, "not-evaluated"}:
        return "no-claim" if seen is not None and seen.failures else None
    if seen is None or not (seen.rules or seen.failures):
        return "not-tested"
    if claim.level in _HOLDS:
        if seen.certain:
            return "contradicted"
        if seen.firm:
            return "probably"
        return "review" if seen.reviews else "not-contradicted"
    if claim.level == "partially-supports" and len(seen.places) > _MANY * count and count > 1:
        return "understated"
    return "agrees" if seen.failures else "not-contradicted"


def _not_comparable(
    report: ConformanceReport, results: Results, seen: ScanEvidence
) -> Iterator[str]:
    product = f"{report.product or 'a product without a name'} {report.product_version}".strip()
    yield (
        f"The report is about {product}, the scan saw {', '.join(seen.targets)}: that both are the "
        "same product and version, a person has to say."
    )
    yield from _dates(report, seen)
    others = sorted(
        {each.component for each in report.claims if is_wcag(each.number)}
        - {"", "all", "web"}
        - ({"electronic-docs"} if seen.document_count else set())
    )
    if others:
        yield f"A scan of a site says nothing of the components {', '.join(others)}."
    elsewhere = sum(1 for each in report.claims if not is_wcag(each.number))
    if elsewhere:
        claims = count_of(elsewhere, "claim")
        yield f"Of {claims} about other standards than WCAG, a scan says nothing."
    if report.unread:
        yield f"{count_of(len(report.unread), 'level')} of the report could not be read."
    touched = {*seen.pages, *seen.documents}
    claimed = {
        each.number for each in report.claims if chapter_of(each.number) in WCAG_CHAPTERS[:2]
    }
    if without := sorted(claimed - touched, key=_sorting):
        named = ", ".join(without[:MAX_NAMED]) + (", …" if len(without) > MAX_NAMED else "")
        yield f"No automated check speaks to {len(without)} of the criteria claimed: {named}."
    if PARSING in claimed:
        yield f"{PARSING} is always met by HTML, by W3C's errata, and is not compared."
    failed = len(results.coverage.failed) + len(results.coverage.partial)
    if failed:
        yield f"{count_of(failed, 'page')} could not be seen, or only in part."


def _dates(report: ConformanceReport, seen: ScanEvidence) -> Iterator[str]:
    read = read_date(report.report_date) if report.report_date else None
    if read is None or read.day is None:
        yield f"The report has no date that can be read; the scan is of {seen.day}."
        return
    try:
        scanned = date.fromisoformat(seen.day)
    except ValueError:
        return
    days = (scanned - read.last).days
    if days > 0:
        yield (
            f"The scan ({seen.day}) is {count_of(days, 'day')} younger than the report "
            f"({report.report_date}): what has changed since then is no mistake of the report."
        )
    elif days < 0:
        yield f"The report ({report.report_date}) is younger than the scan ({seen.day})."
