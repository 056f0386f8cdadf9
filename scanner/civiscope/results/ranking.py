"""How much an issue matters: severity, pages, people affected and the part of the site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import log10

from civiscope.model import Severity
from civiscope.results.findings import Issue, SitePart
from civiscope.results.rules import RuleFacts

# Three steps of severity outweigh any spread; one step, a spread over some hundred pages.
_SEVERITY: dict[Severity, float] = {
    "critical": 27,
    "serious": 9,
    "moderate": 3,
    "minor": 1,
    "info": 0.3,
}
_EVERYONE = 5
"""Groups of people that `everyone` and `privacy` stand for."""
_PART: dict[SitePart, float] = {"form": 1.5, "every-page": 1.3, "start-page": 1.2, "": 1}
"""A form is where people stop; a header is met on every page, a start page by most people."""


def importance(issue: Issue, rules: Mapping[str, RuleFacts]) -> float:
    """Return how much *issue* matters; *rules* are those of its results, by id."""
    # A problem of the site as a whole is on every page.
    spread = 1 + log10(max(issue.pages, 1)) if issue.pages else 3
    groups = rules[issue.rule].affects
    people = sum(_EVERYONE if group in {"everyone", "privacy"} else 1 for group in groups)
    weight = _SEVERITY[issue.severity] * _PART[issue.site_part]
    return weight * spread * (1 + 0.1 * min(people, _EVERYONE))


def rank(issue: Issue, rules: Mapping[str, RuleFacts]) -> tuple[object, ...]:
    """Return a key that sorts issues: what a gate fails on by itself first, then by importance."""
    severe = issue.severity in {"critical", "serious"}
    matters = importance(issue, rules)
    return (not severe, -matters, -issue.occurrences, issue.rule, issue.component, issue.id)


def counting_advice(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Return *issues* with advice counted as problems, or as what a person must decide."""
    counted = [replace(issue, advice=False) if issue.advice else issue for issue in issues]
    return tuple(sorted(counted, key=lambda issue: issue.needs_review))
