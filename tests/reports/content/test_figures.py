"""Key figures of one scan: what each counts, and that nothing is made of nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from civiscope.results import HostListed, Inventory, Results, RuleOutcome
from civiscope.testing import (
    START,
    make_consent,
    make_finding,
    make_issue,
    make_page_result,
    make_results,
    make_rule_facts,
    make_scan,
)
from civiscope_reports.content.figure_samples import FigureSample, sample_of
from civiscope_reports.content.figures import FIGURES, measure, slow_line_seconds

DEFINITIONS = Path(__file__).parents[3] / "docs" / "figures.md"


def results_with(outcomes: dict[str, str], **changes: Any) -> Results:  # noqa: ANN401
    told: dict[str, Any] = {rule: RuleOutcome(each) for rule, each in outcomes.items()}  # type: ignore[arg-type]
    page = make_page_result(outcomes=told, behaviour=True)
    rules = tuple(make_rule_facts(rule) for rule in (*outcomes, "accessibility/image-alt"))
    return replace(make_results(pages=(page,)), rules=rules, **changes)


def failing(rule: str, message: str = "", **changes: Any) -> Results:  # noqa: ANN401
    issue = make_issue(rule=rule, **changes)
    return replace(
        results_with({rule: "failed"}),
        issues=(issue,),
        findings=(make_finding(issue, message_id=message),),
    )


def test_barriers_count_for_each_page_and_more_near_the_start() -> None:
    everywhere, deep = make_issue("menu"), make_issue("map", severity="serious")
    minor = make_issue("tiny", severity="minor")
    pages = [make_page_result(f"{START}{n}", depth=n) for n in range(3)]
    results = make_results(
        everywhere,
        deep,
        minor,
        pages=tuple(pages),
        findings=(
            *(make_finding(everywhere, n, page=page.url) for n, page in enumerate(pages)),
            make_finding(deep, page=pages[2].url),
            make_finding(deep, 2, page=pages[2].url),
            make_finding(minor, page=pages[2].url),
        ),
    )

    counts = measure(results)

    assert (counts["pages"], counts["page_barriers"], counts["pages_failing"]) == (3, 4, 3)
    # One on the start page (weight 1) and one click away (1/2), two that are two clicks away (1/3).
    assert counts["visit_barriers"] / counts["visits"] == pytest.approx(
        (1 + 1 / 2 + 2 / 3) / (1 + 1 / 2 + 1 / 3)
    )
    assert (counts["problems"], counts["problems_severe"]) == (3, 2)


def test_what_results_do_not_hold_is_not_measured() -> None:
    counts = measure(make_results())

    told = {figure.key: figure.value(counts) for figure in FIGURES}

    assert {key for key, value in told.items() if value is not None} == {
        "pages_reached",
        "barriers_per_page",
        "barriers_per_visit",
        "pages_with_failures",
        "problems_severe",
        "problems",
    }


def test_results_without_a_page_that_was_seen_have_no_figures() -> None:
    assert measure(make_results(pages=(make_page_result(state="partial"),))) == {}


@pytest.mark.parametrize(
    ("results", "usable"),
    [
        (results_with({"accessibility/keyboard-trap": "passed"}), 1),
        (results_with({"accessibility/keyboard-trap": "cantTell"}), None),
        (results_with({"accessibility/keyboard-trap": "untested"}), None),
        (failing("accessibility/mouse-only"), 0),
        (failing("accessibility/scrollable-region-focusable"), 0),
        (failing("accessibility/mouse-only", needs_review=True), None),
    ],
)
def test_a_service_is_usable_by_keyboard_when_it_was_tried_and_nothing_stopped_it(
    results: Results, usable: int | None
) -> None:
    assert measure(results).get("keyboard_usable") == usable


def test_one_look_at_a_page_does_not_try_the_keyboard() -> None:
    results = results_with({"accessibility/keyboard-trap": "passed"})
    looked = replace(results, pages=tuple(replace(p, behaviour=False) for p in results.pages))

    assert "keyboard_usable" not in measure(looked)


@pytest.mark.parametrize(
    ("outcome", "usable"),
    [("passed", 1), ("failed", 0), ("cantTell", None), ("inapplicable", None)],
)
def test_a_service_is_usable_without_javascript_when_no_page_lacks_its_text(
    outcome: str, usable: int | None
) -> None:
    results = results_with({"site/works-without-javascript": outcome})

    assert measure(results).get("scripts_usable") == usable


@pytest.mark.parametrize(
    ("transferred", "seconds"),
    # Bytes by the rate; or, for small pages, the rounds in which a connection grows.
    [(1_000_000, 5.6), (3_000_000, 15.6), (14_600, 0.6 + 0.073), (60_000, 0.6 + 0.3)],
)
def test_time_on_a_slow_line(transferred: int, seconds: float) -> None:
    assert slow_line_seconds(transferred) == pytest.approx(seconds)


@pytest.mark.parametrize(("light", "usable"), [(4, 1), (3, 1), (2, 0)])
def test_a_service_is_usable_on_a_slow_line_when_three_of_four_pages_are_light(
    light: int, usable: int
) -> None:
    weights = [500_000] * light + [9_000_000] * (4 - light)
    pages = tuple(make_page_result(f"{START}{n}", weight=w) for n, w in enumerate(weights))

    counts = measure(make_results(pages=pages))

    assert (counts["slow_measured"], counts["slow_usable"]) == (1, usable)
    assert counts["bytes"] == sum(weights)


@pytest.mark.parametrize(
    ("despite_no", "kept"), [((), 1), (("Google Analytics: counts visitors",), 0), (None, None)]
)
def test_a_refusal_is_kept_when_nothing_came_after_it(
    despite_no: tuple[str, ...] | None, kept: int | None
) -> None:
    page = make_page_result(consent=replace(make_consent(), despite_no=despite_no))

    assert measure(make_results(pages=(page,))).get("refusal_kept") == kept


@pytest.mark.parametrize(
    ("results", "present"),
    [
        (results_with({"site/contact-link": "passed"}), 1),
        (failing("site/contact-link", "missing", advice=True), 0),
        (failing("site/contact-link", "not-on-home", advice=True), 1),
        (results_with({}), None),
    ],
)
def test_a_way_to_contact_people(results: Results, present: int | None) -> None:
    assert measure(results).get("contact_present") == present


def test_certificates_that_end_soon_are_counted_from_the_day_of_the_scan() -> None:
    hosts = tuple(
        HostListed(f"{n}.example.gov", 1, 1, (), ("TLS 1.3",), "CA", day)
        for n, day in enumerate(("2026-12-23", "2026-12-24", "", "2027-06-01"))
    )
    results = make_results(
        inventory=Inventory(hosts=hosts), scan=make_scan(started="2026-11-23T08:00:00Z")
    )

    counts = measure(results)

    assert (counts["certificates"], counts["certificates_ending"]) == (3, 1)


def test_known_holes_are_counted_when_they_were_looked_for() -> None:
    assert measure(failing("security/vulnerable-library"))["known_holes"] == 1
    assert measure(results_with({"security/vulnerable-library": "passed"}))["known_holes"] == 0
    assert "known_holes" not in measure(results_with({}))


def test_each_figure_is_defined() -> None:
    text = DEFINITIONS.read_text(encoding="utf-8")

    assert [figure.key for figure in FIGURES if f"`{figure.key}`" not in text] == []


def test_a_sample_of_thousands_of_pages_is_compared_by_an_estimate() -> None:
    results = make_results()

    def sampled(first: int, last: int) -> FigureSample:
        return sample_of(results, [f"/page-{n}" for n in range(first, last)])

    before = sampled(0, 10_000)

    assert len(before.marks) == 128
    assert before.change_from(before) == ""
    assert sampled(500, 10_500).change_from(before) == ""
    assert "of the pages are the same" in sampled(4_000, 14_000).change_from(before)
    assert "of the pages are the same" in sampled(0, 100).change_from(before)
