"""What an issue is beside a baseline: a page that was not reached never mends anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.ci.known import IMAGES, LABELS, baseline, entry, found, results

from civiscope.results import CollectorFailure, Results, RuleOutcome
from civiscope.testing import make_rule_facts, make_scan
from civiscope_ci.baseline import Baseline
from civiscope_ci.baseline.states import RULES_AS_OF, compare

TODAY = date(2026, 11, 23)


def states(now: Results, known: Baseline | None, **options: Any) -> list[tuple[str, str]]:  # noqa: ANN401
    comparison = compare(now, known, today=TODAY, **options)
    return [(each.state, each.entry.component) for each in comparison.stated]


def test_without_a_baseline_everything_is_new() -> None:
    assert states(results(found()), None) == [("new", "img.seal")]


def test_what_is_gone_from_a_page_that_was_reused_is_not_known_to_be_fixed() -> None:
    now = results(seen=("/", "/a"))
    reused = [replace(page, reused_from="2026-11-01T02:00:00Z") for page in now.pages]

    comparison = compare(
        replace(now, pages=tuple(reused)), baseline(found(on=("/a",))), today=TODAY
    )

    assert [each.state for each in comparison.stated] == ["unverified"]
    assert "was not visited" in comparison.stated[0].reason
    assert comparison.seen == {"/", "/a"}
    assert comparison.visited == frozenset()


def test_what_the_baseline_knows_is_existing_and_the_rest_new() -> None:
    now = results(found(), found("i2", component="img.map"))

    assert states(now, baseline(found())) == [("existing", "img.seal"), ("new", "img.map")]


def test_what_is_gone_from_every_page_that_was_seen_is_fixed() -> None:
    assert states(results(), baseline(found(on=("/", "/a")))) == [("fixed", "img.seal")]


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        (results(seen=("/", "/b")), "The page /a was not seen."),
        (results(seen=("/", "/b"), partly=("/a",)), "The page /a was not fully scanned."),
        (results(rules=(make_rule_facts(LABELS),)), f"The rule {IMAGES} did not run."),
    ],
    ids=["not reached", "seen in part", "rule left out"],
)
def test_what_was_not_looked_for_is_unverified(now: Results, reason: str) -> None:
    comparison = compare(now, baseline(found(on=("/", "/a"))), today=TODAY)

    assert [(each.state, each.reason) for each in comparison.stated] == [("unverified", reason)]


@pytest.mark.parametrize(
    "outcome",
    [
        RuleOutcome("untested"),
        RuleOutcome("cantTell", reason="axe-core did not answer."),
        RuleOutcome("failed", failed=700),
    ],
    ids=["untested", "broken", "more than results keep"],
)
def test_a_rule_that_could_not_look_at_the_page_mends_nothing(outcome: RuleOutcome) -> None:
    now = results()
    pages = tuple(replace(page, outcomes={IMAGES: outcome}) for page in now.pages)

    assert states(replace(now, pages=pages), baseline(found())) == [("unverified", "img.seal")]


def test_a_rule_over_the_site_that_broke_mends_nothing() -> None:
    now = results()
    broken = (CollectorFailure("", IMAGES, "ValueError"),)
    now = replace(now, coverage=replace(now.coverage, rules_crashed=broken))

    assert states(now, baseline(found())) == [("unverified", "img.seal")]


def test_what_was_mended_and_is_back_is_reopened() -> None:
    known = baseline(found())
    known = replace(known, issues=(replace(entry(known), fixed="2026-11-01"),))

    assert states(results(found()), known) == [("reopened", "img.seal")]
    assert states(results(), known) == []


def test_what_was_not_seen_again_is_flaky() -> None:
    assert states(results(found()), baseline(), flaky={"i1"}) == [("flaky", "img.seal")]


def test_on_another_page_it_is_new_when_occurrences_are_counted() -> None:
    known = baseline(found(on=("/",)))
    now = results(found(on=("/", "/a")))

    assert states(now, known) == [("existing", "img.seal")]
    comparison = compare(now, known, today=TODAY, by_occurrence=True)
    assert [(each.state, each.pages) for each in comparison.stated] == [
        ("existing", ("/",)),
        ("new", ("/a",)),
    ]


@pytest.mark.parametrize(
    ("days", "engine", "rules", "state"),
    [
        (0, "4.14.1", (IMAGES, LABELS), "new"),
        (0, "4.13.0", (IMAGES, LABELS), "engine-new"),
        (0, "4.14.1", (LABELS,), "engine-new"),
        (29, "4.13.0", (IMAGES, LABELS), "engine-new"),
        (30, "4.13.0", (IMAGES, LABELS), "new"),
    ],
    ids=["same engine", "other engine", "rule not known", "last day of grace", "after it"],
)
def test_what_a_changed_engine_finds_has_a_time_of_grace(
    days: int, engine: str, rules: tuple[str, ...], state: str
) -> None:
    known = baseline()
    known = replace(known, rules=rules, engines={**known.engines, "axe-core": engine})
    begun = max(RULES_AS_OF, date.fromisoformat(known.updated))

    comparison = compare(results(found()), known, today=begun + timedelta(days=days))

    assert [each.state for each in comparison.stated] == [state]


def test_localhost_preview_and_production_share_a_baseline() -> None:
    production = baseline(found(on=("/", "/a")))
    local = "http://localhost:3000/"
    preview = "https://preview.example.gov/pr-12/"
    homes = {"https://preview.example.gov/pr-*/": "https://www.example.gov/"}

    at_home = results(found(on=("/a",), base=local), base=local)
    at_preview = results(
        found(on=("/a",), base=preview), base=preview, scan=make_scan(targets=(preview,))
    )

    assert states(at_home, production) == [("existing", "img.seal")]
    assert states(at_preview, production, base_urls=homes) == [("existing", "img.seal")]
    assert compare(at_preview, production, base_urls=homes).seen == {"/", "/a", "/b"}
