"""Read what axe-core itself says, in its own JSON, as the answers that evidence keeps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from civiscope.model import AxeResults, AxeRule, Node
from civiscope.web.urls import redact_url

LISTS = ("violations", "incomplete", "passes", "inapplicable")
"""The lists of rules that axe-core's results consist of."""
MAX_NODES = 50
MAX_TEXT = 600
MAX_SELECTOR = 1000


class NotAxe(ValueError):
    """It is not what axe-core writes. The message says what is wrong."""


@dataclass(frozen=True, slots=True)
class AxeJson:
    """The results of axe-core on one page."""

    url: str
    """Empty when nothing names it."""
    time: str
    axe: AxeResults
    told: frozenset[str]
    """Rules that were run: those that applied, and those that did not."""


def read_axe(said: Any) -> tuple[AxeJson, ...]:  # noqa: ANN401 - JSON of somebody else
    """Return the results in *said*: of one page, of several, or the list of violations alone.

    Raises NotAxe.
    """
    if isinstance(said, dict):
        facts = cast("dict[str, Any]", said)
        if any(isinstance(facts.get(name), list) for name in LISTS):
            return (_page(facts),)
        inner = facts.get("results")
        if isinstance(inner, list | dict):
            # What some wrappers put around it.
            return read_axe(inner)
        raise NotAxe("it has none of the lists violations, incomplete, passes, inapplicable")
    if not isinstance(said, list):
        raise NotAxe("it is neither an object nor a list")
    entries = list(cast("Iterable[Any]", said))
    if entries and all(isinstance(each, dict) and "nodes" in each for each in entries):
        return (_page({"violations": entries}),)
    if not entries:
        raise NotAxe("the list is empty, so it does not say what was looked for")
    return tuple(page for each in entries for page in read_axe(each))


def _page(facts: Mapping[str, Any]) -> AxeJson:
    engine = facts.get("testEngine")
    version = str(engine.get("version", "")) if isinstance(engine, dict) else ""  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType]
    rules: dict[str, AxeRule] = {}
    told: set[str] = set()
    for name in LISTS:
        for entry in _entries(facts.get(name)):
            rule_id = str(entry.get("id", ""))[:100]
            if not rule_id:
                raise NotAxe(f"a rule among its {name} has no id")
            told.add(rule_id)
            if name != "inapplicable":
                rules[rule_id] = _with(rules.get(rule_id, AxeRule(rule_id)), name, entry)
    ordered = tuple(rules[rule_id] for rule_id in sorted(rules))
    return AxeJson(
        redact_url(str(facts.get("url") or "")),
        str(facts.get("timestamp") or ""),
        AxeResults(version, ordered),
        frozenset(told),
    )


def _with(rule: AxeRule, name: str, entry: Mapping[str, Any]) -> AxeRule:
    found = [_node(each) for each in _entries(entry.get("nodes"))]
    nodes = tuple(found[:MAX_NODES])
    violations, incomplete, passed = rule.violations, rule.incomplete, rule.passed
    failed, unsure = rule.failed, rule.unsure
    if name == "violations":
        violations, failed = violations + nodes, failed + len(found)
    elif name == "incomplete":
        incomplete, unsure = incomplete + nodes, unsure + len(found)
    else:
        passed = max(passed, 1 if found else 0)
    return AxeRule(rule.id, violations, incomplete, passed, failed, unsure)


def _node(facts: Mapping[str, Any]) -> Node:
    target = facts.get("target")
    steps = cast("Sequence[Any]", target) if isinstance(target, list) else [str(target or "")]
    text = "; ".join(_messages(facts)) or str(facts.get("failureSummary") or "")
    return Node(
        " >>> ".join(_step(step) for step in steps)[:MAX_SELECTOR],
        str(facts.get("html") or "")[:MAX_TEXT],
        text[:MAX_TEXT],
    )


def _step(step: Any) -> str:  # noqa: ANN401 - a selector, or several through shadow roots
    return (
        " >>> ".join(map(str, cast("Iterable[Any]", step))) if isinstance(step, list) else str(step)
    )


def _messages(facts: Mapping[str, Any]) -> Iterator[str]:
    for kind in ("none", "all", "any"):
        for check in _entries(facts.get(kind)):
            if check.get("message"):
                yield str(check["message"])


def _entries(value: Any) -> list[Mapping[str, Any]]:  # noqa: ANN401 - JSON of somebody else
    if value is None:
        return []
    if not isinstance(value, list):
        raise NotAxe("one of its lists is not a list")
    entries = list(cast("Iterable[Any]", value))
    if not all(isinstance(each, dict) for each in entries):
        raise NotAxe("one of its lists holds something else than objects")
    return cast("list[Mapping[str, Any]]", entries)
