"""Issues as a report shows them: with their rule, their places and their pages, cut to a bound."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from civiscope.results import Finding, Issue, Results, RuleFacts

MOST_ISSUES = 500
"""Issues shown of each kind. They are ranked, so what is left out matters least."""
MOST_PLACES = 10
MOST_PAGES = 50


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """Findings that show the same thing, as one."""

    first: Finding
    alike: int
    """How many more there are that look the same."""
    pages: int


@dataclass(frozen=True, slots=True)
class ShownIssue:
    """An issue with all that its reader needs."""

    issue: Issue
    rule: RuleFacts
    places: tuple[ShownPlace, ...]
    more_places: int
    """How many of its occurrences are not among `places`."""
    pages: tuple[str, ...]
    more_pages: int


@dataclass(frozen=True, slots=True)
class IssueList:
    """Issues of one kind, the most important first."""

    shown: tuple[ShownIssue, ...]
    total: int

    @property
    def more(self) -> int:
        """How many are left out."""
        return self.total - len(self.shown)


def shown_issues(results: Results, *, needs_review: bool) -> IssueList:
    """Return the failures of *results*, or the issues that a person must decide."""
    issues = results.reviews if needs_review else results.failures
    kept = issues[:MOST_ISSUES]
    rules = {rule.id: rule for rule in results.rules}
    wanted = {issue.id for issue in kept}
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in results.findings:
        if finding.issue in wanted:
            found[finding.issue].append(finding)
    shown = tuple(_shown(issue, rules[issue.rule], found[issue.id]) for issue in kept)
    return IssueList(shown, len(issues))


def _shown(issue: Issue, rule: RuleFacts, findings: list[Finding]) -> ShownIssue:
    pages = list(dict.fromkeys(finding.page for finding in findings if finding.page))
    places = _places(findings)[:MOST_PLACES]
    told = sum(1 + place.alike for place in places)
    return ShownIssue(
        issue=issue,
        rule=rule,
        places=tuple(places),
        more_places=max(issue.occurrences - told, 0),
        pages=tuple(pages[:MOST_PAGES]),
        more_pages=max(issue.pages, len(pages)) - len(pages[:MOST_PAGES]),
    )


def _places(findings: list[Finding]) -> list[ShownPlace]:
    """Tell once what looks the same, as a header or footer does on every page."""
    alike: defaultdict[tuple[str, ...], list[Finding]] = defaultdict(list)
    for found in findings:
        resource = found.url if found.url != found.page else ""
        look = (found.message, found.snippet, found.selector, resource, found.frame)
        alike[look].append(found)
    return [
        ShownPlace(group[0], len(group) - 1, len({found.page for found in group}))
        for group in alike.values()
    ]
