"""Figures by month, of each site and summed over owners and tags, kept up with every run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, delete, select

from civiscope.results import Results
from civiscope_reports.content.figure_samples import FigureSample, sample_of
from civiscope_reports.content.figures import measure
from civiscope_watch.store.issues import RunHead
from civiscope_watch.store.schema import roll_month, site, site_month, site_tag
from civiscope_watch.store.upsert import insert_into

Group = tuple[str, str]
"""Its kind (`all`, `owner` or `tag`) and its name."""
EVERY_SITE: Group = ("all", "")
FLOWS = ("opened", "fixed", "regressed", "asked", "reached")
_MAX_NAME_LENGTH = 300


@dataclass(frozen=True, slots=True)
class MonthOfSite:
    """The figures of a site in a month."""

    day: date | None = None
    stock: Mapping[str, int] = field(default_factory=dict[str, int])
    flows: Mapping[str, int] = field(default_factory=dict[str, int])
    sample: FigureSample | None = None
    kept: bool = False

    @property
    def measures(self) -> Counter[str]:
        """All its counts, as they go into sums."""
        kept = {"kept": 1} if self.kept else {}
        return Counter({**self.stock, **self.flows, **kept})


def roll_up(
    connection: Connection,
    head: RunHead,
    results: Results,
    changes: Mapping[str, int],
    seen: Collection[str],
) -> None:
    """Take a run into the figures of its month; *seen* are keys of the pages that it saw."""
    groups = groups_of(connection, head.site, locking=True)
    month = first_of_month(head.day)
    now = read_months(connection, head.site)
    was = now.get(month, MonthOfSite())
    stock = measure(results)
    # A site that is behind a wall was not asked, so it was not found to be down either.
    asked = bool(stock) or not results.coverage.walls
    happened = {"asked": int(asked), "reached": int(bool(stock)), **changes}
    flows = {name: was.flows.get(name, 0) + happened.get(name, 0) for name in FLOWS}
    if stock and (was.day is None or head.day >= was.day):
        new = MonthOfSite(head.day, stock, flows, sample_of(results, seen))
    else:
        new = MonthOfSite(was.day, was.stock, flows, was.sample)
    now[month] = new
    write_months(connection, head.site, groups, now, (month, next_month(month)))


def write_months(
    connection: Connection,
    number: int,
    groups: Collection[Group],
    now: dict[date, MonthOfSite],
    months: Iterable[date],
) -> None:
    """Write the *months* of a site as they are *now*, and what that changes of the sums."""
    before = read_months(connection, number)
    for month in months:
        if month not in now:
            continue
        kept = _is_kept(now[month], now.get(last_month(month)))
        each = MonthOfSite(
            now[month].day, now[month].stock, now[month].flows, now[month].sample, kept
        )
        _replace(connection, number, month, each)
        old = before.get(month, MonthOfSite()).measures
        change = Counter(each.measures)
        change.subtract(old)
        # A count of 0 is a figure as well: it needs its row, but no change of it.
        moved = {name: value for name, value in change.items() if value or name not in old}
        add_to_sums(connection, groups, month, moved)


def read_months(connection: Connection, number: int) -> dict[date, MonthOfSite]:
    """Return the figures of a site by month."""
    rows = connection.execute(select(site_month).where(site_month.c.site == number))
    return {row.month: month_of(row) for row in rows}


def month_of(row: Any) -> MonthOfSite:  # noqa: ANN401 - a row
    """Return what *row* of the table holds."""
    kept: dict[str, Any] = row.sample
    sample = FigureSample(tuple(kept["marks"]), kept["pages"], kept["setup"])
    return MonthOfSite(row.day, row.stock, row.flows, sample if row.day else None, row.kept)


@contextmanager
def regrouping(connection: Connection, number: int) -> Generator[None]:
    """Move the figures of a site from the sums of its groups before to those after."""
    before = groups_of(connection, number, locking=True)
    yield
    after = groups_of(connection, number)
    gone, come = sorted(set(before) - set(after)), sorted(set(after) - set(before))
    if not gone and not come:
        return
    for month, each in sorted(read_months(connection, number).items()):
        add_to_sums(connection, come, month, each.measures)
        add_to_sums(connection, gone, month, Counter({k: -v for k, v in each.measures.items()}))


def leave_sums(connection: Connection, number: int) -> None:
    """Take a site that goes out of all sums."""
    groups = groups_of(connection, number, locking=True)
    for month, each in sorted(read_months(connection, number).items()):
        add_to_sums(connection, groups, month, Counter({k: -v for k, v in each.measures.items()}))


def groups_of(connection: Connection, number: int, *, locking: bool = False) -> tuple[Group, ...]:
    """Return the groups that a site is in; with *locking*, nobody else changes them meanwhile."""
    asked = select(site.c.owner).where(site.c.id == number)
    # Two runs of a site that ended at once would each start from the same sums.
    owner = connection.execute(asked.with_for_update() if locking else asked).scalar()
    if owner is None:
        return ()
    tags = select(site_tag.c.tag).where(site_tag.c.site == number).order_by(site_tag.c.tag)
    named = [("tag", tag) for tag in connection.execute(tags).scalars()]
    return (EVERY_SITE, ("owner", owner[:_MAX_NAME_LENGTH]), *named)


def add_to_sums(
    connection: Connection, groups: Iterable[Group], month: date, change: Mapping[str, int]
) -> None:
    """Add *change* to the sums of *groups* in *month*."""
    # Always in one order, so that two that write at once wait for each other and not in a circle.
    rows = [
        {"kind": kind, "name": name, "month": month, "measure": name_of, "value": value}
        for kind, name in sorted(groups)
        for name_of, value in sorted(change.items())
    ]
    if not rows:
        return
    added = insert_into(connection, roll_month)
    connection.execute(
        added.on_conflict_do_update(
            index_elements=list(roll_month.primary_key),
            set_={"value": roll_month.c.value + added.excluded.value},
        ),
        rows,
    )


def first_of_month(day: date) -> date:
    """Return the first day of the month that *day* is in."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """Return the first day of the month after *month*."""
    return first_of_month(month + timedelta(days=32))


def last_month(month: date) -> date:
    """Return the first day of the month before *month*."""
    return first_of_month(month - timedelta(days=1))


def _is_kept(now: MonthOfSite, before: MonthOfSite | None) -> bool:
    """Say whether the figures of two months are of the same pages and rules."""
    if now.sample is None or before is None or before.sample is None:
        return False
    return not now.sample.change_from(before.sample)


def _replace(connection: Connection, number: int, month: date, new: MonthOfSite) -> None:
    sample = new.sample or FigureSample((), 0, "")
    mine = (site_month.c.site == number) & (site_month.c.month == month)
    connection.execute(delete(site_month).where(mine))
    connection.execute(
        site_month.insert().values(
            site=number,
            month=month,
            day=new.day,
            stock=dict(new.stock),
            flows=dict(new.flows),
            sample={**asdict(sample), "marks": list(sample.marks)},
            kept=new.kept,
        )
    )
