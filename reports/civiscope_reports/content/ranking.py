"""Put first what is most worth fixing: by severity, pages, people and part of the site."""

from __future__ import annotations

from collections.abc import Iterable

from civiscope.results import Issue, Results
from civiscope.results.ranking import rank
from civiscope_reports.content.context import Context

_NOT_KNOWN = {"new", "reopened", "waiver-expired", "engine-new"}


def rank_issues(issues: Iterable[Issue], results: Results) -> tuple[Issue, ...]:
    """Return *issues* of *results*, the most important first; equals keep their order."""
    rules = {rule.id: rule for rule in results.rules}
    return tuple(sorted(issues, key=lambda issue: rank(issue, rules)[:2]))


def urgent(results: Results, context: Context) -> tuple[Issue, ...]:
    """Return the failures that are not waived: what was not known first, the worst of it first."""
    failures = rank_issues(context.failures(results), results)
    return tuple(sorted(failures, key=lambda issue: context.state(issue) not in _NOT_KNOWN))
