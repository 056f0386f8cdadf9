"""Make the history of the demo, night by night, through what records real ones."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from urllib.parse import urlsplit

from civiscope.judge.rule_facts import facts_of
from civiscope.results import (
    SCHEMA_VERSION,
    ConsentComparison,
    ConsentPass,
    Coverage,
    Finding,
    HostListed,
    Inventory,
    Issue,
    NotSeen,
    PageResult,
    Results,
    RuleFacts,
    RuleOutcome,
    Scan,
    StatementResult,
    Tool,
)
from civiscope.rulebook import all_rules, load_rulebooks
from civiscope_watch.demo.sites import (
    LOOKED_AT,
    SITES,
    YEAR_DAYS,
    PlannedProblem,
    PlannedSite,
    plan_sites,
)
from civiscope_watch.store.history import History
from civiscope_watch.store.record import record
from civiscope_watch.store.sites import NewSite, add_site

DEMO_SITES = SITES
_SEED = 20
_VERSION = "0.1.0"
_NIGHTLY_DAYS = 5
"""The last days, on which each site is scanned every night; before, every four weeks."""
_STEP_DAYS = 28
_BAD_DAYS = 12
"""How long ago the last good scan of a site is that is stale or down."""
_NO_CONTACT = PlannedProblem("site/contact-link", "footer", ("",), ((0, YEAR_DAYS + 1),))
_TRACKER = "Example Analytics: counts visitors"


@dataclass(slots=True)
class DemoMade:
    """What was made."""

    sites: int = 0
    runs: int = 0
    changes: Counter[str] = field(default_factory=Counter[str])
    """Problems opened, fixed and regressed."""


def make_demo(history: History, today: date, *, sites: int = SITES) -> DemoMade:
    """Fill an empty history with *sites* that do not exist, and their year until *today*."""
    made = DemoMade()
    for site in plan_sites(_SEED, sites):
        with history.database.writing() as connection:
            new = NewSite(url=site.url, name=site.name, owner=site.owner, tags=site.tags)
            number, _ = add_site(connection, new)
        made.sites += 1
        for day in _days(site):
            results = _results_of(site, day, today)
            done = record(history.database, history.archive, number, results)
            made.runs += 1
            made.changes.update(done.changes)
    return made


def _days(site: PlannedSite) -> Iterator[int]:
    """Yield the days on which a site was scanned, counted from the start of the year."""
    # Not all on one night.
    first = site.number % _STEP_DAYS
    for day in range(first, YEAR_DAYS - _NIGHTLY_DAYS, _STEP_DAYS):
        if site.fate == "stale" and day > YEAR_DAYS - _BAD_DAYS:
            return
        yield day
    if site.fate == "stale":
        return
    last = YEAR_DAYS - 3 if site.fate == "missed" else YEAR_DAYS
    yield from range(YEAR_DAYS - _NIGHTLY_DAYS, last)


def _results_of(site: PlannedSite, day: int, today: date) -> Results:
    at = datetime.combine(today - timedelta(days=YEAR_DAYS - 1 - day), time(2, 10), UTC)
    at += timedelta(minutes=site.number * 3)
    down = site.fate == "down" and day >= YEAR_DAYS - 4
    problems = site.problems if site.contact else (*site.problems, _NO_CONTACT)
    there = [] if down else [each for each in problems if each.is_there(day)]
    issues = tuple(_issue(site, each) for each in there)
    paths = site.paths if day < site.grown_on else (*site.paths, *_new_paths(len(site.paths)))
    pages = tuple(_page(site, path, there, down) for path in paths)
    lost = tuple(NotSeen(page.url, "timeout", page.detail) for page in pages if down)
    return Results(
        schema_version=SCHEMA_VERSION,
        tool=Tool("civiscope", _VERSION, "Chromium", {}, {"builtin": _VERSION}),
        scan=Scan(
            id=f"demo-{site.number}-{day}",
            targets=(site.url,),
            started=at.isoformat(),
            finished=(at + timedelta(seconds=40 + 6 * len(pages))).isoformat(),
            seed=1,
            depth="standard",
            settings={"max_pages": 20},
        ),
        coverage=Coverage(
            found=len(pages) + site.number % 4,
            visited=0 if down else len(pages),
            partial=(),
            failed=lost,
            skipped=(),
            skipped_total=0,
            documents=(),
            frames_not_tested=(),
            collectors_failed=(),
            rules_crashed=(),
            start_page_seen=not down,
            walls=(),
        ),
        rules=_rules(),
        pages=pages,
        findings=tuple(
            each
            for issue, problem in zip(issues, there, strict=True)
            for each in _findings(site, issue, problem)
        ),
        issues=issues,
        inventory=_inventory(site, at.date(), today),
        statements=_statements(site, today, day),
    )


@cache
def _rules() -> tuple[RuleFacts, ...]:
    """Return what results say of the rules that the demo's scans looked at."""
    return tuple(
        facts_of(rule) for rule in all_rules(load_rulebooks()) if rule.id in set(LOOKED_AT)
    )


def _issue(site: PlannedSite, problem: PlannedProblem) -> Issue:
    [rule] = [each for each in _rules() if each.id == problem.rule]
    name = hashlib.sha256(f"{problem.rule} {problem.component}".encode()).hexdigest()[:16]
    pages = tuple(site.url + path for path in problem.paths)
    return Issue(
        id=name,
        rule=rule.id,
        title=rule.fails or rule.title,
        outcome="failed",
        needs_review=False,
        severity=rule.severity,
        confidence="firm",
        message=rule.fails or rule.title,
        component=f"div.{problem.component}" if problem.component else "",
        pages=len(pages),
        occurrences=len(pages),
        example_pages=pages[:10],
        snippet=f'<div class="{problem.component}">' if problem.component else "",
        standards=rule.standards,
        fingerprint=name,
        advice=rule.kind == "best-practice",
    )


def _findings(site: PlannedSite, issue: Issue, problem: PlannedProblem) -> Iterator[Finding]:
    for number, path in enumerate(problem.paths):
        yield Finding(
            id=f"{issue.id}-{number}",
            issue=issue.id,
            rule=issue.rule,
            outcome="failed",
            needs_review=False,
            severity=issue.severity,
            confidence="firm",
            message=issue.message,
            message_id="missing" if problem is _NO_CONTACT else "",
            page=site.url + path,
            url="",
            selector=f"main > {issue.component}" if issue.component else "",
            snippet=issue.snippet,
            box=None,
            frame="",
            component=issue.component,
            standards=issue.standards,
            fingerprint=issue.fingerprint,
        )


def _page(site: PlannedSite, path: str, there: list[PlannedProblem], down: bool) -> PageResult:
    failed = {each.rule for each in there if path in each.paths}
    outcomes = {
        rule: RuleOutcome("failed" if rule in failed else "passed", passed=1, failed=rule in failed)
        for rule in LOOKED_AT
    }
    if site.scripts:
        outcomes["site/works-without-javascript"] = RuleOutcome("failed", failed=1)
    return PageResult(
        url=site.url + path,
        final_url=site.url + path,
        status=None if down else 200,
        title=f"{path.strip('/').rpartition('/')[2].title() or 'Welcome'} - {site.name}",
        kind="page",
        template="",
        state="failed" if down else "complete",
        detail="No response within 30 seconds." if down else "",
        found_on="",
        depth=path.count("/"),
        outcomes={} if down else outcomes,
        behaviour=not down and path in site.paths[:2],
        consent=_consent(site) if not path and not down else None,
        elements=400 + 37 * len(path),
        weight=0 if down else site.weight + 1_000 * len(path),
        requests=30,
    )


def _new_paths(count: int) -> tuple[str, ...]:
    return tuple(f"services/online-{number}/" for number in range(count))


def _consent(site: PlannedSite) -> ConsentComparison:
    kept = () if site.keeps_refusal else (_TRACKER,)
    return ConsentComparison(
        passes=(ConsentPass("none", "complete"), ConsentPass("reject", "complete")),
        banner="A bar with the buttons “Accept” and “Reject”.",
        despite_no=kept,
    )


def _inventory(site: PlannedSite, day: date, today: date) -> Inventory:
    ends = today + timedelta(days=site.certificate_days)
    # A certificate lasts ninety days, and the one before ended when this one began.
    while ends - timedelta(days=90) > day:
        ends -= timedelta(days=80)
    host = urlsplit(site.url).netloc
    pages = len(site.paths)
    listed = HostListed(
        host, pages, pages, ("h2",), ("TLS 1.3",), "Example Trust", ends.isoformat()
    )
    return Inventory(hosts=(listed,))


def _statements(site: PlannedSite, today: date, day: int) -> tuple[StatementResult, ...]:
    reviewed = today - timedelta(days=site.statement_days)
    seen = today - timedelta(days=YEAR_DAYS - 1 - day)
    if reviewed > seen:
        reviewed -= timedelta(days=YEAR_DAYS)
    statement = StatementResult(
        url=f"{site.url}accessibility/", status="partial", reviewed=reviewed.isoformat()
    )
    return (statement,)
