"""Draft a report of conformance from results: what is proved, and what a person has to say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from civiscope.results import Results
from civiscope_reports.conformance.catalogues import (
    DEFAULT_CATALOGUE,
    WCAG_CHAPTERS,
    Catalogue,
    catalogue,
)
from civiscope_reports.conformance.counting import count_of
from civiscope_reports.conformance.criterion_evidence import (
    PARSING,
    CriterionEvidence,
    ScanEvidence,
    evidence_of,
)
from civiscope_reports.conformance.values import LEVELS, Claim, ConformanceReport, Contact, Level

DRAFT = "DRAFT"
_MANY = 0.5
"""Of the pages: beyond, a person should think of `Does Not Support`."""
_NEVER_DRAFTED = "Not drafted: this chapter cannot be tested from outside; a person fills it in."
_NOT_ASKED = "Not drafted: no law asks for level AAA as a whole."


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """What the author of a draft knows, and results do not say."""

    product: str
    product_version: str = ""
    email: str = ""
    company: str = ""
    catalogue: str = ""


def draft_report(results: Results, facts: DraftFacts) -> ConformanceReport:
    """Return the draft of a report, to be finished by people.

    Nothing is ever drafted as supported. Raises InconclusiveError when nothing was checked.
    """
    chosen = catalogue(facts.catalogue or DEFAULT_CATALOGUE)
    seen = evidence_of(results)
    seen.require_checks("draft from")
    claims = tuple(_claims(seen, chosen))
    proposed = sum(1 for each in claims if each.level != "not-evaluated")
    others = [name for name in chosen.chapters if name not in WCAG_CHAPTERS[:2]]
    return ConformanceReport(
        form="draft",
        title=f"{DRAFT}: {facts.product} Accessibility Conformance Report",
        product=facts.product,
        product_version=facts.product_version,
        author=Contact(company=facts.company, email=facts.email),
        report_date=seen.day,
        version=1,
        notes=(
            f"{DRAFT} by {seen.tool}, from automated checks of "
            f"{count_of(seen.page_count, 'page')} on {seen.day}. {proposed} of "
            f"{len({each.number for each in claims})} criteria have a "
            "proposed level; all others are not evaluated. A person has to test, decide on each "
            "level, and take this note and the word in the title away."
        ),
        methods=_methods(results, seen, claims),
        catalogue=chosen.id,
        edition=chosen.edition,
        claims=claims,
        chapter_notes={
            name: _NOT_ASKED if name == WCAG_CHAPTERS[2] else _NEVER_DRAFTED for name in others
        },
        disabled=frozenset(others),
    )


def _claims(seen: ScanEvidence, chosen: Catalogue) -> Iterator[Claim]:
    components = ("web", "electronic-docs") if seen.document_count else ("web",)
    for chapter in WCAG_CHAPTERS[:2]:
        for number in chosen.chapters[chapter].criteria:
            for component in components:
                found, count = seen.of(component)
                what = "documents" if component == "electronic-docs" else "pages"
                level, remarks = _proposal(number, found.get(number), count, what)
                yield Claim(number, chapter, component, level, LEVELS[level], remarks)


def _proposal(
    number: str, seen: CriterionEvidence | None, count: int, what: str
) -> tuple[Level, str]:
    """Return the level that evidence allows to propose, and the remark that says why."""
    if number == PARSING:
        return "not-evaluated", (
            "Not evaluated: by the errata of WCAG 2.0 and 2.1 this criterion is met by HTML, and "
            "WCAG 2.2 has it no more."
        )
    if seen is None or not seen.rules:
        return "not-evaluated", "Not evaluated: no automated check speaks to it; test it by hand."
    if seen.failures:
        return "partially-supports", _failure_remark(seen, count, what)
    if seen.reviews:
        rules = ", ".join(dict.fromkeys(issue.rule for issue in seen.reviews))
        return "not-evaluated", (
            f"Not evaluated: automated checks found what a person has to decide ({rules}; first on "
            f"{seen.reviews[0].example_pages[0] if seen.reviews[0].example_pages else 'the site'})."
        )
    return "not-evaluated", (
        f"Not evaluated: automated checks found no failure on {count} {what} "
        f"({', '.join(seen.rules)}). That proves nothing; test it by hand."
    )


def _failure_remark(seen: CriterionEvidence, count: int, what: str) -> str:
    failing = len(seen.places)
    occurrences = sum(seen.places.values())
    where = f"on {failing} of {count} {what}" if failing else "on the site as a whole"
    examples = list(seen.places)[:2]
    shown = f" Examples: {' and '.join(examples)}." if examples else ""
    remark = (
        f"PROPOSED from proved failures: {occurrences or len(seen.failures)} occurrences {where} "
        f"({', '.join(seen.failing_rules)}).{shown}"
    )
    if count and failing > _MANY * count:
        remark += " Most of the pages fail: consider Does Not Support."
    return remark


def _methods(results: Results, seen: ScanEvidence, claims: tuple[Claim, ...]) -> str:
    numbers = {each.number for each in claims}
    touched = {number for number in numbers if number in seen.pages or number in seen.documents}
    engines = ", ".join(f"{name} {version}" for name, version in results.tool.engines.items())
    without = sorted(numbers - touched, key=lambda each: [int(part) for part in each.split(".")])
    return (
        f"Automated testing only, by {seen.tool} ({engines}) in {results.tool.browser} on "
        f"{seen.day}: {count_of(seen.page_count, 'page')} of {', '.join(seen.targets)}, "
        f"{count_of(seen.document_count, 'document')}. "
        f"Checks spoke to {len(touched)} of {len(numbers)} criteria at most, and decide none of "
        f"them as supported. No check at all: {', '.join(without)}. No person has tested, with or "
        "without assistive technology."
    )
