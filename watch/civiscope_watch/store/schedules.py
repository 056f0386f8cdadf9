"""Schedules: when which sites are scanned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, delete, insert, select, update

from civiscope_watch.store.errors import HistoryError
from civiscope_watch.store.jobs import server_of
from civiscope_watch.store.schema import job, schedule, site, site_tag

Missed = Literal["run", "skip"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSchedule:
    """A schedule as it is made: of one site, of the sites with a tag, or else of all."""

    cron: str
    zone: str = "UTC"
    site: int | None = None
    tag: str = ""
    spread_s: int = 0
    """Seconds over which its sites begin, each always at the same distance."""
    window_s: int = 0
    """Seconds after which none begins any more; 0 for no end."""
    priority: int = 0
    missed: Missed = "run"
    """What becomes of a slot that passed while nothing ran."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule(NewSchedule):
    """A schedule."""

    id: int
    enabled: bool
    next_due: datetime | None
    last_slot: datetime | None
    created: datetime
    url: str | None = None
    """Of its site, when it has one."""

    @property
    def sites(self) -> str:
        """Whose schedule it is, in words."""
        return self.url or (f"tag {self.tag}" if self.tag else "all sites")


def insert_schedule(
    connection: Connection, new: NewSchedule, next_due: datetime, now: datetime
) -> int:
    """Add a schedule that is next due then, and return its number."""
    names = NewSchedule.__dataclass_fields__
    values: dict[str, Any] = {name: getattr(new, name) for name in names}
    made = connection.execute(
        insert(schedule)
        .values(**values, enabled=True, next_due=next_due, created=now)
        .returning(schedule.c.id)
    )
    return int(made.scalar_one())


def list_schedules(connection: Connection, *, site_number: int | None = None) -> list[Schedule]:
    """Return all schedules, or those of one site alone."""
    query = select(schedule, site.c.url).outerjoin(site, site.c.id == schedule.c.site)
    if site_number is not None:
        query = query.where(schedule.c.site == site_number)
    rows = connection.execute(query.order_by(schedule.c.id)).mappings()
    return [Schedule(**row) for row in rows]


def find_schedule(connection: Connection, number: int) -> Schedule:
    """Return a schedule by its number. Raises HistoryError."""
    for each in list_schedules(connection):
        if each.id == number:
            return each
    raise HistoryError(
        f"There is no schedule {number}. `civiscope watch schedule list` shows all of them."
    )


def set_enabled(connection: Connection, number: int, enabled: bool, now: datetime) -> None:
    """Let a schedule rest, or go on from now."""
    values: dict[str, Any] = {"enabled": enabled}
    if enabled:
        values["last_slot"] = now
    connection.execute(update(schedule).where(schedule.c.id == number).values(**values))


def remove_schedule(connection: Connection, number: int) -> None:
    """Remove a schedule; scans that it asked for stay."""
    connection.execute(delete(schedule).where(schedule.c.id == number))


def set_slots(
    connection: Connection, number: int, *, last: datetime | None, next_due: datetime | None
) -> None:
    """Keep which slot of a schedule was the last one dealt with, and when it is due next."""
    values = {"last_slot": last, "next_due": next_due}
    connection.execute(update(schedule).where(schedule.c.id == number).values(**values))


def sites_of(connection: Connection, each: NewSchedule) -> list[tuple[int, str]]:
    """Return the sites that a schedule is for, each with its server; not those that rest."""
    query = select(site.c.id, site.c.host, site.c.settings).where(site.c.enabled)
    if each.site is not None:
        query = query.where(site.c.id == each.site)
    elif each.tag:
        tagged = select(site_tag.c.site).where(site_tag.c.tag == each.tag)
        query = query.where(site.c.id.in_(tagged))
    rows = connection.execute(query.order_by(site.c.id))
    return [(row.id, server_of(row.host, row.settings)) for row in rows]


def drop_jobs_of_the_future(connection: Connection, now: datetime, latest: datetime) -> int:
    """Remove waiting jobs of slots that are to come: they were made by a clock that was wrong.

    Jobs that wait for another attempt later than *latest* may begin now. Return how many went.
    """
    waiting = job.c.state == "queued"
    connection.execute(
        update(job).where(waiting, job.c.slot.is_(None), job.c.begins > latest).values(begins=now)
    )
    future = job.c.state.in_(("queued", "missed")) & (job.c.slot > now)
    return connection.execute(delete(job).where(future)).rowcount
