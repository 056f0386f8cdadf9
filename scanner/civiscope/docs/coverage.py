"""What is proved, hinted at or left to people of each criterion of WCAG 2.2, levels A and AA."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any

from civiscope.rulebook import Rule, Standard

WCAG = "WCAG 2.2"
_LEVELS = ("A", "AA")
_PROVED = "proves failures"
_HINTED = "hints at failures"
_LEFT = "leaves to people"
_INTRODUCTION = """\
# What is covered

WCAG 2.2 has {total} success criteria at levels A and AA. No tool can show that a page meets one of
them: most ask for judgement. What a tool can do is show that a page fails. For {proved} criteria
civiscope proves failures, for {hinted} it finds places that a person should look at, and {left} it
leaves to people altogether.

*Proves failures*: at least one rule says failed, and is certain or firm. *Hints at failures*: all
that its rules say is to be reviewed by a person. Neither means that every failure is found.
"""
_SCORE = """\
## Measured against W3C's test cases

W3C publishes test cases for its ACT rules, each with the answer that is right. On {cases} of them,
measured on {measured} at depth `{depth}`:

| | |
|---|---|
| failing cases found | {found} of {failing} ({recall:.1%}) |
| found or put before a person | {recall_with_review:.1%} |
| false alarms | {false_alarms} (precision {precision:.1%}) |
| approved rules implemented completely | {approved[complete]} of {approved_total} |
| proposed rules implemented completely | {proposed[complete]} of {proposed_total} |

`python -m bench.act FOLDER` measures it again. [Another measurement](gds_barriers.md) takes the
pages of the GOV.UK accessibility tool audit.
"""


def coverage_page(rules: Sequence[Rule], standard: Standard) -> str:
    """Return the page: a table of criteria, and the score of the last measurement."""
    criteria = {
        number: entry for number, entry in standard.entries.items() if entry.level in _LEVELS
    }
    asked = {number: [r for r in rules if _asks(r, number)] for number in criteria}
    kinds = {number: _kind(found) for number, found in asked.items()}
    counts = {kind: list(kinds.values()).count(kind) for kind in (_PROVED, _HINTED, _LEFT)}
    lines = [
        _INTRODUCTION.format(
            total=len(criteria), proved=counts[_PROVED], hinted=counts[_HINTED], left=counts[_LEFT]
        ),
        "| Criterion | Level | civiscope | Rules |",
        "|---|---|---|---|",
    ]
    for number in sorted(criteria, key=lambda each: [int(part) for part in each.split(".")]):
        entry = criteria[number]
        named = f"[{number} {entry.title}]({entry.url})" if entry.url else f"{number} {entry.title}"
        listed = ", ".join(_links(asked[number])) or "none"
        lines.append(f"| {named} | {entry.level} | {kinds[number]} | {listed} |")
    score = _score()
    if score is not None:
        lines += ["", _told(score).rstrip("\n")]
    return "\n".join(lines) + "\n"


def _asks(rule: Rule, number: str) -> bool:
    return (
        number in rule.facts.standards.get(WCAG, ())
        and rule.facts.kind == "requirement"
        and not rule.facts.deprecated
    )


def _kind(rules: Sequence[Rule]) -> str:
    if any(rule.facts.confidence != "tentative" and _can_fail(rule) for rule in rules):
        return _PROVED
    return _HINTED if rules else _LEFT


def _can_fail(rule: Rule) -> bool:
    return any(example.expected.startswith("failed") for example in rule.examples)


def _links(rules: Sequence[Rule]) -> Iterator[str]:
    for rule in rules:
        name = rule.id.removeprefix("accessibility/")
        yield f"[{name}](rules/{rule.id}.md)"


def _score() -> Mapping[str, Any] | None:
    """Return the figures of the last measurement; None when nobody has measured yet."""
    kept = files("civiscope.docs") / "act_score.json"
    if not kept.is_file():
        return None
    score: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    return score


def _told(score: Mapping[str, Any]) -> str:
    return _SCORE.format(
        **score,
        failing=score["found"] + score["missed"],
        approved_total=sum(score["approved"].values()),
        proposed_total=sum(score["proposed"].values()),
    )
