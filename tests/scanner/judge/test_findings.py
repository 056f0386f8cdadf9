"""Findings are told so that each can be found again, and each issue is one thing to fix."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from civiscope.judge.findings import RawFinding, group, render
from civiscope.model import Initiator, Outcome, Place, Request, Response, cannot_tell, failed
from civiscope.results import Finding, Issue, RequestSeen
from civiscope.rulebook import Rule
from civiscope.testing import HOME, make_rule, page_of_data

PAGES = [f"https://www.example.gov/{name}" for name in ("", "permits", "news", "contact")]
CONTRAST = make_rule(id="test/contrast", messages={"low": "The contrast is {ratio}."})
TITLE = make_rule(id="test/title", severity="critical", messages={"missing": "There is no title."})
MAYBE = make_rule(id="test/maybe", severity="critical", confidence="tentative")


def found(rule: Rule, outcome: Outcome, page: str = HOME) -> RawFinding:
    return RawFinding(rule, outcome, page)


def grouped(*all_found: RawFinding) -> tuple[tuple[Finding, ...], tuple[Issue, ...]]:
    return group(all_found, {each.rule.id: each.rule for each in all_found})


def footer_link(number: int = 1) -> Outcome:
    place = Place("a.footer-link", selector=f"footer > a:nth-of-type({number})")
    return failed(place, "low", ratio=2.1)


def test_one_fault_in_the_footer_of_many_pages_is_one_issue() -> None:
    findings, [issue] = grouped(*(found(CONTRAST, footer_link(), page) for page in PAGES))

    assert (issue.pages, issue.occurrences) == (4, 4)
    assert issue.example_pages == tuple(PAGES)
    assert issue.message == "The contrast is 2.1."
    assert {finding.issue for finding in findings} == {issue.id}
    assert len({finding.id for finding in findings}) == 4


def test_a_fault_twice_on_one_page_is_two_occurrences() -> None:
    findings, [issue] = grouped(found(CONTRAST, footer_link(1)), found(CONTRAST, footer_link(2)))

    assert (issue.pages, issue.occurrences) == (1, 2)
    assert findings[0].id != findings[1].id


@pytest.mark.parametrize(
    "other",
    [
        failed("a.header-link", "low", ratio=2.1),
        failed("a.footer-link", "unknown"),
        cannot_tell("a.footer-link", "low", ratio=2.1),
    ],
    ids=["component", "message", "needs review"],
)
def test_what_is_mended_apart_is_an_issue_apart(other: Outcome) -> None:
    _, issues = grouped(found(CONTRAST, footer_link()), found(CONTRAST, other))

    assert len(issues) == 2


def test_findings_without_a_page_of_their_own_belong_to_no_page() -> None:
    [finding], [issue] = grouped(found(TITLE, failed("statement", "missing"), ""))

    assert (finding.page, issue.pages, issue.example_pages) == ("", 0, ())


def test_ids_are_the_same_in_every_run_and_on_every_machine() -> None:
    all_found = [found(CONTRAST, footer_link(), page) for page in PAGES]

    first, again = grouped(*all_found), grouped(*all_found)

    assert first == again
    assert first[1][0].id == "2a797547fcaf628f"


def test_ids_of_a_page_do_not_hang_on_what_else_was_found() -> None:
    [alone], _ = grouped(found(CONTRAST, footer_link(), PAGES[1]))
    among, _ = grouped(
        found(TITLE, failed("title", "missing"), PAGES[0]),
        found(CONTRAST, footer_link(), PAGES[0]),
        found(CONTRAST, footer_link(), PAGES[1]),
    )

    assert alone in among


def test_two_findings_at_the_same_place_have_two_ids_and_one_fingerprint() -> None:
    findings, _ = grouped(found(CONTRAST, footer_link()), found(CONTRAST, footer_link()))

    assert findings[0].fingerprint == findings[1].fingerprint
    assert findings[0].id != findings[1].id


def test_failures_come_first_then_the_worst_then_the_widest() -> None:
    _, issues = grouped(
        found(MAYBE, failed("menu", "unclear")),
        found(CONTRAST, failed("a.one", "low", ratio=1)),
        *(found(CONTRAST, footer_link(), page) for page in PAGES),
        found(TITLE, failed("title", "missing")),
    )

    assert [(issue.rule, issue.component, issue.needs_review) for issue in issues] == [
        ("test/title", "title", False),
        ("test/contrast", "a.footer-link", False),
        ("test/contrast", "a.one", False),
        ("test/maybe", "menu", True),
    ]


@pytest.mark.parametrize(
    ("outcome", "rule", "review"),
    [
        (failed("x", "low"), CONTRAST, False),
        (failed("x", "low", confidence="firm"), CONTRAST, False),
        (failed("x", "low", confidence="tentative"), CONTRAST, True),
        (cannot_tell("x", "low"), CONTRAST, True),
        (failed("x", "unclear"), MAYBE, True),
        (failed("x", "unclear", confidence="certain"), MAYBE, False),
    ],
    ids=["certain", "firm", "tentative", "cannot tell", "tentative rule", "sure of itself"],
)
def test_what_is_not_sure_is_for_review(outcome: Outcome, rule: Rule, review: bool) -> None:
    [finding], [issue] = grouped(found(rule, outcome))

    assert (finding.needs_review, issue.needs_review) == (review, review)


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"ratio": 2.1}, "The contrast is 2.1."),
        ({}, "The contrast is {ratio}."),
        # What a page says is put in as it is, never read as a template.
        ({"ratio": "{ratio.__class__}"}, "The contrast is {ratio.__class__}."),
        ({"ratio": "x" * 5000}, "The contrast is " + "x" * 984),
    ],
    ids=["value", "no value", "hostile", "endless"],
)
def test_messages_are_filled_with_facts(facts: dict[str, Any], message: str) -> None:
    assert render(CONTRAST, Outcome("failed", Place("a"), "low", facts)) == message


@pytest.mark.parametrize(
    ("facts", "values"),
    [
        ({"ratio": 2.1, "page": "secret"}, {"ratio": 2.1}),
        ({"ratio": True}, {"ratio": "True"}),
        ({"ratio": float("nan")}, {"ratio": "nan"}),
        ({"ratio": ("a", 1)}, {"ratio": "('a', 1)"}),
        ({"ratio": "x" * 5000}, {"ratio": "x" * 1000}),
        ({}, {}),
    ],
    ids=["number", "truth", "no number", "list", "endless", "no value"],
)
def test_findings_keep_the_values_of_their_messages(
    facts: dict[str, Any], values: dict[str, str | float]
) -> None:
    outcome = Outcome("failed", Place("a"), "low", facts)

    assert grouped(found(CONTRAST, outcome))[0][0].values == values


def test_findings_keep_what_an_engine_names() -> None:
    def values(summary: str) -> dict[str, str | int | float]:
        outcome = Outcome("failed", Place("a"), "", {"summary": summary})
        return grouped(found(CONTRAST, outcome))[0][0].values

    contrast = "contrast of 4.4 (foreground color: #777, background color: #fff, x ratio of 4.5:1"

    assert values(contrast) == {"ratio": "4.4", "text": "#777", "behind": "#fff", "need": "4.5"}
    assert values("It is not allowed: aria-x.") == {"detail": "aria-x"}
    assert values("It is wrong") == {}


def test_a_template_reaches_no_attribute_of_a_fact() -> None:
    rule = make_rule(messages={"leak": "It is {value.__class__.__mro__} and {value[0]}."})

    assert render(rule, failed("a", "leak", value="text")) == "It is text and text."


def test_a_format_that_does_not_fit_its_value_loses_no_finding() -> None:
    rule = make_rule(messages={"many": "There are {count:,} of them."})

    assert render(rule, failed("a", "many", count=12345)) == "There are 12,345 of them."
    assert render(rule, failed("a", "many", count="lots")) == "There are {count:,} of them."


@pytest.mark.parametrize("at", [0, 1], ids=["asked for", "sent on to"])
def test_the_request_that_a_finding_is_about_is_told_with_who_asked_for_it(at: int) -> None:
    ways = ("https://cdn.example.net/a.js", "https://cdn.example.net/b.js")
    request = Request(
        ways[0],
        "script",
        hops=(Response(ways[0], 302), Response(ways[1], 404)),
        initiator=Initiator("script", line=7, stack=(f"{HOME}main.js",)),
    )
    blank = page_of_data()
    requests = (Request(HOME, "document", main=True), request)
    page = replace(blank, evidence=replace(blank.evidence, requests=requests))
    outcome = failed(Place("cdn.example.net", url=ways[at]), "low", ratio=1)

    [finding], _ = grouped(RawFinding.on(page, CONTRAST, outcome))

    assert finding.request == RequestSeen("GET", "script", 404, "", "script", f"{HOME}main.js", 7)


def test_a_finding_about_the_page_or_about_what_was_not_asked_for_tells_no_request() -> None:
    page = page_of_data()
    places = (Place("page"), Place("page", url=HOME), Place("other", url=f"{HOME}never"))

    findings, _ = grouped(
        *(RawFinding.on(page, CONTRAST, failed(place, "low")) for place in places)
    )

    assert [finding.request for finding in findings] == [None, None, None]
