"""What a history says, in a glance: of all sites, the worst first, or of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from civiscope_watch.store.figures import CHANGES
from civiscope_watch.store.issues import IS_PROBLEM, OPEN_STATES, severity_rank
from civiscope_watch.store.schema import figure_day, issue, site_now
from civiscope_watch.store.schema.overview import COUNTS
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
    # What happened on the day of the newest figures stands with those of the day only.
    asked = select(site_now, *(figure_day.c[name] for name in ("complete", *CHANGES)))
    asked = asked.select_from(
        site_now.outerjoin(
            figure_day,
            (figure_day.c.site == site_now.c.site) & (figure_day.c.day == site_now.c.day),
        )
    )
    asked = asked.add_columns(figure_day.c.pages.label("all_pages"))
    known = {row.site: row for row in connection.execute(asked)}
    sites.sort(key=lambda each: known[each.id].weight, reverse=True)
    return [_site_row(each, known[each.id]) for each in sites]


def _site_row(site: WatchedSite, now: Any) -> SiteRow:  # noqa: ANN401 - a row
    values: dict[str, int] = {}
    if now.day is not None:
        values = {name: getattr(now, name) for name in (*COUNTS, "complete", *CHANGES)}
        values["pages"] = now.all_pages
    return SiteRow(site.url, site.name, site.owner, site.tags, now.day, now.failing_since, values)


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
    component: str
    """The part of the pages, or the document, that it is in."""


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
