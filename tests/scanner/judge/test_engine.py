"""Judging never calls clean what was not seen, and no rule or page can end it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from civiscope.judge.apply import MAX_PER_RULE, apply_rule
from civiscope.model import Missing, Outcome, Page, Place, Site, cannot_tell, failed, passed
from civiscope.results import CollectorFailure, FrameNotTested, RuleOutcome
from civiscope.results.file import to_bytes
from civiscope.testing import (
    BROKEN,
    HOME,
    NOT_GATHERED,
    judge_pages,
    make_rule,
    page_of_data,
    without,
)

OTHER = "https://www.example.gov/permits"
IMAGE = {
    "selector": "main > img",
    "snippet": '<img class="seal" src="seal.png">',
    "summary": "No alt.",
}


def titled(page: Page) -> Iterator[Outcome]:
    yield passed("title") if page.dom.title else failed("title", "missing")


def broken(page: Page) -> Iterator[Outcome]:
    raise KeyError(page.host)
    yield passed("never")


def half_broken(page: Page) -> Iterator[Outcome]:
    yield failed("title", "missing")
    raise ValueError("the rest")


def axe(**rule: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"version": "4.14.1", "rules": [{"id": "image-alt", **rule}]}


IMAGE_ALT = make_rule(id="test/image-alt", axe="image-alt")


@pytest.mark.parametrize(
    ("dom", "expected"),
    [
        ({"title": "Permits"}, RuleOutcome("passed", passed=1)),
        ({"title": ""}, RuleOutcome("failed", failed=1)),
    ],
    ids=["passed", "failed"],
)
def test_a_rule_is_asked_about_each_page(
    tmp_path: Path, dom: dict[str, str], expected: RuleOutcome
) -> None:
    results = judge_pages(tmp_path, [page_of_data(dom=dom)], make_rule(titled))

    assert results.pages[0].outcomes == {"test/titled": expected}


def test_a_rule_that_yields_nothing_is_inapplicable(tmp_path: Path) -> None:
    def silent(page: Page) -> Iterator[Outcome]:
        return iter(())

    results = judge_pages(tmp_path, [page_of_data()], make_rule(silent))

    assert results.pages[0].outcomes["test/silent"] == RuleOutcome("inapplicable")
    assert results.findings == ()


def test_evidence_that_was_not_gathered_leaves_the_rule_untested(tmp_path: Path) -> None:
    page = without(page_of_data(), dom=NOT_GATHERED)

    results = judge_pages(tmp_path, [page], make_rule(titled))

    expected = RuleOutcome("untested", reason="It was not asked for.")
    assert results.pages[0].outcomes["test/titled"] == expected
    assert results.coverage.collectors_failed == ()


def test_a_collector_that_broke_makes_its_rules_unable_to_tell(tmp_path: Path) -> None:
    page = without(page_of_data(), dom=BROKEN)

    results = judge_pages(tmp_path, [page], make_rule(titled))

    expected = RuleOutcome("cantTell", reason="The collector broke.")
    assert results.pages[0].outcomes["test/titled"] == expected
    assert results.coverage.collectors_failed == (
        CollectorFailure(HOME, "dom", "The collector broke."),
    )


@pytest.mark.parametrize(
    ("title", "outcome"), [("Permits", "untested"), ("", "failed")], ids=["pass", "fault"]
)
def test_a_page_seen_in_part_can_fail_but_never_pass(
    tmp_path: Path, title: str, outcome: str
) -> None:
    page = page_of_data(visit={"state": "partial", "reason": "timeout"}, dom={"title": title})

    results = judge_pages(tmp_path, [page], make_rule(titled))

    assert results.pages[0].outcomes["test/titled"].outcome == outcome
    assert [seen.url for seen in results.coverage.partial] == [HOME]


def test_a_rule_over_the_site_passes_no_page_seen_in_part(tmp_path: Path) -> None:
    def all_titled(site: Site) -> Iterator[Outcome]:
        for page in site.visited:
            yield passed(Place("title", url=page.url))

    pages = [
        page_of_data(dom={"title": "Home"}),
        page_of_data(url=OTHER, visit={"state": "partial"}, dom={"title": "Permits"}),
    ]

    results = judge_pages(tmp_path, pages, make_rule(all_titled))

    outcomes = [page.outcomes["test/all-titled"].outcome for page in results.pages]
    assert outcomes == ["passed", "untested"]


def test_a_page_that_was_not_seen_is_untested_by_every_rule(tmp_path: Path) -> None:
    def all_titled(site: Site) -> Iterator[Outcome]:
        yield passed("title")

    page = page_of_data(
        visit={"state": "failed", "reason": "dns", "detail": "There is no such host."}
    )

    results = judge_pages(tmp_path, [page], make_rule(titled), make_rule(all_titled), IMAGE_ALT)

    assert {outcome.outcome for outcome in results.pages[0].outcomes.values()} == {"untested"}
    assert [seen.reason for seen in results.coverage.failed] == ["dns"]
    assert not results.coverage.start_page_seen


def test_a_rule_that_crashes_is_an_outcome_with_its_cause_and_ends_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    page = page_of_data(dom={"title": "Permits"})

    results = judge_pages(tmp_path, [page], make_rule(broken), make_rule(titled))

    assert results.pages[0].outcomes == {
        "test/broken": RuleOutcome(
            "cantTell", reason="The rule raised KeyError: 'www.example.gov'"
        ),
        "test/titled": RuleOutcome("passed", passed=1),
    }
    assert results.coverage.rules_crashed == (
        CollectorFailure(HOME, "test/broken", "KeyError: 'www.example.gov'"),
    )


def test_what_a_rule_found_before_it_crashed_is_kept(tmp_path: Path) -> None:
    results = judge_pages(tmp_path, [page_of_data()], make_rule(half_broken))

    assert results.pages[0].outcomes["test/half-broken"] == RuleOutcome("failed", failed=1)
    assert [finding.component for finding in results.findings] == ["title"]
    assert [each.reason for each in results.coverage.rules_crashed] == ["ValueError: the rest"]


def test_a_rule_over_the_site_that_crashes_can_tell_of_no_page(tmp_path: Path) -> None:
    def broken_site(site: Site) -> Iterator[Outcome]:
        yield passed(Place("title", url=OTHER))
        raise LookupError("in the middle")

    results = judge_pages(
        tmp_path, [page_of_data(), page_of_data(url=OTHER)], make_rule(broken_site)
    )

    outcomes = [page.outcomes["test/broken-site"] for page in results.pages]
    assert outcomes[0].outcome == "cantTell"
    assert outcomes[0].reason == "The rule raised LookupError: in the middle"
    assert results.coverage.rules_crashed == (
        CollectorFailure("", "test/broken-site", "LookupError: in the middle"),
    )


def test_findings_over_the_site_stand_at_the_page_they_name(tmp_path: Path) -> None:
    def unique(site: Site) -> Iterator[Outcome]:
        yield passed(Place("title", url=HOME))
        yield failed(Place("title", url=OTHER), "twice")
        yield failed("statement", "nowhere")

    pages = [page_of_data(), page_of_data(url=OTHER), page_of_data(url=f"{HOME}news")]

    results = judge_pages(tmp_path, pages, make_rule(unique))

    assert [page.outcomes["test/unique"] for page in results.pages] == [
        RuleOutcome("passed", passed=1),
        RuleOutcome("failed", failed=1),
        RuleOutcome("inapplicable"),
    ]
    assert [(each.page, each.component) for each in results.findings] == [
        (OTHER, "title"),
        ("", "statement"),
    ]


def test_rules_over_the_site_see_pages_in_order_without_what_is_heavy(tmp_path: Path) -> None:
    seen: list[tuple[int, str, int]] = []

    def look(site: Site) -> Iterator[Outcome]:
        for page in site.pages:
            seen.append((page.order, page.dom.title, len(page.requests)))
            assert isinstance(page.evidence.axe, Missing)
        return iter(())

    image = {"url": f"{HOME}seal.png", "type": "image"}
    pages = [
        page_of_data(dom={"title": "Home"}, requests=[image], axe=axe(passed=1)),
        page_of_data(url=OTHER, order=1, dom={"title": "Permits"}),
    ]

    results = judge_pages(tmp_path, pages, make_rule(look))

    assert results.coverage.rules_crashed == ()
    assert seen == [(0, "Home", 1), (1, "Permits", 1)]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"passed": 2}, RuleOutcome("passed", passed=2)),
        (
            {"violations": [IMAGE], "failed": 1, "passed": 2},
            RuleOutcome("failed", passed=2, failed=1),
        ),
        (
            {"incomplete": [IMAGE], "unsure": 1, "passed": 2},
            RuleOutcome("cantTell", passed=2, cant_tell=1),
        ),
        # The list was cut; the count goes on.
        ({"violations": [IMAGE], "failed": 900}, RuleOutcome("failed", failed=900)),
    ],
    ids=["passes", "violations", "incomplete", "cut"],
)
def test_answers_of_axe_become_outcomes(
    tmp_path: Path, answer: dict[str, Any], expected: RuleOutcome
) -> None:
    results = judge_pages(tmp_path, [page_of_data(axe=axe(**answer))], IMAGE_ALT)

    assert results.pages[0].outcomes["test/image-alt"] == expected


def test_a_finding_of_axe_shows_its_element_in_words_of_the_rule(tmp_path: Path) -> None:
    box = {"x": 1, "y": 2, "width": 30, "height": 40}
    node = {**IMAGE, "box": box, "frame": f"{HOME}map"}

    [finding] = judge_pages(
        tmp_path, [page_of_data(axe=axe(violations=[node], failed=1))], IMAGE_ALT
    ).findings

    assert (finding.selector, finding.snippet) == (IMAGE["selector"], IMAGE["snippet"])
    assert (finding.message, finding.frame) == ("Not met: Pages are right.", f"{HOME}map")
    assert finding.box is not None
    assert (finding.box.width, finding.box.height) == (30, 40)
    assert finding.component == "img.seal"


def test_a_rule_that_axe_does_not_name_is_inapplicable(tmp_path: Path) -> None:
    page = page_of_data(axe={"version": "4.14.1", "rules": []})

    results = judge_pages(tmp_path, [page], IMAGE_ALT)

    assert results.pages[0].outcomes["test/image-alt"] == RuleOutcome("inapplicable")


def test_a_rule_that_axe_could_not_finish_cannot_be_told(tmp_path: Path) -> None:
    page = page_of_data(axe=axe(error="Out of memory", passed=3))

    results = judge_pages(tmp_path, [page], IMAGE_ALT)

    outcome = results.pages[0].outcomes["test/image-alt"]
    assert outcome.outcome == "cantTell"
    assert outcome.reason == "axe-core could not finish: Out of memory"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [({"passed": 1}, "untested"), ({"violations": [IMAGE], "failed": 1}, "failed")],
    ids=["pass", "fault"],
)
def test_axe_passes_no_page_with_a_frame_it_did_not_see(
    tmp_path: Path, answer: dict[str, Any], expected: str
) -> None:
    results_of_axe = {**axe(**answer), "untested_frames": ["https://maps.example.org/"]}

    results = judge_pages(tmp_path, [page_of_data(axe=results_of_axe)], IMAGE_ALT)

    assert results.pages[0].outcomes["test/image-alt"].outcome == expected
    assert results.coverage.frames_not_tested == (
        FrameNotTested(HOME, "https://maps.example.org/"),
    )


SCRIPT = make_rule(
    id="test/script", script="() => []", messages={"short": "It has {digits} digits."}
)


def test_answers_of_a_script_become_outcomes(tmp_path: Path) -> None:
    answers: list[dict[str, Any]] = [
        {"verdict": "passed", "snippet": "<a href='tel:1'>", "selector": "a"},
        {
            "verdict": "failed",
            "message": "short",
            "facts": {"digits": 2},
            "snippet": '<a class="phone">',
            "selector": "main > a",
            "box": {"x": 0, "y": 0, "width": 9.5, "height": 8},
        },
        {"verdict": "cannot tell", "message": "short", "facts": {"digits": 4}, "component": "fax"},
    ]

    results = judge_pages(tmp_path, [page_of_data(answers={"test/script": answers})], SCRIPT)

    assert results.pages[0].outcomes["test/script"] == RuleOutcome(
        "failed", passed=1, failed=1, cant_tell=1
    )
    assert [(each.component, each.message, each.outcome) for each in results.findings] == [
        ("a.phone", "It has 2 digits.", "failed"),
        ("fax", "It has 4 digits.", "cantTell"),
    ]


def test_a_script_that_answers_nonsense_is_a_rule_that_broke() -> None:
    said = apply_rule(SCRIPT, page_of_data(answers={"test/script": [{"verdict": "maybe"}]}))

    assert said.crash == "ValueError: the script answered the verdict 'maybe'"
    assert said.summary(unseen="").outcome == "cantTell"


def test_a_script_that_was_not_run_leaves_its_rule_untested() -> None:
    said = apply_rule(SCRIPT, page_of_data())

    assert said.summary(unseen="") == RuleOutcome(
        "untested", reason="The script of test/script was not run at the visit."
    )


def test_options_reach_the_check(tmp_path: Path) -> None:
    def short(page: Page, *, least: int) -> Iterator[Outcome]:
        if len(page.dom.title) < least:
            yield failed("title", "short", least=least)

    rule = make_rule(short, options={"least": 10}, messages={"short": "Less than {least}."})

    [finding] = judge_pages(tmp_path, [page_of_data(dom={"title": "Home"})], rule).findings

    assert finding.message == "Less than 10."


def test_findings_of_one_rule_on_one_page_are_bounded_and_counted(tmp_path: Path) -> None:
    def many(page: Page) -> Iterator[Outcome]:
        for number in range(MAX_PER_RULE + 100):
            yield failed(f"link-{number:x}", "gone")

    results = judge_pages(tmp_path, [page_of_data()], make_rule(many))

    assert len(results.findings) == MAX_PER_RULE
    assert results.pages[0].outcomes["test/many"].failed == MAX_PER_RULE + 100


def test_the_same_evidence_gives_the_same_bytes(tmp_path: Path) -> None:
    def doubtful(page: Page) -> Iterator[Outcome]:
        yield cannot_tell("title", "unclear")

    rules = (make_rule(titled), make_rule(doubtful), IMAGE_ALT)
    pages = [
        page_of_data(dom={"title": ""}, axe=axe(violations=[IMAGE, IMAGE], failed=2)),
        page_of_data(url=OTHER, order=1, dom={"title": ""}, axe=axe(violations=[IMAGE], failed=1)),
    ]

    first = to_bytes(judge_pages(tmp_path / "one", pages, *rules))
    second = to_bytes(judge_pages(tmp_path / "two", pages, *rules))

    assert first == second


@pytest.mark.parametrize("reason", ["http-error", "rate-limited", "login"])
def test_an_error_page_is_looked_at_for_leaks_only(tmp_path: Path, reason: str) -> None:
    leaks = make_rule(leaking, error_pages=True)
    error = {"state": "failed", "reason": reason}
    pages = [
        page_of_data(url=OTHER, status=401, visit=error, raw_html=TRACE),
        page_of_data(status=401, visit=error, raw_html={"length": 20}),
    ]

    results = judge_pages(tmp_path, pages, leaks, make_rule(titled))

    told, clean = (page.outcomes for page in results.pages)
    assert told["test/leaking"] == RuleOutcome("failed", failed=1)
    assert clean["test/leaking"].outcome == "untested"
    assert "error" in clean["test/leaking"].reason
    assert told["test/titled"] == clean["test/titled"] == RuleOutcome("untested")
    assert [finding.page for finding in results.findings] == [OTHER]


TRACE = {"length": 20, "debugging": [{"kind": "node", "line": 3}]}


def test_what_a_protection_against_robots_answers_is_not_the_sites(tmp_path: Path) -> None:
    wall = {"state": "failed", "reason": "bot-wall"}

    results = judge_pages(
        tmp_path,
        [page_of_data(status=403, visit=wall, raw_html=TRACE)],
        make_rule(leaking, error_pages=True),
    )

    assert results.pages[0].outcomes["test/leaking"] == RuleOutcome("untested")


def leaking(page: Page) -> Iterator[Outcome]:
    yield failed("trace", "missing") if page.raw_html.debugging else passed("source")
