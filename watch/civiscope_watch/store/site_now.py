"""The newest figures of each site, kept beside them so that all sites can be listed at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from civiscope.model import SEVERITIES
from civiscope_watch.store.issues import IS_PROBLEM, OPEN_STATES, severity_rank
from civiscope_watch.store.schema import figure_day, issue, run, site_now, site_rule
from civiscope_watch.store.schema.overview import COUNTS

NEVER_SEEN = 10**16
"""Weight of a site of which nothing is known: it stands before all others."""
_MAX_DIGITS = 9_999
WEIGHTED = ("critical", "serious", "moderate", "minor")


def weight_of(counts: Mapping[str, int]) -> int:
    """Return what orders sites: the more critical problems the heavier, then serious ones, …"""
    weight = 0
    for name in WEIGHTED:
        weight = weight * (_MAX_DIGITS + 1) + min(counts[name], _MAX_DIGITS)
    return weight


def add_site_now(connection: Connection, number: int) -> None:
    """Note that nothing is known yet of a site that was added."""
    connection.execute(insert(site_now).values(site=number, weight=NEVER_SEEN))


def refresh_site_now(connection: Connection, number: int) -> None:
    """Bring what is kept of a site beside its figures and issues to their state."""
    newest = connection.execute(
        select(figure_day)
        .where(figure_day.c.site == number, figure_day.c.complete > 0)
        .order_by(figure_day.c.day.desc())
        .limit(1)
    ).first()
    values: dict[str, Any] = {"weight": NEVER_SEEN}
    if newest is not None:
        counts = {name: getattr(newest, name) for name in COUNTS}
        values = {"day": newest.day, "run": newest.run, "pages": newest.complete, **counts}
        values["weight"] = weight_of(counts)
    values["failing_since"] = _failing_since(connection, number)
    connection.execute(delete(site_now).where(site_now.c.site == number))
    connection.execute(insert(site_now).values(site=number, **values))
    _refresh_rules(connection, number)


def _failing_since(connection: Connection, number: int) -> date | None:
    """Return the day of the first run since the last good one, when there was such a run."""
    mine = run.c.site == number
    good = select(func.max(run.c.started)).where(mine, run.c.state == "done")
    seen = connection.execute(good).scalar()
    bad = select(func.min(run.c.started)).where(mine, run.c.state != "done")
    started = connection.execute(bad.where(run.c.started > seen) if seen else bad).scalar()
    return started.date() if started is not None else None


def _refresh_rules(connection: Connection, number: int) -> None:
    connection.execute(delete(site_rule).where(site_rule.c.site == number))
    asked = (
        select(
            issue.c.rule,
            func.min(severity_rank(issue.c.severity)).label("rank"),
            func.count(issue.c.problem.distinct()).label("issues"),
            func.max(issue.c.pages).label("pages"),
            func.sum(issue.c.occurrences).label("occurrences"),
        )
        .where(
            issue.c.site == number,
            issue.c.state.in_(OPEN_STATES),
            *IS_PROBLEM,
        )
        .group_by(issue.c.rule)
    )
    rows: list[dict[str, Any]] = [
        {
            "site": number,
            "rule": row.rule,
            "severity": SEVERITIES[row.rank],
            "issues": row.issues,
            "pages": row.pages,
            "occurrences": int(row.occurrences),
        }
        for row in connection.execute(asked)
    ]
    if rows:
        connection.execute(insert(site_rule), rows)
