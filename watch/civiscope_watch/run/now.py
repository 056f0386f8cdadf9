"""Run scans now, in the program that asks for them, and say what became of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from civiscope.web.urls import host_of
from civiscope_watch.run.runner import Runner
from civiscope_watch.run.settings import RunSettings
from civiscope_watch.schedule.scheduler import tick
from civiscope_watch.store.clock import now_of
from civiscope_watch.store.history import History
from civiscope_watch.store.jobs import (
    OPEN_STATES,
    WantedJob,
    add_jobs,
    count_waiting,
    open_jobs_of,
    server_of,
    states_of,
)
from civiscope_watch.store.sites import WatchedSite

PRIORITY = 10
"""Of scans that a person asks for: before those of schedules."""
_MAX_NAMED = 500


def ask_for(history: History, sites: Sequence[WatchedSite]) -> list[int]:
    """Have *sites* scanned as soon as there is a worker, and return the numbers of their jobs.

    One that waits or runs already is returned as it is.
    """
    with history.database.writing() as connection:
        now = now_of(connection)
        wanted = [
            WantedJob(
                site=each.id,
                host=server_of(host_of(each.url), dict(each.settings)),
                begins=now,
                priority=PRIORITY,
            )
            for each in sites
        ]
        add_jobs(connection, wanted, now)
        return open_jobs_of(connection, [each.id for each in sites])


def run_now(
    history: History,
    settings: RunSettings,
    say: Callable[[str], None],
    sites: Sequence[WatchedSite] | None,
) -> Counter[str]:
    """Scan *sites*, or what waits and is due, and return how many jobs came to which end.

    What another worker takes first is waited for. Interrupted, scans are broken off; whoever runs
    next goes on with them.
    """
    runner = Runner(history, settings, say)
    runner.start()
    database = history.database
    numbers: list[int] = []
    if sites is not None:
        numbers = ask_for(history, sites)
    else:
        with database.reading() as connection:
            now = now_of(connection)
        tick(database, now)

    def enough() -> bool:
        with database.reading() as connection:
            if sites is None:
                return not count_waiting(connection, now_of(connection))
            return not any(
                state in OPEN_STATES for state in states_of(connection, numbers).values()
            )

    try:
        runner.run_until(enough, only=numbers if 0 < len(numbers) <= _MAX_NAMED else None)
    finally:
        runner.stop()
    if sites is None:
        return runner.ended
    with database.reading() as connection:
        return Counter(states_of(connection, numbers).values())
