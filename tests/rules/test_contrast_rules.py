"""When the pixels behind a text decide, and when they leave it to a person."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from civiscope.judge.apply import apply_rule
from civiscope.model import (
    AxeResults,
    AxeRule,
    Node,
    Page,
)
from civiscope.model.contrast import SampledContrast, SampledText
from civiscope.results import RuleOutcome
from civiscope.rulebook import Rule, all_rules, load_rulebooks
from civiscope.testing import make_page

CLEAR = SampledText(
    selector="#notice",
    reason="",
    letters=20,
    inked=20,
    ink=800,
    large=False,
    size=16,
    low=7.2,
    mean=8,
    low_letters=0,
    low_ink=0,
    low_letters_aaa=0,
    low_ink_aaa=0,
)
PALE = replace(CLEAR, low=1.4, mean=1.8, low_letters=20, low_ink=800)


@pytest.fixture(scope="module")
def rule() -> Rule:
    """Return the rule on contrast."""
    rules = all_rules(load_rulebooks())
    return next(rule for rule in rules if rule.id == "accessibility/color-contrast")


def seen(*texts: SampledText, left_open: int = 1, failed: str = "") -> Page:
    """Return a page on which axe left the first texts open, and what the pixels say of all."""
    nodes = [Node(f"#{name}", f'<p id="{name}">Apply</p>') for name in ("notice", "other")]
    wrong = (Node("#signs", failed),) if failed else ()
    answer = AxeRule(
        "color-contrast",
        violations=wrong,
        incomplete=tuple(nodes[:left_open]),
        failed=len(wrong),
        unsure=left_open,
    )
    probes = {"contrast": asdict(SampledContrast(texts))} if texts else {}
    return make_page(axe=AxeResults("4.14.1", (answer,)), probes=probes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (CLEAR, RuleOutcome("passed", passed=1)),
        (PALE, RuleOutcome("failed", failed=1)),
        (replace(CLEAR, low_ink=8), RuleOutcome("passed", passed=1)),
        (replace(CLEAR, low_ink=9), RuleOutcome("cantTell", cant_tell=1)),
        (replace(PALE, low_letters=3), RuleOutcome("cantTell", cant_tell=1)),
        (replace(PALE, low_letters=4), RuleOutcome("failed", failed=1)),
        (replace(PALE, letters=1, inked=1, low_letters=1), RuleOutcome("cantTell", cant_tell=1)),
        (replace(PALE, low=1, mean=1), RuleOutcome("cantTell", cant_tell=1)),
        (replace(CLEAR, inked=15), RuleOutcome("cantTell", cant_tell=1)),
        (replace(CLEAR, reason="moving"), RuleOutcome("cantTell", cant_tell=1)),
        (replace(PALE, reason="inactive"), RuleOutcome("passed", passed=1)),
    ],
    ids=[
        "clear",
        "pale",
        "a hair pale",
        "a little pale",
        "few letters pale",
        "a fifth pale",
        "one letter",
        "same colour",
        "partly covered",
        "moving",
        "of a control that cannot be used",
    ],
)
def test_the_share_of_pale_letters_decides(
    rule: Rule, text: SampledText, expected: RuleOutcome
) -> None:
    assert apply_rule(rule, seen(text)).summary(unseen="") == expected


def test_without_a_second_look_the_text_stays_open(rule: Rule) -> None:
    assert apply_rule(rule, seen()).summary(unseen="") == RuleOutcome("cantTell", cant_tell=1)


def test_a_text_that_was_not_sampled_stays_open_beside_one_that_was(rule: Rule) -> None:
    said = apply_rule(rule, seen(CLEAR, left_open=2))

    assert said.summary(unseen="") == RuleOutcome("cantTell", passed=1, cant_tell=1)
    assert [outcome.place.selector for outcome in said.findings()] == ["#other"]


def test_a_failure_says_how_many_letters_are_pale(rule: Rule) -> None:
    (finding,) = apply_rule(rule, seen(PALE)).findings()

    assert finding.message == "low"
    assert finding.facts["low"] == 20
    assert finding.facts["need"] == "4.5"
    assert finding.place.snippet == '<p id="notice">Apply</p>'


@pytest.mark.parametrize(
    ("snippet", "failed"),
    [
        ("<p>* * * * *</p>", 0),
        ("<p>&#9733;&#9733;&#9733;&#9734;</p>", 0),
        ("<p>Apply by 31 May</p>", 1),
        ("<p>***** 31 *****</p>", 1),
        ("<p><b>*</b></p>", 1),
    ],
)
def test_a_row_of_signs_is_no_text(rule: Rule, snippet: str, failed: int) -> None:
    said = apply_rule(rule, seen(left_open=0, failed=snippet))

    assert said.summary(unseen="").failed == failed


def told(summary: str, *facts: dict[str, object], texts: tuple[SampledText, ...] = ()) -> Page:
    """Return a page with a text that axe left open, and what the rule's script says."""
    page = seen(*texts)
    (answer,) = page.axe.rules
    open_still = (replace(answer.incomplete[0], summary=summary),)
    answers = {"accessibility/color-contrast": [dict(fact) for fact in facts]}
    evidence = replace(
        page.evidence,
        axe=AxeResults("4.14.1", (replace(answer, incomplete=open_still),)),
        script_results=answers,
    )
    return replace(page, evidence=evidence)


@pytest.mark.parametrize(
    ("low", "mean", "message"), [(2.85, 2.85, ""), (2.7, 2.85, "low"), (2.85, 2.95, "low")]
)
def test_a_text_that_moved_is_told_as_one_that_did_not_where_its_pixels_say_the_same(
    rule: Rule, low: float, mean: float, message: str
) -> None:
    text = replace(PALE, low=low, mean=mean)

    (finding,) = apply_rule(rule, told(MEASURED, texts=(text,))).findings()

    assert finding.message == message
    assert finding.facts["summary"] == MEASURED


MEASURED = (
    "Element has insufficient color contrast of 2.84 (foreground color: #999999, background color: "
    "#ffffff, font size: 12.0pt (16px), font weight: normal). Expected contrast ratio of 4.5:1"
)
SAME = "Element has a 1:1 contrast ratio with the background"
OPEN: dict[str, object] = {
    "kind": "open",
    "selector": "#notice",
    "rendered": True,
    "exposed": True,
    "sized": True,
    "plain": True,
    "known": False,
    "ratio": 1.0,
    "need": 4.5,
}
EFFECT: dict[str, object] = {
    "kind": "effect",
    "selector": "#box",
    "effect": "filter: opacity(0.25)",
    "count": 2,
    "texts": [{"selector": f"#{name}", "key": name, "exposed": True} for name in ("a", "b")],
}
PART: dict[str, object] = {
    "kind": "part",
    "selector": "#x::before",
    "part": "before",
    "text": "Closed",
    "need": 4.5,
}


@pytest.mark.parametrize(
    ("summary", "fact", "expected"),
    [
        (SAME, OPEN, RuleOutcome("failed", failed=1)),
        (SAME, OPEN | {"exposed": False}, RuleOutcome("passed", passed=1)),
        (SAME, OPEN | {"plain": False}, RuleOutcome("cantTell", cant_tell=1)),
        (SAME, OPEN | {"sized": False}, RuleOutcome("cantTell", cant_tell=1)),
        ("It is overlapped", OPEN, RuleOutcome("cantTell", cant_tell=1)),
        ("It is overlapped", OPEN | {"rendered": False}, RuleOutcome("passed", passed=1)),
        ("It is overlapped", OPEN | {"known": True, "ratio": 7}, RuleOutcome("passed", passed=1)),
        ("It is overlapped", OPEN | {"known": True, "ratio": 2}, RuleOutcome("failed", failed=1)),
        ("Element content contains only non-text characters", {}, RuleOutcome("passed", passed=1)),
        ("Element has no value; test", OPEN | {"ratio": 7}, RuleOutcome("passed", passed=1)),
        ("Element has no value; test", OPEN | {"ratio": 2}, RuleOutcome("failed", failed=1)),
        ("Element has no value; test", OPEN | {"ratio": None}, RuleOutcome("passed", passed=1)),
    ],
)
def test_what_is_known_of_a_text_that_axe_left_open_decides(
    rule: Rule, summary: str, fact: dict[str, object], expected: RuleOutcome
) -> None:
    page = told(summary, *([fact] if fact else []))

    assert apply_rule(rule, page).summary(unseen="") == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ((), ["effect"]),
        ((replace(CLEAR, selector="a"),), ["effect"]),
        ((replace(CLEAR, selector="a"), replace(CLEAR, selector="b")), []),
        ((replace(PALE, selector="a"), replace(CLEAR, selector="b")), ["painted"]),
        ((replace(CLEAR, selector="a", reason="covered"),), ["effect"]),
    ],
    ids=["not measured", "one measured", "all clear", "one pale", "nothing seen"],
)
def test_text_under_an_effect_passes_only_when_it_was_measured(
    rule: Rule, texts: tuple[SampledText, ...], expected: list[str]
) -> None:
    page = told("Element content contains only non-text characters", EFFECT, texts=texts)

    assert [outcome.message for outcome in apply_rule(rule, page).findings()] == expected


@pytest.mark.parametrize(
    ("ratio", "texts", "expected"),
    [
        (7, (), []),
        (2, (), ["part"]),
        (1, (), []),
        (None, (), ["part-open"]),
        (None, (replace(PALE, selector="#x::before"),), ["part"]),
        (None, (replace(CLEAR, selector="#x::before"),), []),
        (None, (replace(CLEAR, selector="#x::before", reason="blended"),), ["part-open"]),
        (None, (replace(PALE, selector="#x::before", inked=1, low_letters=1),), ["part"]),
    ],
)
def test_words_of_the_style_sheet_need_contrast(
    rule: Rule, ratio: float | None, texts: tuple[SampledText, ...], expected: list[str]
) -> None:
    page = told("It has no value", PART | {"ratio": ratio}, texts=texts)

    assert [outcome.message for outcome in apply_rule(rule, page).findings()] == expected
