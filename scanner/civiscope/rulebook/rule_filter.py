"""Find rules by area, criterion, severity, kind and framework."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from civiscope.errors import UsageError
from civiscope.model.outcome import SEVERITIES
from civiscope.rulebook.page import Facts, Rule
from civiscope.rulebook.select import belongs
from civiscope.rulebook.standards import Framework, Standard
from civiscope.suggestions import nearest, unknown

RULE_KINDS: tuple[str, ...] = get_args(Facts.model_fields["kind"].annotation)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFilter:
    """What rules must have: one of each of these, where any are given."""

    areas: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    """Clauses: `1.4.3`, the beginning of several, `1.4`, or of other standards, `RGAA 3.2`."""
    severities: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()


def filter_rules(
    rules: Sequence[Rule],
    wanted: RuleFilter,
    *,
    frameworks: Sequence[Framework],
    standards: Mapping[str, Standard],
) -> tuple[Rule, ...]:
    """Return those of *rules* that have what is *wanted*.

    Raises UsageError for an area, clause, severity, kind or framework that does not exist.
    """
    areas = _take("area", wanted.areas, dict.fromkeys(_area(rule) for rule in rules))
    severities = _take("severity", wanted.severities, SEVERITIES)
    kinds = _take("kind", wanted.kinds, RULE_KINDS)
    cited = [_find_clauses(word, standards) for word in wanted.criteria]
    known = {each.id: each for each in frameworks}
    for name in wanted.frameworks:
        if name.lower() not in known:
            raise unknown("framework", name, known, "civiscope frameworks")
    asked = [known[name.lower()] for name in wanted.frameworks]
    return tuple(
        rule
        for rule in rules
        if (not areas or _area(rule) in areas)
        and (not severities or rule.severity in severities)
        and (not kinds or rule.facts.kind in kinds)
        and (not cited or any(_cites(rule, clauses) for clauses in cited))
        and (not asked or any(belongs(rule, one, standards) for one in asked))
    )


def _area(rule: Rule) -> str:
    return rule.id.partition("/")[0]


def _take(kind: str, words: Iterable[str], known: Iterable[str]) -> set[str]:
    """Return *words* in small letters. Raises UsageError, with the choices, for one not *known*."""
    choices = list(known)
    taken = {word.lower() for word in words}
    for word in words:
        if word.lower() not in choices:
            near = nearest(word, choices) or "."
            raise UsageError(
                f"There is no {kind} {word!r}{near} Choose among: {', '.join(choices)}."
            )
    return taken


def _find_clauses(word: str, standards: Mapping[str, Standard]) -> dict[str, set[str]]:
    """Return the clauses that *word* names, by standard. Raises UsageError for none."""
    wanted = " ".join(word.lower().split())
    # A bare number that WCAG has is WCAG's: other standards number their clauses alike.
    wcag = {name: standard for name, standard in standards.items() if name.startswith("WCAG")}
    for among in (wcag, standards):
        found: dict[str, set[str]] = {}
        for name, standard in among.items():
            for key in standard.entries:
                if _names_clause(wanted, name, key):
                    found.setdefault(name, set()).add(key)
        if found:
            return found
    keys = [key for standard in standards.values() for key in standard.entries]
    raise UsageError(
        f"No standard has a criterion {word!r}{nearest(word, keys) or '.'} Give its number as in "
        "1.4.3, its beginning as in 1.4, or another standard's name as in 'RGAA 3.2' or 'RGAA'; "
        "`civiscope rules list --json` names the criteria of each rule."
    )


def _names_clause(wanted: str, standard: str, key: str) -> bool:
    """Say whether *wanted* is the *key*, its beginning, either after the standard's name, or that
    name alone."""
    texts = (key.lower(), *(f"{label} {key.lower()}" for label in _labels(standard)))
    return any(text == wanted or text.startswith((f"{wanted}.", f"{wanted} ")) for text in texts)


def _labels(standard: str) -> set[str]:
    """Return what people call a *standard*: its name, with and without its version."""
    name = standard.lower()
    return {name, name.rsplit(" ", 1)[0]}


def _cites(rule: Rule, clauses: Mapping[str, set[str]]) -> bool:
    return any(
        not keys.isdisjoint(rule.facts.standards.get(name, ())) for name, keys in clauses.items()
    )
