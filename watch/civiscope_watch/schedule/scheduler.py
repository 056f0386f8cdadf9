"""Turn slots of schedules that have come into jobs, and keep those that were missed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from civiscope_watch.schedule.calendar import MAX_SLOTS, Calendar
from civiscope_watch.store.database import Database
from civiscope_watch.store.jobs import (
    WantedJob,
    add_jobs,
    add_missed,
    expire_windows,
)
from civiscope_watch.store.schedules import (
    NewSchedule,
    Schedule,
    drop_jobs_of_the_future,
    insert_schedule,
    list_schedules,
    set_slots,
    sites_of,
)

LATE_S = 600.0
"""Seconds after which a slot was not only taken late, but missed."""
_SET_BACK_S = 60.0


@dataclass(slots=True)
class Tick:
    """What a look at the schedules brought."""

    added: int = 0
    """Jobs."""
    missed: int = 0
    """Slots of sites that passed without a scan, each kept as a job of that state."""
    dropped: int = 0
    """Jobs that a wrong clock had made."""


def add_schedule(connection: Connection, new: NewSchedule, now: datetime) -> int:
    """Add a schedule, and return its number. Raises HistoryError for one that is never due."""
    calendar = Calendar.of(new.cron, new.zone)
    due = calendar.next_after(now)
    if due is None:
        raise AssertionError("Calendar.of refuses what is never due")
    return insert_schedule(connection, replace(new, cron=calendar.cron), due, now)


def tick(database: Database, now: datetime, last: datetime | None = None) -> Tick:
    """Add the jobs whose time has come. *last* is when it was done before.

    Each slot is dealt with once, whoever ticks and however often.
    """
    done = Tick()
    with database.writing() as connection:
        if last is not None and last > now + timedelta(seconds=_SET_BACK_S):
            # What the clock said before was wrong, and so is what was planned by it.
            done.dropped = drop_jobs_of_the_future(connection, now, now + timedelta(days=1))
        done.missed += expire_windows(connection, now)
        for each in list_schedules(connection):
            if each.enabled:
                _deal_with(connection, each, now, done)
    return done


def _deal_with(connection: Connection, each: Schedule, now: datetime, done: Tick) -> None:
    calendar = Calendar.of(each.cron, each.zone)
    since = each.last_slot or each.created
    due = calendar.next_after(now)
    if since > now:
        # The clock was set back: begin again at the time that it is.
        set_slots(connection, each.id, last=now, next_due=due)
        return
    slots = calendar.slots(since, now)
    if not slots:
        if due != each.next_due:
            set_slots(connection, each.id, last=each.last_slot, next_due=due)
        return
    newest = slots[-1]
    sites = sites_of(connection, each)
    late = now - newest > timedelta(seconds=LATE_S)
    over = each.window_s > 0 and now >= newest + timedelta(seconds=each.window_s)
    if over or (late and each.missed == "skip"):
        why = _missed_words(slots)
        add_missed(connection, _wanted(each, sites, newest, now, why), now)
        done.missed += len(sites)
    else:
        why = "It makes up for a slot that passed while nothing ran." if late else ""
        added = add_jobs(connection, _wanted(each, sites, newest, now, why), now)
        done.added += added.added
        done.missed += added.refused
        if len(slots) > 1:
            why = _missed_words(slots[:-1])
            add_missed(connection, _wanted(each, sites, slots[-2], now, why), now)
            done.missed += len(sites)
    set_slots(connection, each.id, last=newest, next_due=due)


def _wanted(
    each: Schedule, sites: Iterable[tuple[int, str]], slot: datetime, now: datetime, why: str
) -> list[WantedJob]:
    ends = slot + timedelta(seconds=each.window_s) if each.window_s else None
    return [
        WantedJob(
            site=number,
            host=host,
            begins=begin_of(each, number, slot, now),
            ends=ends,
            priority=each.priority,
            schedule=each.id,
            slot=slot,
            why=why,
        )
        for number, host in sites
    ]


def begin_of(each: Schedule, site: int, slot: datetime, now: datetime) -> datetime:
    """Return when a site begins: at its own place in the spread, the same each time.

    When that has passed, it is spread anew from *now*, so that thousands do not begin at once.
    """
    place = timedelta(seconds=_place(each.id, site, each.spread_s))
    planned = slot + place
    return planned if now - slot <= timedelta(seconds=LATE_S) else max(planned, now + place)


def _place(schedule: int, site: int, spread_s: int) -> int:
    if spread_s <= 0:
        return 0
    digest = hashlib.sha256(f"{schedule}:{site}".encode()).digest()
    return int.from_bytes(digest[:8]) % spread_s


def _missed_words(slots: list[datetime]) -> str:
    newest = slots[-1].astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    if len(slots) == 1:
        return f"The slot of {newest} passed while nothing ran."
    count = f"{len(slots)}" if len(slots) < MAX_SLOTS else f"{MAX_SLOTS} or more"
    return f"{count} slots up to {newest} passed while nothing ran."
