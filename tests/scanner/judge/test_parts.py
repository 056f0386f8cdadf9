"""Parts of a page that were not judged: told in coverage, and never passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from civiscope import Outcome, Page, failed, passed
from civiscope.model import PagePart, Request
from civiscope.results import NotSeen, PartNotTested, Results
from civiscope.testing import (
    HOME,
    judge_pages,
    make_page,
    make_response,
    make_rule,
    page_of_data,
)

WHY = "It could not be closed."


def fine(page: Page) -> Iterator[Outcome]:
    yield passed("page")


CONTENT = make_rule(fine, id="accessibility/fine")
HEADERS = make_rule(fine, id="security/fine")
CONTRAST = make_rule(fine, id="accessibility/pale", axe="color-contrast")


def _page(kind: str) -> Page:
    page = page_of_data(axe={"version": "4", "rules": []})
    part = PagePart(kind, "#d", WHY, "<dialog>")
    return replace(page, evidence=replace(page.evidence, parts=(part,)))


@pytest.mark.parametrize(
    ("kind", "outcomes"),
    [
        ("covered", {"accessibility/fine": "untested", "security/fine": "passed"}),
        ("endless", {"accessibility/fine": "untested", "security/fine": "passed"}),
        ("more", {"accessibility/fine": "untested", "security/fine": "passed"}),
        ("hidden", {"accessibility/fine": "passed", "security/fine": "passed"}),
        ("moving", {"accessibility/fine": "passed", "accessibility/pale": "untested"}),
        ("painted", {"accessibility/fine": "passed", "accessibility/pale": "untested"}),
        ("covered-frame", {"accessibility/fine": "passed", "accessibility/pale": "untested"}),
    ],
)
def test_what_may_lie_in_a_part_that_was_not_judged_is_not_passed(
    tmp_path: Path, kind: str, outcomes: dict[str, str]
) -> None:
    results = judge_pages(tmp_path, [_page(kind)], CONTENT, HEADERS, CONTRAST)

    found = {rule: outcome.outcome for rule, outcome in results.pages[0].outcomes.items()}
    assert found | outcomes == found
    assert results.coverage.parts == (PartNotTested(HOME, kind, "#d", WHY),)


def test_a_page_behind_a_dialog_counts_as_seen_in_part(tmp_path: Path) -> None:
    results = judge_pages(tmp_path, [_page("covered")], CONTENT)

    assert results.coverage.visited == 0
    assert results.coverage.partial == (NotSeen(HOME, "covered", WHY),)
    assert results.pages[0].state == "partial"


def test_a_page_with_a_closed_menu_counts_as_seen(tmp_path: Path) -> None:
    assert judge_pages(tmp_path, [_page("hidden")], CONTENT).coverage.visited == 1


def pale(_: Page) -> Iterator[Outcome]:
    yield failed("p", "bad")


LOOKS = make_rule(pale, id="accessibility/pale", looks=True, messages={"bad": "It is pale."})
WORDS = make_rule(pale, id="accessibility/words", messages={"bad": "It says nothing."})
STYLES = "https://cdn.example.net/base.css"


def _judged_with(tmp_path: Path, asked: Request) -> tuple[Results, dict[str, str]]:
    page = make_page(HOME, asked)
    results = judge_pages(tmp_path, [page], LOOKS, WORDS, make_rule(fine, looks=True))
    return results, {rule: one.outcome for rule, one in results.pages[0].outcomes.items()}


@pytest.mark.parametrize(
    "asked",
    [
        Request(STYLES, "stylesheet", failed="net::ERR_NAME_NOT_RESOLVED"),
        Request(STYLES, "stylesheet", blocked="refused-address"),
    ],
)
def test_what_a_page_looks_like_without_a_style_sheet_is_for_a_person_to_check(
    tmp_path: Path, asked: Request
) -> None:
    results, outcomes = _judged_with(tmp_path, asked)

    assert outcomes == {
        "accessibility/pale": "cantTell",
        "accessibility/words": "failed",
        "test/fine": "untested",
    }
    assert {issue.rule for issue in results.issues if not issue.needs_review} == {
        "accessibility/words"
    }
    (part,) = results.coverage.parts
    assert (part.kind, STYLES in part.reason) == ("unstyled", True)


@pytest.mark.parametrize(
    "asked",
    [
        Request(STYLES, "stylesheet", hops=(make_response(STYLES, 404),)),
        Request(STYLES, "stylesheet", blocked="csp", failed="net::ERR_BLOCKED_BY_CSP"),
        Request(STYLES, "stylesheet", failed="net::ERR_ABORTED"),
        Request(STYLES, "script", failed="net::ERR_NAME_NOT_RESOLVED"),
        Request(
            "https://fonts.example.net/css?family=A",
            "stylesheet",
            failed="net::ERR_NAME_NOT_RESOLVED",
        ),
    ],
)
def test_what_visitors_do_not_get_either_is_judged_as_it_is(tmp_path: Path, asked: Request) -> None:
    results, outcomes = _judged_with(tmp_path, asked)

    assert outcomes["accessibility/pale"] == "failed"
    assert outcomes["test/fine"] == "passed"
    assert results.coverage.parts == ()
