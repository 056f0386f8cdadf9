"""Jobs: scans that are to be made. Add them, hand them out, cancel them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, case, delete, exists, func, or_, select, text, update

from civiscope_watch.store.schema import host_lease, host_pause, job, site
from civiscope_watch.store.upsert import insert_into

OPEN_STATES = ("queued", "running", "cancelling")
STILL_OPEN = "The scan before was still waiting or running."
WINDOW_ENDED = "Its window ended before it could begin."
CANCELLED = "Cancelled before it began."
_ROWS = 1_000
_TRIES = 20
_MANY = 1_000
"""Rows after which PostgreSQL is told that a table is another one now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedJob:
    """A scan that somebody wants."""

    site: int
    host: str
    begins: datetime
    ends: datetime | None = None
    priority: int = 0
    schedule: int | None = None
    slot: datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobClaim:
    """A job that a worker has taken. What it writes is refused once another one has it."""

    job: int
    site: int
    attempt: int
    worker: str


def server_of(host: str, settings: dict[str, Any]) -> str:
    """Return the name by which sites on one server are known: their host, if nothing else is set.

    Not the registrable domain: the hundreds of hosts of a ministry are rarely one machine, and
    would wait for each other all night.
    """
    return str(settings.get("server") or host.removeprefix("www."))[:255]


@dataclass(frozen=True, slots=True)
class AddedJobs:
    """What became of jobs that were wanted; one whose slot is known already is in neither."""

    added: int
    refused: int
    """Because their sites have open ones."""


def add_jobs(connection: Connection, wanted: Sequence[WantedJob], now: datetime) -> AddedJobs:
    """Add jobs of sites that have no open one.

    Where one has, the slot of a schedule is kept as missed. A slot that is known changes nothing.
    """
    asked = select(job.c.site).where(job.c.state.in_(OPEN_STATES))
    busy = set(connection.execute(asked).scalars())
    known = _known_slots(connection, wanted)
    added: list[dict[str, Any]] = []
    missed: list[dict[str, Any]] = []
    refused = 0
    for each in wanted:
        if (each.schedule, each.slot, each.site) in known:
            continue
        if each.site not in busy:
            busy.add(each.site)
            added.append(_row(each, "queued", now))
            continue
        refused += 1
        if each.slot is not None:
            missed.append(_row(each, "missed", now, STILL_OPEN))
    _insert(connection, [*added, *missed])
    return AddedJobs(len(added), refused)


def _known_slots(
    connection: Connection, wanted: Sequence[WantedJob]
) -> set[tuple[int | None, datetime | None, int]]:
    known: set[tuple[int | None, datetime | None, int]] = set()
    for schedule, slot in {(each.schedule, each.slot) for each in wanted if each.slot is not None}:
        asked = select(job.c.site).where(job.c.schedule == schedule, job.c.slot == slot)
        known |= {(schedule, slot, number) for number in connection.execute(asked).scalars()}
    return known


def add_missed(connection: Connection, wanted: Sequence[WantedJob], now: datetime) -> None:
    """Keep that slots passed without a scan; the reasons stand in the jobs."""
    _insert(connection, [_row(each, "missed", now) for each in wanted])


def claim_next(
    connection: Connection,
    worker: str,
    now: datetime,
    *,
    lease_s: float,
    only: Sequence[int] | None = None,
) -> JobClaim | None:
    """Take the most urgent job that may begin, of the jobs *only*; None when there is none.

    No two take the same one, nor jobs on one server.
    """
    until = now + timedelta(seconds=lease_s)
    tried: list[int] = []
    for _ in range(_TRIES):
        query = select(job.c.id, job.c.site, job.c.host, job.c.attempt).where(
            may_begin(now), job.c.id.not_in(tried)
        )
        if only is not None:
            query = query.where(job.c.id.in_(list(only)))
        first = query.order_by(*URGENCY).limit(1)
        row = connection.execute(first.with_for_update(skip_locked=True, of=job)).first()
        if row is None:
            return None
        if _lease_host(connection, row.host, row.id, now, until):
            changes = {"state": "running", "attempt": row.attempt + 1, "worker": worker}
            connection.execute(
                update(job)
                .where(job.c.id == row.id)
                .values(**changes, lease_until=until, started=now, ended=None)
            )
            return JobClaim(job=row.id, site=row.site, attempt=row.attempt + 1, worker=worker)
        # Another one took a job on the same server meanwhile.
        tried.append(row.id)
    return None


URGENCY = (job.c.priority.desc(), job.c.begins, job.c.id)
"""What is claimed first."""


def may_begin(now: datetime) -> Any:  # noqa: ANN401 - an expression of SQLAlchemy
    """Return the condition for jobs that may begin."""
    lease = exists().where(host_lease.c.host == job.c.host, host_lease.c.until > now)
    pause = exists().where(host_pause.c.host == job.c.host, host_pause.c.until > now)
    window = or_(job.c.ends.is_(None), job.c.ends > now)
    return (job.c.state == "queued") & (job.c.begins <= now) & window & ~lease & ~pause


def expire_windows(connection: Connection, now: datetime) -> int:
    """Give up jobs that have not begun within their windows; return how many."""
    late = (job.c.state == "queued") & (job.c.ends <= now)
    done = connection.execute(
        update(job).where(late).values(state="missed", ended=now, why=WINDOW_ENDED)
    )
    return done.rowcount


def cancel_jobs(connection: Connection, numbers: Sequence[int], now: datetime) -> list[int]:
    """Cancel open jobs, and return their numbers. Running scans are ended by who runs them."""
    queued = job.c.state == "queued"
    done = connection.execute(
        update(job)
        .where(job.c.id.in_(list(numbers)), job.c.state.in_(OPEN_STATES))
        .values(
            state=case((queued, "cancelled"), else_="cancelling"),
            ended=case((queued, now), else_=job.c.ended),
            why=case((queued, CANCELLED), else_=job.c.why),
        )
        .returning(job.c.id)
    )
    return sorted(done.scalars())


def open_jobs_of(connection: Connection, sites: Sequence[int]) -> list[int]:
    """Return the numbers of the open jobs of *sites*."""
    asked = select(job.c.id).where(job.c.site.in_(list(sites)), job.c.state.in_(OPEN_STATES))
    return sorted(connection.execute(asked).scalars())


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job, as lists show it."""

    id: int
    site: int
    url: str
    name: str
    state: str
    priority: int
    attempt: int
    slot: datetime | None
    begins: datetime
    started: datetime | None
    ended: datetime | None
    worker: str
    why: str
    run: int | None


def list_jobs(
    connection: Connection, *, states: Sequence[str] = (), sites: Sequence[int] = (), limit: int
) -> list[JobRow]:
    """Return jobs, running ones first, then what is claimed next, then the last that ended."""
    rank = case(
        (job.c.state.in_(("running", "cancelling")), 0), (job.c.state == "queued", 1), else_=2
    )
    names = [getattr(job.c, name) for name in JobRow.__slots__ if name in job.c]
    query = select(*names, site.c.url, site.c.name).join(site, site.c.id == job.c.site)
    if states:
        query = query.where(job.c.state.in_(list(states)))
    if sites:
        query = query.where(job.c.site.in_(list(sites)))
    over = case((rank == 2, job.c.ended)).desc().nulls_last()
    query = query.order_by(rank, over, *URGENCY).limit(limit)
    return [JobRow(**row) for row in connection.execute(query).mappings()]


def states_of(connection: Connection, numbers: Sequence[int]) -> dict[int, str]:
    """Return the states of jobs, by their numbers."""
    asked = select(job.c.id, job.c.state).where(job.c.id.in_(list(numbers)))
    return {row.id: row.state for row in connection.execute(asked)}


def count_waiting(connection: Connection, now: datetime) -> int:
    """Return how many jobs could begin now, or run."""
    running = job.c.state.in_(("running", "cancelling"))
    asked = select(func.count()).select_from(job).where(running | may_begin(now))
    return int(connection.execute(asked).scalar_one())


def pause_host(connection: Connection, host: str, until: datetime, why: str) -> None:
    """Begin no scan on a server until then: it asked to be left alone."""
    values = {"until": until, "why": why}
    connection.execute(
        insert_into(connection, host_pause)
        .values(host=host, **values)
        .on_conflict_do_update(index_elements=["host"], set_=values)
    )


def forget_jobs(connection: Connection, before: datetime) -> int:
    """Remove jobs that ended before then, and return how many; runs and figures stay."""
    return connection.execute(delete(job).where(job.c.ended < before)).rowcount


def _row(wanted: WantedJob, state: str, now: datetime, why: str | None = None) -> dict[str, Any]:
    return {
        "site": wanted.site,
        "schedule": wanted.schedule,
        "slot": wanted.slot,
        "state": state,
        "priority": wanted.priority,
        "begins": wanted.begins,
        "ends": wanted.ends,
        "host": wanted.host,
        "attempt": 0,
        "created": now,
        "ended": now if state == "missed" else None,
        "why": wanted.why if why is None else why,
    }


def _insert(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    add = insert_into(connection, job).on_conflict_do_nothing()
    for start in range(0, len(rows), _ROWS):
        connection.execute(add, list(rows[start : start + _ROWS]))
    if len(rows) >= _MANY and connection.dialect.name != "sqlite":
        # Plans made for the table as it was would read all of it, row by row.
        connection.execute(text("ANALYZE job"))


def _lease_host(
    connection: Connection, host: str, number: int, now: datetime, until: datetime
) -> bool:
    values = {"job": number, "until": until}
    free = (host_lease.c.until <= now) | (host_lease.c.job == number)
    leased = connection.execute(
        insert_into(connection, host_lease)
        .values(host=host, **values)
        .on_conflict_do_update(index_elements=["host"], set_=values, where=free)
        .returning(host_lease.c.host)
    )
    return leased.first() is not None
