"""Sums over all sites, made beside the work of the pages that show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    case,
    delete,
    func,
    insert,
    literal,
    literal_column,
    select,
    text,
)

from civiscope.model import SEVERITIES
from civiscope_watch.store.database import Database
from civiscope_watch.store.figures import CHANGES
from civiscope_watch.store.issues import IS_PROBLEM, OPEN_STATES, severity_rank
from civiscope_watch.store.schema import (
    figure_day,
    fix_now,
    issue,
    issue_event,
    rule_now,
    run,
    site,
    site_now,
    site_rule,
    site_tag,
    total_day,
    total_state,
)
from civiscope_watch.store.schema.overview import COUNTS
from civiscope_watch.store.site_now import refresh_site_now

MAX_FIXES = 2_000
"""Components that are kept, those on the most sites."""
_NAME = "totals"
# Until the end of the transaction; the number is of no other lock.
_ALONE = text("SELECT pg_try_advisory_xact_lock(8600)")
_SUMMED = ("sites", "seen", "pages", *COUNTS, *CHANGES)


@dataclass(frozen=True, slots=True)
class TotalsState:
    """Up to where the sums are made."""

    run: int
    event: int
    day: date | None


def refresh_totals(database: Database, today: date | None = None) -> bool:
    """Bring the sums over all sites to the state of the sites; say whether anything was to do."""
    today = today or datetime.now(UTC).date()
    with database.reading() as connection:
        if _state(connection) == _now(connection, today):
            return False
    with database.writing() as connection:
        if not database.is_sqlite and not connection.execute(_ALONE).scalar():
            return False  # another program is at it
        state, now = _state(connection), _now(connection, today)
        if state.day is None:
            _refresh_sites(connection)
        _refresh_rules(connection)
        _refresh_days(connection, _first_touched(connection, state, today), today)
        connection.execute(delete(total_state))
        connection.execute(
            insert(total_state).values(
                name=_NAME, day=today, at=datetime.now(UTC), run=now.run, event=now.event
            )
        )
    return True


def _state(connection: Connection) -> TotalsState:
    row = connection.execute(select(total_state)).first()
    return TotalsState(row.run, row.event, row.day) if row else TotalsState(-1, -1, None)


def _now(connection: Connection, today: date) -> TotalsState:
    runs = connection.execute(select(func.max(run.c.id))).scalar() or 0
    events = connection.execute(select(func.max(issue_event.c.id))).scalar() or 0
    return TotalsState(runs, events, today)


def _first_touched(connection: Connection, state: TotalsState, today: date) -> date:
    """Return the first day whose sums are not those of its figures any more."""
    touched = connection.execute(
        select(func.min(figure_day.c.day))
        .join_from(figure_day, run, run.c.id == figure_day.c.run)
        .where(run.c.id > state.run)
        if state.day is not None
        else select(func.min(figure_day.c.day))
    ).scalar()
    days = [each for each in (touched, state.day, today) if each is not None]
    return min(days)


def _refresh_sites(connection: Connection) -> None:
    """Fill in the newest figures of sites that an earlier version has recorded."""
    asked = (
        select(figure_day.c.site)
        .distinct()
        .where(figure_day.c.site.in_(select(site_now.c.site).where(site_now.c.day.is_(None))))
    )
    for number in connection.execute(asked).scalars().all():
        refresh_site_now(connection, number)


def _refresh_rules(connection: Connection) -> None:
    """Make the sums of rules and of components anew."""
    connection.execute(delete(rule_now))
    summed = select(
        site_rule.c.rule,
        _worst(site_rule.c.severity),
        func.count(),
        func.sum(site_rule.c.issues),
        func.sum(site_rule.c.pages),
        func.sum(site_rule.c.occurrences),
    ).group_by(site_rule.c.rule)
    names = ["rule", "severity", "sites", "issues", "pages", "occurrences"]
    connection.execute(insert(rule_now).from_select(names, summed))
    connection.execute(delete(fix_now))
    sites = func.count(issue.c.site.distinct())
    shared = (
        select(
            issue.c.rule,
            issue.c.component,
            func.min(issue.c.title),
            _worst(issue.c.severity),
            sites,
            func.sum(issue.c.pages),
            func.sum(issue.c.occurrences),
        )
        .where(
            issue.c.state.in_(OPEN_STATES),
            *IS_PROBLEM,
            issue.c.component != "",
        )
        .group_by(issue.c.rule, issue.c.component)
        .having(sites > 1)
        .order_by(sites.desc())
        .limit(MAX_FIXES)
    )
    names = ["rule", "component", "title", "severity", "sites", "pages", "occurrences"]
    connection.execute(insert(fix_now).from_select(names, shared))


def _worst(severity: ColumnElement[str]) -> ColumnElement[str]:
    rank = func.min(severity_rank(severity))
    return case(*((rank == n, each) for n, each in enumerate(SEVERITIES)), else_="info")


_GROUPS: dict[str, tuple[Any, Any]] = {
    # A bare constant is not something that PostgreSQL groups by.
    "all": (literal_column("trim('')"), None),
    "owner": (site.c.owner, site.c.id),
    "tag": (site_tag.c.tag, site_tag.c.site),
}
"""What names the group of a site, and the column that says whose name it is."""


def _refresh_days(connection: Connection, first: date, today: date) -> None:
    """Make the sums of days from *first* on anew, of all sites, by owner and by tag."""
    for kind, (name, joined) in _GROUPS.items():
        mine = total_day.c.kind == kind
        last = connection.execute(
            select(func.max(total_day.c.day)).where(mine, total_day.c.day < first)
        ).scalar()
        sums: dict[str, dict[str, int]] = {}
        if last is not None:
            for row in connection.execute(select(total_day).where(mine, total_day.c.day == last)):
                sums[row.name] = {each: getattr(row, each) for each in _SUMMED}
        connection.execute(delete(total_day).where(mine, total_day.c.day >= first))
        if first < today:
            changes = connection.execute(_changes(name, joined, first, today, last is None))
            _add_up(connection, kind, sums, changes)
        _add_today(connection, kind, name, joined, today)


def _changes(name: Any, joined: Any, first: date, end: date, whole: bool) -> Any:  # noqa: ANN401
    """Return the question for what the figures of each day change, by group.

    A day's rows are compared with those before them: all at once for the *whole* of the history,
    and one by one for a few days of it.
    """
    counted = ("complete", *COUNTS)
    before: dict[str, ColumnElement[Any]]
    source: Any = figure_day
    if whole:
        before = {
            each: func.lag(figure_day.c[each]).over(
                partition_by=figure_day.c.site, order_by=figure_day.c.day
            )
            for each in counted
        }
    else:
        earlier, older = figure_day.alias("earlier"), figure_day.alias("older")
        last = (
            select(func.max(older.c.day))
            .where(older.c.site == figure_day.c.site, older.c.day < figure_day.c.day)
            .where(older.c.complete > 0)
            .scalar_subquery()
        )
        before = {each: earlier.c[each] for each in counted}
        source = figure_day.outerjoin(
            earlier, and_(earlier.c.site == figure_day.c.site, earlier.c.day == last)
        )
    found = (
        select(
            figure_day.c.site,
            figure_day.c.day,
            case((before["complete"].is_(None), 1), else_=0).label("new"),
            *((figure_day.c[n] - func.coalesce(before[n], 0)).label(n) for n in counted),
            *(figure_day.c[each] for each in CHANGES),
        )
        .select_from(source)
        .where(figure_day.c.complete > 0, figure_day.c.day >= first, figure_day.c.day < end)
        .subquery("changed")
    )
    grouped: Any = found
    if joined is not None:
        grouped = found.join(joined.table, joined == found.c.site)
    return (
        select(
            found.c.day.label("day"),
            name.label("name"),
            func.sum(found.c.new).label("sites"),
            func.count().label("seen"),
            func.sum(found.c.complete).label("pages"),
            *(func.sum(found.c[each]).label(each) for each in (*COUNTS, *CHANGES)),
        )
        .select_from(grouped)
        .group_by(found.c.day, name)
        .order_by(found.c.day)
    )


def _add_up(
    connection: Connection,
    kind: str,
    sums: dict[str, dict[str, int]],
    changes: Iterable[Row[Any]],
) -> None:
    """Write the sums of days, which each begin with those of the day before."""
    rows: list[dict[str, Any]] = []
    for change in changes:
        known = sums.setdefault(change.name, dict.fromkeys(_SUMMED, 0))
        for each in ("sites", "pages", *COUNTS):
            known[each] += int(getattr(change, each))
        for each in ("seen", *CHANGES):
            known[each] = int(getattr(change, each))
        rows.append({"kind": kind, "name": change.name, "day": change.day, **known})
    if rows:
        connection.execute(insert(total_day), rows)


def _add_today(connection: Connection, kind: str, name: Any, joined: Any, today: date) -> None:  # noqa: ANN401
    """Write the sums of today: the newest figures of all sites."""
    source: Any = site_now.outerjoin(
        figure_day, and_(figure_day.c.site == site_now.c.site, figure_day.c.day == today)
    )
    if joined is not None:
        source = source.join(joined.table, joined == site_now.c.site)
    seen = func.sum(case((site_now.c.day == today, 1), else_=0))
    summed = (
        select(
            literal(kind),
            name,
            literal(today),
            func.count(),
            seen,
            func.sum(site_now.c.pages),
            *(func.sum(site_now.c[each]) for each in COUNTS),
            *(func.sum(func.coalesce(figure_day.c[each], 0)) for each in CHANGES),
        )
        .select_from(source)
        .where(site_now.c.day.is_not(None))
        .group_by(name)
    )
    names = ["kind", "name", "day", *_SUMMED]
    connection.execute(insert(total_day).from_select(names, summed))
