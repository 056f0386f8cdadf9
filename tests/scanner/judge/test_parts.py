"""Parts of a page that were not judged: told in coverage, and never passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from civiscope import Outcome, Page, passed
from civiscope.model import PagePart
from civiscope.results import NotSeen, PartNotTested
from civiscope.testing import HOME, judge_pages, make_rule, page_of_data

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
