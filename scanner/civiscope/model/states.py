"""What was found in several states of one page, put together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from civiscope.model.browser_tree import TreeNode
from civiscope.model.evidence import AxeResults, AxeRule, Node, PagePart

ScriptResults = Mapping[str, Any]
_Outcomes = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class OpenedParts:
    """What the probe `opened` saw in parts of a page that are closed at first."""

    rules: tuple[AxeRule, ...] = ()
    """What axe-core says of them."""
    tree: tuple[TreeNode, ...] = ()
    """What the browser makes of failed elements that axe-core may have misread."""
    answers: Mapping[str, list[dict[str, Any]]] = field(
        default_factory=dict[str, list[dict[str, Any]]]
    )
    """What the in-page script of each rule said of them."""
    judged: tuple[str, ...] = ()
    """Selectors of hidden parts of the visit that were opened."""
    judged_in_frames: tuple[tuple[str, str], ...] = ()
    """The same in frames: the URL of the frame, and the selector there."""
    parts: tuple[PagePart, ...] = ()
    """Parts that were not opened, and why."""
    texts: tuple[dict[str, Any], ...] = ()
    """How texts whose contrast was left open stand out, as the probe `contrast` tells it."""
    guards: tuple[dict[str, Any], ...] = ()
    """Which elements hidden from screen readers only hand the focus on, as `keyboard` tells it."""


def only_within(axe: AxeResults, selectors: Collection[str]) -> AxeResults:
    """Return what *axe* says of elements with these *selectors*."""
    rules = (_only(rule, selectors) for rule in axe.rules)
    kept = tuple(r for r in rules if r.violations or r.incomplete or r.passed or r.error)
    return replace(axe, rules=kept)


def _only(rule: AxeRule, selectors: Collection[str]) -> AxeRule:
    violations = tuple(node for node in rule.violations if node.selector in selectors)
    incomplete = tuple(node for node in rule.incomplete if node.selector in selectors)
    return replace(
        rule,
        violations=violations,
        incomplete=incomplete,
        failed=len(violations),
        unsure=len(incomplete),
    )


def in_frame(axe: AxeResults, url: str) -> AxeResults:
    """Return what *axe* says of a document as said of the frame with this *url*."""

    def of(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        return tuple(replace(node, frame=url) for node in nodes)

    rules = tuple(
        replace(rule, violations=of(rule.violations), incomplete=of(rule.incomplete))
        for rule in axe.rules
    )
    return replace(axe, rules=rules, tree=())


def with_more(axe: AxeResults, more: AxeResults) -> AxeResults:
    """Return *axe* with what *more* says of other elements."""
    rules = {rule.id: rule for rule in axe.rules}
    for rule in more.rules:
        known = rules.get(rule.id, AxeRule(rule.id))
        violations = _new(known.violations, rule.violations)
        incomplete = _new(known.incomplete, rule.incomplete)
        rules[rule.id] = replace(
            known,
            violations=known.violations + violations,
            incomplete=known.incomplete + incomplete,
            passed=max(known.passed, rule.passed),
            failed=known.failed + len(violations),
            unsure=known.unsure + len(incomplete),
        )
    tree = axe.tree + tuple(node for node in more.tree if node not in axe.tree)
    return replace(axe, rules=tuple(rules[name] for name in sorted(rules)), tree=tree)


def _new(known: Sequence[Node], more: Sequence[Node]) -> tuple[Node, ...]:
    seen = {(node.frame, node.selector) for node in known}
    return tuple(node for node in more if (node.frame, node.selector) not in seen)


def merge_results(answers: ScriptResults, more: ScriptResults) -> dict[str, Any]:
    """Return *answers* of rule scripts with those that *more* has on other elements."""
    merged = dict(answers)
    for rule, found in more.items():
        known = answers.get(rule)
        if isinstance(known, list) and isinstance(found, list):
            merged[rule] = _together(cast("_Outcomes", known), cast("_Outcomes", found))
    return merged


def _together(known: _Outcomes, more: _Outcomes) -> _Outcomes:
    seen = {(each.get("selector"), each.get("message")) for each in known}
    return known + [
        each for each in more if (each.get("selector"), each.get("message")) not in seen
    ]
