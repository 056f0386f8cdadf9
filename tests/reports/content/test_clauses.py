"""Clause by clause: what is said of each, by the same function in the report and for programs."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.reports.samples import small_results

from civiscope.results import ClauseFacts, Issue
from civiscope_reports import FORMATS
from civiscope_reports.content.frameworks import STATUS, verdict_on, views
from civiscope_reports.formats.clauses_json import VERDICTS


def _issues(*, review: bool) -> list[Issue]:
    return [issue for issue in small_results().issues if issue.needs_review is review]


@pytest.mark.parametrize(
    ("entry", "issues", "looked", "judged", "verdict"),
    [
        (ClauseFacts(), _issues(review=False) + _issues(review=True), ("a/b",), True, "failed"),
        (ClauseFacts(), _issues(review=True), ("a/b",), True, "review"),
        (ClauseFacts(), [], ("a/b",), True, "quiet"),
        (ClauseFacts(), [], ("a/b",), False, "absent"),
        (ClauseFacts(outside="partly"), [], ("a/b",), True, "quiet"),
        (ClauseFacts(), [], (), False, "untested"),
        (ClauseFacts(outside="partly"), [], (), False, "untested"),
        (ClauseFacts(outside="no"), [], (), False, "outside"),
    ],
)
def test_a_clause_has_the_verdict_of_its_worst_issue_or_of_who_looked(
    entry: ClauseFacts, issues: list[Issue], looked: tuple[str, ...], judged: bool, verdict: str
) -> None:
    assert verdict_on(entry, issues, looked, judged) == verdict


def test_every_verdict_has_words_for_people_and_for_programs() -> None:
    assert list(STATUS) == list(VERDICTS)
    assert not [text for text in VERDICTS.values() if text in {"met", "passed", "compliant"}]


def test_the_file_says_what_the_report_says(tmp_path: Path) -> None:
    results = small_results()

    FORMATS["frameworks"].write(results, tmp_path / "frameworks.json")

    written: dict[str, Any] = json.loads((tmp_path / "frameworks.json").read_bytes())
    told = {
        (framework["id"], each["standard"], each["id"]): each["verdict"]
        for framework in written["frameworks"]
        for each in framework["clauses"]
    }
    shown = {
        (view.framework.id, row.standard, row.key): VERDICTS[row.status]
        for view in views(results)
        for row in view.rows
    }
    assert told == shown
    assert {"failed", "not tested"} <= set(told.values())


def test_a_clause_on_what_no_page_has_is_not_said_to_be_without_failure() -> None:
    results = small_results()
    bare = tuple(
        replace(
            page,
            outcomes={
                name: replace(one, outcome="inapplicable") for name, one in page.outcomes.items()
            },
        )
        for page in results.pages
    )

    found = {
        row.status for view in views(replace(results, pages=bare, issues=())) for row in view.rows
    }

    assert "absent" in found
    assert "quiet" not in found


def test_a_failed_clause_names_its_rules_and_evidence(tmp_path: Path) -> None:
    FORMATS["frameworks"].write(small_results(), tmp_path / "frameworks.json")

    written: dict[str, Any] = json.loads((tmp_path / "frameworks.json").read_bytes())
    broken = [
        each
        for framework in written["frameworks"]
        for each in framework["clauses"]
        if each["verdict"] == "failed"
    ]
    issues = {issue.id: issue for issue in small_results().issues}
    assert broken
    for each in broken:
        assert each["rules"]
        first = issues[each["evidence"][0]["issue"]]
        assert each["evidence"][0]["rule"] == first.rule
        assert each["evidence"][0]["message"] == first.message
