"""What a worker says of the job that it has taken; refused once the job is another one's."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, delete, insert, select, update

from civiscope_watch.store.jobs import JobClaim
from civiscope_watch.store.schema import host_lease, job, run
from civiscope_watch.store.site_now import refresh_site_now

MAX_ATTEMPTS = 3
_BACK_OFF_S = (60, 600)
"""Before the second and the third attempt."""
Hold = Literal["held", "cancel", "lost"]


def hold(connection: Connection, claim: JobClaim, now: datetime, *, lease_s: float) -> Hold:
    """Keep the job for a while longer; say when it is to be cancelled, or is another one's."""
    until = now + timedelta(seconds=lease_s)
    held = connection.execute(
        update(job).where(_mine(claim)).values(lease_until=until).returning(job.c.state)
    ).scalar()
    if held is None:
        return "lost"
    mine = host_lease.c.job == claim.job
    connection.execute(update(host_lease).where(mine).values(until=until))
    return "cancel" if held == "cancelling" else "held"


def look(connection: Connection, claim: JobClaim) -> Hold:
    """Say whether the job is still this worker's, without keeping it for longer."""
    state = connection.execute(select(job.c.state).where(_mine(claim))).scalar()
    return "lost" if state is None else "cancel" if state == "cancelling" else "held"


def take_for_good(connection: Connection, claim: JobClaim) -> bool:
    """Say whether the job is this worker's, and keep all others from it until the transaction ends.

    What is stored after it in the same transaction is stored by nobody else.
    """
    done = connection.execute(update(job).where(_mine(claim)).values(worker=claim.worker))
    return done.rowcount == 1


def finish(
    connection: Connection, claim: JobClaim, state: str, now: datetime, *, run: int | None, why: str
) -> bool:
    """End the job: `done`, `inconclusive` or `cancelled`. False when it is another one's by now."""
    values = {"state": state, "ended": now, "run": run, "why": why, "lease_until": None}
    done = connection.execute(update(job).where(_mine(claim)).values(**values))
    if done.rowcount:
        connection.execute(delete(host_lease).where(host_lease.c.job == claim.job))
    return done.rowcount == 1


def fail(
    connection: Connection, claim: JobClaim, now: datetime, why: str, *, again: bool = True
) -> str:
    """End the attempt: the job waits for another one, or has `failed` after the third.

    Return its state; empty when it is another one's by now.
    """
    if again and claim.attempt < MAX_ATTEMPTS:
        later = now + timedelta(seconds=_BACK_OFF_S[claim.attempt - 1])
        return give_back(connection, claim, later, f"Attempt {claim.attempt} failed: {why}")
    ended = _cancelled_or_lost(connection, claim, now)
    if ended is None:
        times = f"Failed {claim.attempt} times; the last: " if claim.attempt > 1 else "Failed: "
        _end_failed(connection, claim.job, now, times + why)
    return "failed" if ended is None else ended


def give_back(
    connection: Connection, claim: JobClaim, begins: datetime, why: str, *, uncounted: bool = False
) -> str:
    """Let the job wait for whoever takes it next; *uncounted* when the attempt is nobody's fault.

    Workers have names of their own each time they start, so that a number that comes again does
    not let an old one in. Return its state; empty when it is another one's by now.
    """
    ended = _cancelled_or_lost(connection, claim, begins)
    if ended is not None:
        return ended
    attempt = claim.attempt - 1 if uncounted else claim.attempt
    # Begun within its window, it may be ended after it.
    values = {"attempt": attempt, "begins": begins, "ends": None, "why": why, **_WAITING}
    connection.execute(update(job).where(job.c.id == claim.job).values(**values))
    connection.execute(delete(host_lease).where(host_lease.c.job == claim.job))
    return "queued"


def _cancelled_or_lost(connection: Connection, claim: JobClaim, now: datetime) -> str | None:
    """Return what became of the job when it is not to be tried again: `cancelled`, or nothing."""
    if not take_for_good(connection, claim):
        return ""
    state = connection.execute(select(job.c.state).where(job.c.id == claim.job)).scalar_one()
    if state != "cancelling":
        return None
    finish(connection, claim, "cancelled", now, run=None, why="Cancelled.")
    return "cancelled"


def release_lost(connection: Connection, now: datetime) -> list[int]:
    """Take jobs from workers that have not been heard of, and return their numbers.

    They wait for another attempt; those that were to be cancelled are, and those that were lost
    as often as a scan is tried have failed.
    """
    lost = job.c.state.in_(("running", "cancelling")) & (job.c.lease_until < now)
    rows = connection.execute(
        select(job.c.id, job.c.state, job.c.attempt).where(lost).with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        _release(connection, row.id, row.state, row.attempt, now)
    return [row.id for row in rows]


def release_of(connection: Connection, workers: list[str], now: datetime) -> list[int]:
    """Take jobs from *workers* that are known to be gone, and return their numbers."""
    theirs = job.c.state.in_(("running", "cancelling")) & job.c.worker.in_(workers)
    connection.execute(update(job).where(theirs).values(lease_until=now - timedelta(seconds=1)))
    return release_lost(connection, now)


def grant_time(connection: Connection, now: datetime, *, lease_s: float) -> None:
    """Let every lease begin now: nobody could renew one, or the clock was set."""
    until = now + timedelta(seconds=lease_s)
    running = job.c.state.in_(("running", "cancelling"))
    connection.execute(update(job).where(running).values(lease_until=until))
    connection.execute(update(host_lease).values(until=until))


_WAITING: dict[str, Any] = {"state": "queued", "worker": "", "lease_until": None}


def _release(connection: Connection, number: int, state: str, attempt: int, now: datetime) -> None:
    if state == "cancelling":
        values = {"state": "cancelled", "ended": now, "lease_until": None, "why": "Cancelled."}
        connection.execute(update(job).where(job.c.id == number).values(**values))
    elif attempt >= MAX_ATTEMPTS:
        _end_failed(
            connection, number, now, f"Failed {attempt} times; the last: its worker was lost."
        )
    else:
        why = f"Attempt {attempt} was cut off: its worker was lost."
        values = {"begins": now, "ends": None, "why": why, **_WAITING}
        connection.execute(update(job).where(job.c.id == number).values(**values))
    connection.execute(delete(host_lease).where(host_lease.c.job == number))


def _end_failed(connection: Connection, number: int, now: datetime, why: str) -> None:
    """End a job, with a run that says so: without a row, the site would still look up to date."""
    row = connection.execute(select(job.c.site, job.c.started).where(job.c.id == number)).one()
    made = connection.execute(
        insert(run)
        .values(
            site=row.site,
            state="failed",
            scan=f"job-{number}",
            started=row.started or now,
            ended=now,
            why=why,
            pages=0,
            depth="",
            engines={},
        )
        .returning(run.c.id)
    ).scalar_one()
    refresh_site_now(connection, row.site)
    values = {"state": "failed", "ended": now, "why": why, "run": made, "lease_until": None}
    connection.execute(update(job).where(job.c.id == number).values(**values))
    connection.execute(delete(host_lease).where(host_lease.c.job == number))


def _mine(claim: JobClaim) -> Any:  # noqa: ANN401 - an expression of SQLAlchemy
    return (
        (job.c.id == claim.job)
        & (job.c.attempt == claim.attempt)
        & (job.c.worker == claim.worker)
        & job.c.state.in_(("running", "cancelling"))
    )
