"""Who cannot use a site today, as far as its results say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from civiscope.model.divide import PHONE_WIDTH
from civiscope.results import Issue, PageResult, Results
from civiscope_reports.content.figures import (
    SLOW_LINE_LIMIT_S,
    WITHOUT_SCRIPTS,
    slow_line_seconds,
)
from civiscope_reports.planning.packages import package_of
from civiscope_reports.planning.plan_values import LeftOutGroup, PlanFigure

GROUPS = {
    "screen-reader": "People who use a screen reader",
    "keyboard": "People who use the keyboard, a switch or their voice",
    "low-vision": "People with low vision, or who cannot tell colours apart",
    "hearing": "People who are deaf or hard of hearing",
    "cognition": "People who find it hard to read, remember or concentrate",
    "slow-line": "People on a slow line",
    "phone": "People on an old phone",
    "no-javascript": "People whose browser runs no JavaScript, or did not get it",
    "second-language": "People who read in a second language, or have pages read or translated",
    "refusal": "People who refuse cookies",
}
STATES = {
    "kept-out": "Kept out in places",
    "hindered": "Hindered",
    "nothing-found": "Nothing found by the scan",
    "not-measured": "Not measured",
}
_BY_NEED = {
    "screen-reader": ("no-vision",),
    "keyboard": ("limited-manipulation", "limited-reach"),
    "low-vision": ("limited-vision", "no-colour"),
    "hearing": ("no-hearing", "limited-hearing"),
    "cognition": ("limited-cognition",),
}
PACKAGE_OF_GROUP = {
    "slow-line": "weight",
    "phone": "zoom",
    "no-javascript": "scripts",
    "refusal": "consent",
}
"""Where a group is counted by pages: the package that helps it."""
_LANGUAGE_PACKAGES = {"language", "words"}


@dataclass(frozen=True, slots=True)
class SiteLeftOut:
    """A row of one site: which issues, on which pages, of how many that were measured."""

    group: str
    measured: bool
    critical: bool
    issues: tuple[str, ...]
    pages: int
    of: int
    pages_formula: str = "pages"
    of_formula: str = "pages-seen"


def site_left_out(results: Results) -> tuple[SiteLeftOut, ...]:
    """Return what *results* say of each group of people."""
    seen = [page for page in results.pages if page.kind == "page" and page.state == "complete"]
    affects = {rule.id: rule.affects for rule in results.rules}
    barriers = [i for i in results.failures if i.severity in {"critical", "serious"}]
    on: defaultdict[str, set[str]] = defaultdict(set)
    for finding in results.findings:
        if finding.page:
            on[finding.issue].add(finding.page)

    def of_issues(group: str, issues: Collection[Issue], asked: bool) -> SiteLeftOut:
        pages = set[str]().union(*(on[issue.id] for issue in issues))
        return SiteLeftOut(
            group,
            measured=bool(issues) or (asked and bool(seen)),
            critical=any(issue.severity == "critical" for issue in issues),
            issues=tuple(sorted(issue.id for issue in issues)),
            pages=len(pages),
            of=len(seen),
        )

    rows = [
        of_issues(
            group,
            [issue for issue in barriers if set(needs) & set(affects[issue.rule])],
            any(set(needs) & set(groups) for groups in affects.values()),
        )
        for group, needs in _BY_NEED.items()
    ]
    languages = [i for i in results.failures if package_of(i.rule).id in _LANGUAGE_PACKAGES]
    asked = any(package_of(rule).id in _LANGUAGE_PACKAGES for rule in affects)
    return (
        *rows,
        _slow_line(seen),
        _phone(seen),
        _without_scripts(seen),
        of_issues("second-language", languages, asked),
        _refusal(seen),
    )


def merge_left_out(
    sites: Iterable[tuple[str, tuple[SiteLeftOut, ...]]],
    steps_of: Callable[[str, set[str]], tuple[int, ...]],
) -> tuple[LeftOutGroup, ...]:
    """Return a row for each group over all *sites*, each with its results.

    *steps_of* names the steps that help a group, or hold one of the issues given.
    """
    rows: defaultdict[str, list[tuple[str, SiteLeftOut]]] = defaultdict(list)
    for source, own in sites:
        for row in own:
            rows[row.group].append((source, row))
    return tuple(_merge(group, rows[group], steps_of) for group in GROUPS if group in rows)


def _merge(
    group: str,
    rows: list[tuple[str, SiteLeftOut]],
    steps_of: Callable[[str, set[str]], tuple[int, ...]],
) -> LeftOutGroup:
    measured = [(source, row) for source, row in rows if row.measured]
    issues = tuple(f"{source}#{issue}" for source, row in rows for issue in row.issues)
    first = rows[0][1]
    pages = sum(row.pages for _, row in measured)
    by_pages = first.pages_formula != "pages"
    if not measured:
        return LeftOutGroup(group, "not-measured", None, PlanFigure(0, first.pages_formula), None)
    bad = pages if by_pages else len(issues)
    worst = any(row.critical for _, row in measured)
    return LeftOutGroup(
        group,
        "nothing-found" if not bad else "kept-out" if worst else "hindered",
        None if by_pages else PlanFigure(len(issues), "issues"),
        PlanFigure(pages, first.pages_formula),
        PlanFigure(sum(row.of for _, row in measured), first.of_formula),
        issues,
        steps_of(group, set(issues)) if bad else (),
    )


def _slow_line(seen: Collection[PageResult]) -> SiteLeftOut:
    weighed = [page.weight for page in seen if page.weight]
    slow = sum(slow_line_seconds(weight) > SLOW_LINE_LIMIT_S for weight in weighed)
    return SiteLeftOut(
        "slow-line", bool(weighed), False, (), slow, len(weighed), "pages-slow", "pages-weighed"
    )


def _phone(seen: Collection[PageResult]) -> SiteLeftOut:
    measured = [page.divide for page in seen if page.divide is not None]
    wide = sum(
        max(each.phone_width or 0, each.phone_content or 0) > PHONE_WIDTH for each in measured
    )
    return SiteLeftOut(
        "phone", bool(measured), False, (), wide, len(measured), "pages-phone", "pages-measured"
    )


def _without_scripts(seen: Collection[PageResult]) -> SiteLeftOut:
    said = [
        page.outcomes[WITHOUT_SCRIPTS].outcome for page in seen if WITHOUT_SCRIPTS in page.outcomes
    ]
    tried = [each for each in said if each in {"passed", "failed", "cantTell"}]
    empty = tried.count("failed")
    return SiteLeftOut(
        "no-javascript", bool(tried), True, (), empty, len(tried), "pages-empty", "pages-tried"
    )


def _refusal(seen: Collection[PageResult]) -> SiteLeftOut:
    tried = [
        page.consent.despite_no
        for page in seen
        if page.consent is not None and page.consent.despite_no is not None
    ]
    broken = sum(bool(each) for each in tried)
    return SiteLeftOut(
        "refusal", bool(tried), False, (), broken, len(tried), "consent-broken", "consent-tried"
    )
