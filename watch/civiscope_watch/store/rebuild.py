"""Make the figures by month anew, from the results that are kept and from the months of sites."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, select

from civiscope_ci.baseline.page_keys import PageKeys
from civiscope_reports.content.figure_samples import sample_of
from civiscope_reports.content.figures import measure
from civiscope_watch.store.archive import ResultsArchive
from civiscope_watch.store.database import Database
from civiscope_watch.store.errors import HistoryError
from civiscope_watch.store.rollup import (
    Group,
    MonthOfSite,
    add_to_sums,
    first_of_month,
    groups_of,
    read_months,
    write_months,
)
from civiscope_watch.store.schema import figure_day, roll_month, run, site


@dataclass(slots=True)
class Rebuilt:
    """What became of the figures by month."""

    sites: int = 0
    months: int = 0
    """Months of sites that had no figures and have them now."""
    lost: int = 0
    """Months of which no results are kept any more; they have no figures."""


def rebuild_months(database: Database, archive: ResultsArchive) -> Rebuilt:
    """Fill in months that have no figures, and make all sums anew; say what that was."""
    done = Rebuilt()
    with database.reading() as connection:
        numbers = list(connection.execute(select(site.c.id).order_by(site.c.id)).scalars())
    for number in numbers:
        # A transaction a site, so that scans can go on meanwhile.
        with database.writing() as connection:
            _fill_in(connection, archive, number, done)
    with database.writing() as connection:
        _add_up(connection, numbers)
    done.sites = len(numbers)
    return done


def _fill_in(connection: Connection, archive: ResultsArchive, number: int, done: Rebuilt) -> None:
    days = connection.execute(select(figure_day).where(figure_day.c.site == number)).all()
    groups = groups_of(connection, number, locking=True)
    months = read_months(connection, number)
    missing = sorted({first_of_month(row.day) for row in days} - set(months))
    if not missing:
        return
    runs = _runs_of(connection, number)
    for month in missing:
        flows: Counter[str] = Counter()
        for row in days:
            if first_of_month(row.day) == month:
                flows.update(opened=row.opened, fixed=row.fixed, regressed=row.regressed)
        of_month = runs.get(month, [])
        flows.update(asked=len(of_month), reached=sum(state == "done" for _, state in of_month))
        kept = next((n for n, state in reversed(of_month) if state == "done" and n), "")
        months[month] = _measure_again(archive, kept, flows)
        done.months += months[month].day is not None
        done.lost += months[month].day is None
    write_months(connection, number, groups, months, sorted(months))


def _runs_of(connection: Connection, number: int) -> dict[date, list[tuple[str, str]]]:
    """Return the runs of a site by month, in order: where results are kept, and the state."""
    asked = select(run.c.started, run.c.archived, run.c.state).where(run.c.site == number)
    found: defaultdict[date, list[tuple[str, str]]] = defaultdict(list)
    for row in connection.execute(asked.order_by(run.c.started, run.c.id)):
        found[first_of_month(row.started.date())].append((row.archived, row.state))
    return found


def _measure_again(archive: ResultsArchive, name: str, flows: Counter[str]) -> MonthOfSite:
    try:
        results = archive.read(name) if name else None
    except HistoryError:
        results = None
    if results is None:
        return MonthOfSite(flows=dict(flows))
    keys = PageKeys.of(results)
    pages = {
        keys.page(page.url)
        for page in results.pages
        if page.kind == "page" and page.state == "complete"
    }
    day = date.fromisoformat(results.scan.started[:10])
    return MonthOfSite(day, measure(results), dict(flows), sample_of(results, pages))


def _add_up(connection: Connection, numbers: list[int]) -> None:
    connection.execute(delete(roll_month))
    sums: defaultdict[tuple[Group, date], Counter[str]] = defaultdict(Counter)
    for number in numbers:
        groups = groups_of(connection, number)
        for month, each in read_months(connection, number).items():
            for group in groups:
                sums[group, month].update(each.measures)
    for (group, month), counts in sorted(sums.items()):
        add_to_sums(connection, [group], month, counts)
