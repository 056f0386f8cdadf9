"""The gate: what fails it, what leaves it open, what it says."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from civiscope.results import CollectorFailure, NotSeen, PartNotTested, Results
from civiscope.testing import (
    START,
    make_coverage,
    make_issue,
    make_not_seen,
    make_results,
    make_rule_facts,
    make_scan,
)
from civiscope_ci import EXIT_CODES, Check, GatePolicy, decide
from civiscope_ci.gate import file as gate_file


def verdicts(results: Results, policy: GatePolicy | None = None) -> dict[str, str]:
    """Return the rules of the gate that did not pass."""
    checks = decide(results, policy).checks
    return {check.name: check.verdict for check in checks if check.verdict != "passed"}


def seen(visited: int, failed: int = 0, **changes: Any) -> Results:  # noqa: ANN401 - see factories
    pages = tuple(make_not_seen(f"failed/{n}") for n in range(failed))
    return make_results(coverage=make_coverage(visited=visited, failed=pages, **changes))


def test_clean_and_whole_passes() -> None:
    decision = decide(make_results())

    assert (decision.status, decision.exit_code) == ("passed", 0)
    assert decision.sentences == (
        "No failure of a requirement of severity serious or worse was found (0 failures in all).",
    )


@pytest.mark.parametrize(
    ("severity", "fail_on", "status"),
    [
        ("critical", "serious", "failed"),
        ("serious", "serious", "failed"),
        ("moderate", "serious", "passed"),
        ("moderate", "moderate", "failed"),
        ("info", "info", "failed"),
        ("critical", "never", "passed"),
    ],
)
def test_failures_at_or_above_the_threshold_fail(severity: str, fail_on: Any, status: str) -> None:  # noqa: ANN401 - a literal
    results = make_results(make_issue(severity=severity))

    assert decide(results, GatePolicy(fail_on=fail_on)).status == status


def test_a_failure_is_told_with_its_number_and_the_first() -> None:
    issues = (
        make_issue(),
        make_issue("i2", severity="serious"),
        make_issue("i3", severity="minor"),
    )

    decision = decide(make_results(*issues))

    assert decision.exit_code == 1
    assert decision.failing == issues[:2]
    assert decision.checks[0] == Check(
        name="issues",
        threshold="no failure of a requirement of severity serious or worse",
        actual="2",
        verdict="failed",
        reason="2 issues are of severity serious or worse; the first is “Images have a text "
        "alternative” (critical).",
    )


def test_soft_launch_says_what_was_found() -> None:
    decision = decide(make_results(make_issue()), GatePolicy(fail_on="never"))

    assert decision.sentences == (
        "1 failure found; none can fail this gate, because fail_on is never.",
    )


def test_what_a_person_must_decide_fails_only_when_asked() -> None:
    results = make_results(make_issue(outcome="cantTell", needs_review=True))

    assert decide(results).status == "passed"
    assert decide(results, GatePolicy(include_reviews=True)).status == "failed"


def test_good_practice_fails_only_when_asked() -> None:
    results = make_results(make_issue(), rules=(make_rule_facts(kind="best-practice"),))

    assert decide(results).status == "passed"
    assert decide(results, GatePolicy(include_best_practice=True)).status == "failed"


def test_nothing_seen_is_inconclusive() -> None:
    results = seen(0, 1, start_page_seen=False)

    assert decide(results).exit_code == 3
    assert verdicts(results) == {
        "visited": "inconclusive",
        "start-page": "inconclusive",
        "pages-seen": "inconclusive",
    }


def test_nothing_attempted_is_inconclusive() -> None:
    assert verdicts(seen(0)) == {"visited": "inconclusive", "pages-seen": "inconclusive"}


@pytest.mark.parametrize(
    ("visited", "failed", "min_coverage", "status"),
    [
        (9, 1, 0.9, "passed"),
        (8, 1, 0.9, "inconclusive"),
        (7, 3, 0.7, "passed"),
        (1, 99, 0.0, "passed"),
        (99, 1, 1.0, "inconclusive"),
    ],
)
def test_share_of_pages_seen_decides(
    visited: int, failed: int, min_coverage: float, status: str
) -> None:
    policy = GatePolicy(min_coverage=min_coverage)

    assert decide(seen(visited, failed), policy).status == status


def test_a_page_that_answers_404_is_a_broken_link_and_no_gap() -> None:
    broken = tuple(make_not_seen(f"gone/{n}", reason="http-error") for n in range(5))

    assert verdicts(make_results(coverage=make_coverage(visited=5, failed=broken))) == {}


def test_a_target_that_answers_404_is_a_gap() -> None:
    broken = (make_not_seen("gone", reason="http-error"),)
    results = make_results(
        coverage=make_coverage(visited=5, failed=broken), scan=make_scan(targets=(broken[0].url,))
    )

    assert verdicts(results) == {"pages-seen": "inconclusive"}


def test_a_gate_that_passes_says_which_pages_were_not_fully_tested() -> None:
    parts = tuple(
        PartNotTested(f"{START}{page}", "hidden", place, "This dialog is closed.")
        for page, place in (("b", "#news"), ("b", "#survey"), ("a", "#news"))
    )
    decision = decide(seen(3, parts=parts))

    assert (decision.status, decision.exit_code) == ("passed", 0)
    assert decision.sentences[1] == (
        f"2 pages have parts that were not tested, the first is {START}a."
    )


def test_pages_seen_in_part_are_not_seen_whole() -> None:
    decision = decide(seen(4, 1, partial=(make_not_seen("half"),)))

    assert decision.sentences == (
        "Only 4 of 6 pages attempted were fully scanned (1 not at all, 1 in part); "
        "90% are asked for.",
    )


def test_start_page_not_seen_is_inconclusive() -> None:
    assert verdicts(seen(20, start_page_seen=False)) == {"start-page": "inconclusive"}


@pytest.mark.parametrize(
    ("wall", "expected"),
    [
        (NotSeen(START, "bot-wall", ""), {"walls": "inconclusive"}),
        (NotSeen("https://www.example.gov", "bot-wall", "", "x"), {"walls": "inconclusive"}),
        (NotSeen(f"{START}account", "login", "", START), {}),
    ],
)
def test_wall_in_place_of_a_target_is_inconclusive(wall: NotSeen, expected: dict[str, str]) -> None:
    assert verdicts(seen(20, walls=(wall,))) == expected


def test_a_wall_counts_as_a_page_not_seen_once() -> None:
    walls = tuple(make_not_seen(f"failed/{n}") for n in range(3))

    apart = decide(seen(20, 0, walls=walls))
    among = decide(seen(20, 3, walls=walls))

    assert [c.actual for c in apart.checks if c.name == "pages-seen"] == ["20 of 23"]
    assert [c.actual for c in among.checks if c.name == "pages-seen"] == ["20 of 23"]


def test_scan_that_was_cut_off_is_inconclusive() -> None:
    assert verdicts(make_results(scan=make_scan(finished=""))) == {"scan-finished": "inconclusive"}


@pytest.mark.parametrize(
    ("field", "check", "reason"),
    [
        (
            "collectors_failed",
            "evidence",
            "Evidence is missing too often, so rules could not answer: axe on 3 pages.",
        ),
        (
            "rules_crashed",
            "rules-ran",
            "Rules broke and could not answer: axe on 3 pages. Report it as a fault of the rule.",
        ),
    ],
)
def test_evidence_or_rules_that_fail_on_many_pages_are_inconclusive(
    field: str, check: str, reason: str
) -> None:
    failures = tuple(CollectorFailure(f"{START}{n}", "axe", "No answer.") for n in range(3))

    few: dict[str, Any] = {field: failures[:2]}
    many: dict[str, Any] = {field: failures}

    assert verdicts(seen(20, **few)) == {}
    decision = decide(seen(20, **many))
    assert decision.exit_code == 3
    assert [(c.name, c.reason) for c in decision.checks if c.verdict != "passed"] == [
        (check, reason)
    ]


def test_a_failure_outranks_what_was_not_seen_and_both_are_told() -> None:
    results = make_results(make_issue(), coverage=make_coverage(start_page_seen=False))

    decision = decide(results)

    assert decision.exit_code == 1
    assert decision.sentences == (
        "1 issue is of severity serious or worse; the first is “Images have a text alternative” "
        "(critical).",
        "The start page was not seen. Check the address and that the site answers.",
    )


def test_a_start_page_that_robots_keep_away_from_is_called_that() -> None:
    results = make_results(coverage=make_coverage(start_page_seen=False))
    target = results.scan.targets[0]
    kept_out = replace(results.coverage, skipped=(NotSeen(target, "robots", ""),), skipped_total=1)

    decision = decide(replace(results, coverage=kept_out))

    assert decision.exit_code == 3
    assert (
        "The start page was not seen, because the site's robots.txt asks not to visit it."
        in decision.sentences
    )


@pytest.mark.parametrize(
    ("policy", "sentence"),
    [
        (
            {"fail_on": "high"},
            'fail_on is "high"; it must be one of critical, serious, moderate, minor, info, never.',
        ),
        ({"min_coverage": 90}, "min_coverage is 90; it must be a share from 0 to 1."),
        ({"min_coverage": float("nan")}, "min_coverage is nan; it must be a share from 0 to 1."),
    ],
)
def test_policy_that_means_nothing_is_refused(policy: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match="must be") as caught:
        GatePolicy(**policy)

    assert str(caught.value) == sentence


def test_gate_file_tells_every_rule_and_is_the_same_for_the_same_results(tmp_path: Path) -> None:
    decision = decide(make_results(make_issue(title="half \ud83d of a pair")))
    path = tmp_path / "gate.json"

    gate_file.write(decision, path)

    written = json.loads(path.read_bytes())
    assert path.read_bytes() == gate_file.to_bytes(decision)
    assert list(written) == [
        "schema_version",
        "status",
        "exit_code",
        "sentences",
        "policy",
        "checks",
        "failing_issues",
        "baseline",
        "states",
        "issues",
        "waivers",
        "rule_changes",
    ]
    assert (written["status"], written["exit_code"]) == ("failed", 1)
    assert [check["name"] for check in written["checks"]] == [
        "issues",
        "warn-engine-new",
        "scan-finished",
        "visited",
        "start-page",
        "walls",
        "pages-seen",
        "parts-tested",
        "evidence",
        "rules-ran",
    ]
    assert written["failing_issues"] == [
        {
            "id": "i1",
            "rule": "accessibility/image-alt",
            "title": "half \ufffd of a pair",
            "severity": "critical",
            "needs_review": False,
            "component": "img.seal",
            "pages": 1,
            "occurrences": 1,
            "fingerprint": "print-i1",
        }
    ]
    assert (written["baseline"], written["states"], written["waivers"]) == (None, {"new": 1}, [])
    assert written["issues"] == [
        {
            "id": "i1",
            "fingerprint": "1:print-i1",
            "state": "new",
            "reason": "",
            "rule": "accessibility/image-alt",
            "severity": "critical",
            "needs_review": False,
            "component": "img.seal",
            "pages": 1,
            "occurrences": 1,
            "example_pages": ["/"],
            "first_seen": "2026-11-23",
        }
    ]


def test_exit_codes_are_those_of_the_command_line() -> None:
    assert EXIT_CODES == {"passed": 0, "failed": 1, "inconclusive": 3}
