"""The script beside an axe rule has the last word on the elements that it speaks of."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from civiscope.judge.apply import apply_rule
from civiscope.model import Missing, Page
from civiscope.testing import make_rule, page_of_data

RULE = make_rule(
    id="test/labels",
    axe="label-content-name-mismatch",
    script="() => []",
    messages={"other": "It is called {called}."},
)
NODE = {"selector": "#pay", "snippet": '<button id="pay">', "summary": "The words differ."}


def seen(answers: list[dict[str, Any]], **found: Any) -> Page:  # noqa: ANN401 - JSON
    rule = {"id": "label-content-name-mismatch", **found}
    page = page_of_data(axe={"version": "4.14.1", "rules": [rule]})
    return replace(page, evidence=replace(page.evidence, script_results={"test/labels": answers}))


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [("passed", (1, 0, 0)), ("cannot tell", (0, 0, 1)), ("failed", (0, 1, 0))],
)
def test_what_axe_found_is_as_the_script_says(verdict: str, expected: tuple[int, int, int]) -> None:
    page = seen([{"selector": "#pay", "verdict": verdict}], violations=[NODE], failed=1)

    said = apply_rule(RULE, page)

    assert (said.passed, said.failed, said.unsure) == expected


def test_what_the_script_does_not_speak_of_stays_as_axe_said() -> None:
    page = seen([], incomplete=[NODE], unsure=1)

    said = apply_rule(RULE, page)

    assert (said.passed, said.failed, said.unsure) == (0, 0, 1)
    assert [dict(outcome.facts) for outcome in said.outcomes] == [{"summary": "The words differ."}]


def test_the_script_may_find_what_axe_did_not_speak_of() -> None:
    answer = {
        "selector": "#send",
        "verdict": "failed",
        "message": "other",
        "facts": {"called": "X"},
    }

    said = apply_rule(RULE, seen([answer], passed=3))

    assert (said.passed, said.failed) == (3, 1)
    assert [(o.place.selector, o.message) for o in said.outcomes] == [("#send", "other")]


def test_the_place_is_the_one_axe_names() -> None:
    answer = {"selector": "#pay", "snippet": "<button>", "verdict": "failed", "message": "other"}

    said = apply_rule(RULE, seen([answer], violations=[NODE], failed=1))

    assert [outcome.place.snippet for outcome in said.outcomes] == ['<button id="pay">']


def test_in_evidence_that_is_older_than_the_script_axe_has_the_last_word() -> None:
    page = seen([], violations=[NODE], failed=1)

    said = apply_rule(RULE, replace(page, evidence=replace(page.evidence, script_results={})))

    assert (said.missing, said.failed) == (None, 1)


def test_where_the_script_gave_no_answer_what_axe_fails_is_a_question() -> None:
    page = seen([], violations=[NODE], failed=1)
    lost = Missing("not-gathered", "The page did not answer.")
    answers = {"test/labels": lost}

    said = apply_rule(RULE, replace(page, evidence=replace(page.evidence, script_results=answers)))

    assert (said.missing, said.failed, said.unsure) == (lost, 0, 1)
    assert [(o.verdict, o.place.selector) for o in said.outcomes] == [("cannot_tell", "#pay")]
