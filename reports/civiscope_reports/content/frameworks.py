"""What the scan says of each requirement of a framework; never that a requirement is met."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from civiscope.results import ClauseFacts, FrameworkFacts, Issue, Results
from civiscope_reports.content.standards import WCAG, Clauses

Status = Literal["failed", "review", "quiet", "absent", "untested", "outside"]
_Key = tuple[str, str]
"""Name of a standard and key of a requirement in it."""

STATUS = {
    "failed": "Problems found",
    "review": "A person must check",
    "quiet": "Checked in part, nothing found",
    "absent": "Nothing of the kind was seen",
    "untested": "Not checked by this scan",
    "outside": "Cannot be checked from outside",
}
_JUDGED = {"passed", "failed", "cantTell"}
_ANSWERS = {*_JUDGED, "inapplicable"}


@dataclass(frozen=True, slots=True)
class Requirement:
    """One row of a framework's table."""

    standard: str
    key: str
    entry: ClauseFacts
    status: Status
    issues: tuple[Issue, ...]
    """Failures first."""
    looked: tuple[str, ...]
    """Ids of the rules that looked at something of it."""
    kept_away: tuple[str, ...] = ()
    """Ids of the rules that were not applied: turned off, or others were asked for."""

    @property
    def rules(self) -> int:
        """How many rules looked."""
        return len(self.looked)


@dataclass(frozen=True, slots=True)
class FrameworkView:
    """A framework and what was found of each of its requirements."""

    framework: FrameworkFacts
    rows: tuple[Requirement, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many requirements have each status."""
        return {status: sum(row.status == status for row in self.rows) for status in STATUS}


def views(results: Results) -> tuple[FrameworkView, ...]:
    """Return every framework that the rules of *results* speak to; none within another."""
    known = Clauses(results)
    made = [(framework, dict(_clauses(framework, known))) for framework in results.frameworks]
    # The newest of a family is the widest: WCAG 2.2 holds what 2.1 asks for.
    wide = [
        (framework, entries)
        for number, (framework, entries) in enumerate(made)
        if not any(
            set(entries) < set(other) or (set(entries) == set(other) and number < place)
            for place, (_, other) in enumerate(made)
            if place != number
        )
    ]
    issues, given = _issues_by_key(results), _outcomes_by_rule(results)
    looked = _rules_with(results, given, _ANSWERS)
    judged = _rules_with(results, given, _JUDGED)
    kept_away = _rules_not_applied(results)
    return tuple(
        FrameworkView(
            framework,
            tuple(
                Requirement(
                    *key,
                    entry,
                    verdict_on(
                        entry,
                        issues.get(key, ()),
                        # What a rule that was kept away would have found, nobody knows.
                        () if key in kept_away else looked.get(key, ()),
                        key in judged,
                    ),
                    issues.get(key, ()),
                    looked.get(key, ()),
                    kept_away.get(key, ()),
                )
                for key, entry in entries.items()
            ),
        )
        for framework, entries in sorted(wide, key=lambda each: _place(each[0]))
    )


def _place(framework: FrameworkFacts) -> bool:
    """Return where a framework stands: WCAG, which the others quote, before them all."""
    return not any(asked.standard == WCAG for asked in framework.clauses)


def _clauses(framework: FrameworkFacts, known: Clauses) -> Iterator[tuple[_Key, ClauseFacts]]:
    for asked in framework.clauses:
        for key in asked.keys:
            yield (asked.standard, key), known.get(asked.standard, key)


def _outcomes_by_rule(results: Results) -> dict[str, set[str]]:
    """Return the outcomes that each rule had on some page."""
    given: defaultdict[str, set[str]] = defaultdict(set)
    for page in results.pages:
        for rule, said in page.outcomes.items():
            given[rule].add(said.outcome)
    return given


def _rules_with(
    results: Results, given: Mapping[str, set[str]], answers: Collection[str]
) -> dict[_Key, tuple[str, ...]]:
    """Return the rules of which some outcome, as *given*, is one of *answers*, by requirement."""
    answered = {rule for rule, outcomes in given.items() if not outcomes.isdisjoint(answers)}
    found: defaultdict[_Key, dict[str, None]] = defaultdict(dict)
    for rule in results.rules:
        for name, keys in rule.standards.items() if rule.id in answered else ():
            for key in keys:
                found[name, key][rule.id] = None
    return {key: tuple(rules) for key, rules in found.items()}


def _rules_not_applied(results: Results) -> dict[_Key, tuple[str, ...]]:
    """Return the rules that were not applied, by requirement."""
    found: defaultdict[_Key, list[str]] = defaultdict(list)
    for change in results.rule_changes:
        for name, keys in change.standards.items() if not change.applied else ():
            for key in keys:
                found[name, key].append(change.rule)
    return {key: tuple(rules) for key, rules in found.items()}


def verdict_on(
    entry: ClauseFacts, issues: Sequence[Issue], looked: Collection[str], judged: bool
) -> Status:
    """Return the verdict on one clause: its issues, failures first, the rules that looked, and
    whether any of them had something to judge: no TLS is no TLS without fault."""
    if issues:
        return "review" if issues[0].needs_review else "failed"
    if looked:
        return "quiet" if judged else "absent"
    return "outside" if entry.outside == "no" else "untested"


def _issues_by_key(results: Results) -> dict[_Key, tuple[Issue, ...]]:
    found: defaultdict[_Key, list[Issue]] = defaultdict(list)
    # A criterion of level AAA may be asked for, though what fails it is advice otherwise.
    for issue in sorted(results.issues, key=lambda each: each.needs_review):
        for name, keys in issue.standards.items():
            for key in keys:
                found[name, key].append(issue)
    return {key: tuple(issues) for key, issues in found.items()}
