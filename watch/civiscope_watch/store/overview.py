"""What a history says, in a glance: of all sites, the worst first, or of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, case, func, select

from civiscope.model import SEVERITIES
from civiscope_watch.store.issues import IS_PROBLEM, OPEN_STATES, severity_rank
from civiscope_watch.store.schema import figure_day, issue, run
from civiscope_watch.store.sites import WatchedSite, find_sites


@dataclass(frozen=True, slots=True)
class SiteRow:
    """The last figures of a site."""

    url: str
    name: str
    owner: str
    tags: tuple[str, ...]
    day: date | None
    """Of the figures; None before the first run that saw a page."""
    not_seen_since: date | None
    """The day from which on no run has seen a page; None when the last one did."""
    figures: dict[str, int]


def portfolio(
    connection: Connection, *, tags: Sequence[str] = (), owner: str = ""
) -> list[SiteRow]:
    """Return every site with its last figures: those never seen first, then the worst."""
    sites = find_sites(connection, tags=tags, owner=owner)
    last = (
        select(figure_day.c.site, func.max(figure_day.c.day).label("day"))
        .where(figure_day.c.complete > 0)
        .group_by(figure_day.c.site)
        .subquery()
    )
    joined = figure_day.join(
        last, (figure_day.c.site == last.c.site) & (figure_day.c.day == last.c.day)
    )
    newest = {row.site: row for row in connection.execute(select(figure_day).select_from(joined))}
    failed = _failed_since(connection)
    rows = [_site_row(each, newest.get(each.id), failed.get(each.id)) for each in sites]
    return sorted(rows, key=_worst_first)


def _failed_since(connection: Connection) -> dict[int, date]:
    """Return, of sites whose last run saw nothing, the day of the first such run in a row."""
    seen = func.max(case((run.c.state == "done", run.c.started)))
    good = select(run.c.site, seen.label("seen")).group_by(run.c.site).subquery()
    asked = (
        select(run.c.site, func.min(run.c.started))
        .join(good, good.c.site == run.c.site)
        .where(run.c.state != "done", (good.c.seen.is_(None)) | (run.c.started > good.c.seen))
        .group_by(run.c.site)
    )
    return {site: started.date() for site, started in connection.execute(asked)}


def _site_row(site: WatchedSite, figures: Any, failed: date | None) -> SiteRow:  # noqa: ANN401 - a row
    names = (*SEVERITIES, "review", "advice", "pages", "complete", "opened", "fixed", "regressed")
    values = {name: getattr(figures, name) for name in names} if figures is not None else {}
    day = figures.day if figures is not None else None
    return SiteRow(site.url, site.name, site.owner, site.tags, day, failed, values)


def _worst_first(row: SiteRow) -> tuple[Any, ...]:
    return (row.day is not None, *(-row.figures.get(each, 0) for each in SEVERITIES), row.url)


@dataclass(frozen=True, slots=True)
class IssueRow:
    """An issue of a site, as the history has it."""

    fingerprint: str
    rule: str
    title: str
    severity: str
    state: str
    first_seen: date
    last_seen: date
    pages: int
    occurrences: int
    note: str


def issues_of(connection: Connection, site: int, *, every: bool = False) -> list[IssueRow]:
    """Return the problems of a site that are open, the weightiest first; or *every* one."""
    asked = (
        select(*(issue.c[name] for name in IssueRow.__dataclass_fields__))
        .where(issue.c.site == site, *IS_PROBLEM)
        .order_by(
            severity_rank(issue.c.severity), issue.c.pages.desc(), issue.c.rule, issue.c.fingerprint
        )
    )
    if not every:
        asked = asked.where(issue.c.state.in_(OPEN_STATES))
    return [IssueRow(*row) for row in connection.execute(asked)]


def days_of(connection: Connection, site: int, limit: int = 30) -> list[dict[str, Any]]:
    """Return the last figures of a site, a row a day, the newest first."""
    asked = (
        select(figure_day)
        .where(figure_day.c.site == site)
        .order_by(figure_day.c.day.desc())
        .limit(limit)
    )
    return [dict(row) for row in connection.execute(asked).mappings()]
