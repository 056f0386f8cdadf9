"""Put first what is most worth mending: severity times pages times people affected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import log10

from civiscope.model import Severity
from civiscope.results import Issue, Results, RuleFacts
from civiscope_reports.content.context import Context

# Three steps of severity outweigh any spread; one step, a spread over some hundred pages.
_SEVERITY: dict[Severity, float] = {
    "critical": 27,
    "serious": 9,
    "moderate": 3,
    "minor": 1,
    "info": 0.3,
}
_NOT_KNOWN = {"new", "reopened", "waiver-expired", "engine-new"}
_EVERYONE = 5
"""Groups of people that `everyone` and `privacy` stand for."""


def ranked(issues: Iterable[Issue], results: Results) -> tuple[Issue, ...]:
    """Return *issues* of *results*, the most important first; equals keep their order."""
    rules = {rule.id: rule for rule in results.rules}
    return tuple(sorted(issues, key=lambda issue: -_importance(issue, rules)))


def urgent(results: Results, context: Context) -> tuple[Issue, ...]:
    """Return the failures that are not waived: what was not known first, the worst of it first."""
    failures = ranked(context.failures(results), results)
    return tuple(sorted(failures, key=lambda issue: context.state(issue) not in _NOT_KNOWN))


def _importance(issue: Issue, rules: Mapping[str, RuleFacts]) -> float:
    # A problem of the site as a whole is on every page.
    spread = 1 + log10(max(issue.pages, 1)) if issue.pages else 3
    groups = rules[issue.rule].affects
    people = sum(_EVERYONE if group in {"everyone", "privacy"} else 1 for group in groups)
    return _SEVERITY[issue.severity] * spread * (1 + 0.1 * min(people, _EVERYONE))
