"""Issues as a report shows them: with their rule, their places and their pages, cut to a bound."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from civiscope.results import Finding, Issue, Results, RuleFacts

MAX_ISSUES = 500
"""Issues shown of each kind. They are ranked, so what is left out matters least."""
MAX_PLACES = 10
MAX_PAGES = 50


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
    numbers: str
    """Where all its pages stand in the table of pages, as ranges: `0-199 204`."""


@dataclass(frozen=True, slots=True)
class IssueList:
    """Issues of one kind, the most important first."""

    shown: tuple[ShownIssue, ...]
    total: int

    @property
    def more(self) -> int:
        """How many are left out."""
        return self.total - len(self.shown)


def select_issues(issues: Sequence[Issue], results: Results, most: int = MAX_ISSUES) -> IssueList:
    """Return the first of *issues*, which belong to *results*, as a report shows them."""
    kept = issues[:most]
    rules = {rule.id: rule for rule in results.rules}
    wanted = {issue.id for issue in kept}
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in results.findings:
        if finding.issue in wanted:
            found[finding.issue].append(finding)
    numbers = {page.url: number for number, page in enumerate(results.pages)}
    shown = tuple(_shown(issue, rules[issue.rule], found[issue.id], numbers) for issue in kept)
    return IssueList(shown, len(issues))


def _shown(
    issue: Issue, rule: RuleFacts, findings: list[Finding], numbers: dict[str, int]
) -> ShownIssue:
    pages = list(dict.fromkeys(finding.page for finding in findings if finding.page))
    places = _places(findings)[:MAX_PLACES]
    told = sum(1 + place.alike for place in places)
    return ShownIssue(
        issue=issue,
        rule=rule,
        places=tuple(places),
        more_places=max(issue.occurrences - told, 0),
        pages=tuple(pages[:MAX_PAGES]),
        more_pages=max(issue.pages, len(pages)) - len(pages[:MAX_PAGES]),
        numbers=_ranges(sorted(numbers[page] for page in pages if page in numbers)),
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


def _ranges(numbers: Iterable[int]) -> str:
    """Return ascending *numbers* in little space: what is on every page is one range."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return " ".join(f"{a}-{b}" if b > a else f"{a}" for a, b in ranges)


@dataclass(frozen=True, slots=True)
class ShownComponent:
    """A part of the site with several problems: one repair may fix them all."""

    name: str
    issues: tuple[Issue, ...]

    @property
    def pages(self) -> int:
        """On how many pages it shows at least."""
        return max(issue.pages for issue in self.issues)


def worst_components(issues: Iterable[Issue], most: int = 10) -> tuple[ShownComponent, ...]:
    """Return the components that several of *issues* are about, those with most first."""
    grouped: defaultdict[str, list[Issue]] = defaultdict(list)
    for issue in issues:
        # A host or a header is not a part of a page that one repair would fix.
        if issue.component and issue.snippet:
            grouped[issue.component].append(issue)
    shared = [ShownComponent(name, tuple(own)) for name, own in grouped.items() if len(own) > 1]
    shared.sort(key=lambda each: (-len(each.issues), -each.pages, each.name))
    return tuple(shared[:most])
