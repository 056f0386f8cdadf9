"""Rules on what the keyboard comes to, on evidence that examples on rule pages do not show."""

from __future__ import annotations

from typing import Any

import pytest

from civiscope.judge.apply import apply_rule
from civiscope.judge.findings import RawFinding, group
from civiscope.rulebook import Rule, all_rules, load_rulebooks
from civiscope.testing import make_page

RULES = {rule.id.partition("/")[2]: rule for rule in all_rules(load_rulebooks())}
STOPPED = "The walk was ended after 250 stops."


def said_of(name: str, **evidence: Any) -> tuple[str, list[str], str]:  # noqa: ANN401 - JSON
    """Return the outcome, the messages and the reason of a rule about what a probe saw."""
    rule: Rule = RULES[name]
    (probe,) = rule.facts.probes
    page = make_page(probes={probe: evidence})
    said = apply_rule(rule, page)
    summary = said.summary(unseen="")
    return summary.outcome, [outcome.message for outcome in said.findings()], summary.reason


def traces_of(name: str, **evidence: Any) -> list[tuple[str, ...]]:  # noqa: ANN401 - JSON
    """Return the steps that the findings of a rule tell."""
    rule: Rule = RULES[name]
    page = make_page(probes={"keyboard": evidence})
    found = [RawFinding.on(page, rule, outcome) for outcome in apply_rule(rule, page).findings()]
    return [finding.trace for finding in group(found, {rule.id: rule})[0]]


def stop(name: str, x: float = 0, y: float = 0, **facts: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a stop of the walk, 50 pixels wide and 20 high, in the container 1."""
    box = {"x": x, "y": y, "width": 50, "height": 20}
    known = {"selector": f"#{name}", "snippet": f'<a id="{name}">', "box": box, "name": name}
    return {**known, "tag": "a", "containers": [1], "indicator": "style", **facts}


@pytest.mark.parametrize(
    "name",
    [
        "keyboard-trap",
        "keyboard-exit-keys",
        "focus-visible",
        "focus-on-hidden",
        "focus-not-obscured",
        "focus-order",
        "focus-changes-context",
        "keyboard-reaches-controls",
    ],
)
def test_nothing_passes_when_the_walk_did_not_come_to_the_end(name: str) -> None:
    said = said_of(name, stops=[stop("one"), stop("two", x=60)], stopped=STOPPED)

    assert said == ("untested", [], STOPPED)


def test_what_was_seen_before_the_walk_was_stopped_still_fails() -> None:
    said = said_of("focus-visible", stops=[stop("one", indicator="none")], stopped=STOPPED)

    assert said == ("failed", ["none"], "")


def test_findings_tell_the_keys_that_led_to_them() -> None:
    stops = [stop(f"s{number}") for number in range(5)]

    told = traces_of("focus-visible", stops=[*stops, stop("last", indicator="none")])

    assert told == [
        (
            "Tab, 2 times",
            "Tab: <a> “s2”",
            "Tab: <a> “s3”",
            "Tab: <a> “s4”",
            "Tab: <a> “last”",
        )
    ]


def test_a_trap_tells_the_keys_that_led_round_and_those_that_did_not_lead_out() -> None:
    trap = {"stops": [1, 2], "exit": "", "named": ["Ctrl+M"]}

    told = traces_of("keyboard-trap", stops=[stop("a"), stop("b"), stop("c")], traps=[trap])

    assert told == [
        (
            "Tab: <a> “a”",
            "Tab: <a> “b”",
            "Tab: <a> “c”",
            "Tab: <a> “b”",
            "Shift+Tab, Escape, arrow keys, Enter on each control, Ctrl+M: the focus stays",
        )
    ]


def test_focus_that_could_not_be_compared_is_no_pass_and_no_fault() -> None:
    outcome, messages, reason = said_of(
        "focus-visible", stops=[stop("one"), stop("two", indicator="unstable")]
    )

    assert (outcome, messages) == ("untested", [])
    assert reason == "Not everything could be looked at with and without the focus."


@pytest.mark.parametrize(
    ("second", "outcome"),
    [
        (stop("two", x=60), "passed"),
        (stop("two", y=40), "passed"),
        # The next column begins at its top.
        (stop("two", x=200, y=-300), "passed"),
        (stop("two", x=-60), "cantTell"),
        (stop("two", y=-40), "cantTell"),
        # Something that floats over the page belongs to no line of it.
        (stop("two", x=-60, layer=7), "inapplicable"),
        (stop("two", x=-60, containers=[2, 3]), "inapplicable"),
        (stop("two", x=-60, frame_id=1), "inapplicable"),
    ],
)
def test_order_is_compared_among_neighbours(second: dict[str, Any], outcome: str) -> None:
    said = said_of("focus-order", stops=[stop("one"), second])

    assert said[0] == outcome


def test_order_runs_from_right_to_left_where_the_text_does() -> None:
    right, left = stop("one", x=60, rtl=True), stop("two", x=0, rtl=True)

    assert said_of("focus-order", stops=[right, left])[0] == "passed"
    assert said_of("focus-order", stops=[left, right])[0] == "cantTell"


def test_radio_buttons_and_elements_that_hand_the_focus_on_are_not_passed_over() -> None:
    radio = {"selector": "#r", "snippet": "<input>", "tag": "input", "type": "radio"}
    guard = {"selector": "#g", "snippet": "<a>", "tag": "a"}

    said = said_of(
        "keyboard-reaches-controls",
        stops=[stop("one")],
        missed=[radio, guard],
        taken=[{"stop": guard, "to": 0}],
    )

    assert said == ("passed", [], "")


def test_trap_without_time_to_try_everything_is_untested() -> None:
    held = "The focus was held in one part of the page."

    said = said_of(
        "keyboard-trap",
        stops=[stop("one")],
        traps=[{"stops": [0], "exit": "", "tried_all": False}],
        stopped=held,
    )

    assert said == ("untested", [], held)
