"""Drafts, comparisons, letters and differences: a pass proves nothing, a failure something."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.reports.conformance.reports import whole_report
from tests.reports.conformance.test_checks import validate

from civiscope.errors import InconclusiveError
from civiscope.results import PageResult, Results, RuleOutcome
from civiscope.testing.results import (
    make_finding,
    make_issue,
    make_page_result,
    make_results,
    make_rule_facts,
)
from civiscope_reports.conformance.catalogues import catalogues
from civiscope_reports.conformance.compare import compare_claims
from civiscope_reports.conformance.differences import changes_between
from civiscope_reports.conformance.draft import DraftFacts, draft_report
from civiscope_reports.conformance.letter import letter_of
from civiscope_reports.conformance.read_file import read_report
from civiscope_reports.conformance.values import Claim, ConformanceReport, Level
from civiscope_reports.conformance.write_file import write_report

START = "https://www.example.gov/"
FACTS = DraftFacts("Acme Portal", "4.2", "access@acme.example")


def scan(
    criterion: str = "1.1.1",
    *,
    confidence: str = "certain",
    review: bool = False,
    pages: int = 10,
    failing: int = 2,
    **changes: Any,  # noqa: ANN401 - fields of results
) -> Results:
    """Return results in which one rule fails *failing* of *pages* pages."""
    standards = {"WCAG 2.2": (criterion,)}
    rule = make_rule_facts(standards=standards)
    issue = make_issue(
        standards=standards,
        confidence=confidence,
        needs_review=review,
        outcome="cantTell" if review else "failed",
        pages=failing,
    )
    outcome = "cantTell" if review else "failed"
    listed: list[PageResult] = []
    for at in range(pages):
        said = RuleOutcome(outcome if at < failing else "passed")  # type: ignore[arg-type]
        listed.append(make_page_result(url=f"{START}{at}", outcomes={rule.id: said}))
    findings = tuple(
        make_finding(
            issue, at, page=f"{START}{at}", needs_review=review, standards=standards, rule=rule.id
        )
        for at in range(failing)
    )
    return make_results(
        rules=(rule,),
        pages=tuple(listed),
        issues=(issue,) if failing else (),
        findings=findings,
        **changes,
    )


def report_with(
    level: Level | None, number: str = "1.1.1", component: str = "web"
) -> ConformanceReport:
    claim = Claim(number, "success_criteria_level_a", component, level, "", "Fine.")
    return replace(whole_report(), claims=(claim,))


def verdicts(report: ConformanceReport, results: Results) -> list[tuple[str, str]]:
    return [(each.number, each.verdict) for each in compare_claims(report, results).claims]


@pytest.mark.parametrize(
    ("level", "results", "verdict"),
    [
        ("supports", scan(), "contradicted"),
        ("not-applicable", scan(), "contradicted"),
        ("supports", scan(confidence="firm"), "probably"),
        ("supports", scan(review=True), "review"),
        ("supports", scan(failing=0), "not-contradicted"),
        ("partially-supports", scan(failing=6), "understated"),
        ("partially-supports", scan(failing=5), "agrees"),
        ("does-not-support", scan(), "agrees"),
        ("partially-supports", scan(failing=0), "not-contradicted"),
        ("not-evaluated", scan(), "no-claim"),
        (None, scan(), "no-claim"),
    ],
)
def test_a_claim_is_held_against_what_was_proved(
    level: Level | None, results: Results, verdict: str
) -> None:
    assert verdicts(report_with(level), results) == [("1.1.1", verdict)]


def test_a_criterion_that_no_check_speaks_to_is_not_tested() -> None:
    assert verdicts(report_with("supports", "1.2.1"), scan(failing=0)) == [("1.2.1", "not-tested")]


def test_claims_for_other_components_are_not_compared() -> None:
    compared = compare_claims(report_with("supports", component="software"), scan(failing=0))

    assert compared.claims == ()
    assert any("nothing of the components software" in each for each in compared.not_comparable)


def test_parsing_is_never_contradicted() -> None:
    report = report_with("supports", "4.1.1")

    assert verdicts(report, scan("4.1.1")) == []


def test_advice_beyond_the_standard_contradicts_nothing() -> None:
    results = scan()
    advice = tuple(replace(each, kind="best-practice") for each in results.rules)

    assert verdicts(report_with("supports"), replace(results, rules=advice)) == [
        ("1.1.1", "not-tested")
    ]


def test_results_without_frameworks_and_standards_are_compared() -> None:
    results = replace(scan(), frameworks=(), standards=())

    assert verdicts(report_with("supports"), results) == [("1.1.1", "contradicted")]


def test_the_letter_names_claim_page_and_evidence_and_leaves_the_signing() -> None:
    report = report_with("supports")
    claim = replace(report.claims[0], page=7, remarks="All <b>images</b> have text.")

    letter = letter_of(compare_claims(replace(report, claims=(claim,)), scan()))

    assert "The report says: “Supports”, page 7." in letter
    assert "We found 2 failures on 2 of 10 pages: Images have a text alternative" in letter
    assert f"<{START}0>" in letter
    assert "<b>" not in letter
    assert "a person has to check this letter and to sign it" in letter


def test_the_letter_confirms_nothing_when_nothing_was_found() -> None:
    letter = letter_of(compare_claims(report_with("supports"), scan(failing=0)))

    assert "this is no confirmation of it either" in letter


@pytest.mark.parametrize(
    ("results", "level", "says"),
    [
        (scan(), "partially-supports", "PROPOSED from proved failures: 2 occurrences on 2 of 10"),
        (scan(failing=8), "partially-supports", "consider Does Not Support"),
        (scan(failing=0), "not-evaluated", "That proves nothing"),
        (scan(review=True), "not-evaluated", "what a person has to decide"),
        (scan("2.4.2"), "not-evaluated", "no automated check speaks to it"),
    ],
)
def test_a_draft_proposes_only_what_is_proved(results: Results, level: str, says: str) -> None:
    drafted = draft_report(results, FACTS)

    [claim] = [each for each in drafted.claims if each.number == "1.1.1"]
    assert claim.level == level
    assert says in claim.remarks
    assert drafted.title.startswith("DRAFT")
    assert {each.level for each in drafted.claims} <= {"partially-supports", "not-evaluated"}


def test_nothing_is_drafted_from_nothing() -> None:
    with pytest.raises(InconclusiveError, match="no page that was seen"):
        draft_report(make_results(pages=(), issues=(), findings=()), FACTS)


def test_nothing_is_compared_with_results_of_other_checks() -> None:
    seen = scan()
    others = make_results(
        pages=seen.pages,
        rules=tuple(replace(each, standards={}) for each in seen.rules),
        issues=(),
        findings=(),
    )

    for judge in (
        lambda: draft_report(others, FACTS),
        lambda: compare_claims(report_with("supports"), others),
    ):
        with pytest.raises(InconclusiveError, match="speaks to a success criterion of WCAG"):
            judge()


@pytest.mark.parametrize("name", catalogues())
def test_a_draft_is_openacr(tmp_path: Path, name: str) -> None:
    path = tmp_path / "draft.yaml"

    write_report(draft_report(scan(), replace(FACTS, catalogue=name)), path)

    again = read_report(path)
    assert again.mistakes == ()
    assert again.catalogue == name


def test_drafts_are_valid_for_the_validator_of_gsa(tmp_path: Path) -> None:
    names = [name for name in catalogues() if name.startswith("2.4") and "-eu-" not in name]
    files = [(tmp_path / f"{name}.yaml", name) for name in names]
    for path, name in files:
        write_report(draft_report(scan(), replace(FACTS, catalogue=name)), path)

    assert validate(*files) == ["Valid!"] * 3


def test_what_got_better_without_a_word_of_why_comes_first() -> None:
    def edition(*levels: tuple[str, Level, str]) -> ConformanceReport:
        claims = [Claim(n, "success_criteria_level_a", "web", v, "", r) for n, v, r in levels]
        return replace(whole_report(), claims=tuple(claims))

    old = edition(
        ("1.1.1", "partially-supports", "Charts."),
        ("1.2.1", "partially-supports", "Films."),
        ("1.3.1", "supports", ""),
        ("2.1.1", "supports", "Tried."),
    )
    new = edition(
        ("1.1.1", "supports", "Charts."),
        ("1.2.1", "supports", "Films have had captions since 4.1."),
        ("1.3.1", "does-not-support", "Headings."),
        ("2.4.2", "supports", ""),
    )

    assert [(each.change, each.number) for each in changes_between(old, new)] == [
        ("better-unexplained", "1.1.1"),
        ("better", "1.2.1"),
        ("worse", "1.3.1"),
        ("gone", "2.1.1"),
        ("added", "2.4.2"),
    ]
    assert changes_between(old, old) == ()
