"""Fleets of workers as processes, to be killed, stopped and waited for."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text
from tests.watch.fakes import Entry, FakeScans

from civiscope_watch.store.clock import now_of
from civiscope_watch.store.errors import HistoryError
from civiscope_watch.store.history import History
from civiscope_watch.store.jobs import WantedJob, add_jobs
from civiscope_watch.store.schema import job, run, site, worker

QUICK: dict[str, Any] = {
    "slots": 1,
    "look_s": 0.2,
    "beat_s": 0.5,
    "tick_s": 5.0,
    "lease_s": 3.0,
    "grace_s": 2.0,
    "min_free_bytes": 0,
}


class Fleet:
    """Workers of one history."""

    def __init__(self, history: History, fake: FakeScans, url: str = "", **changes: Any) -> None:  # noqa: ANN401
        address = history.database.engine.url.render_as_string(hide_password=False)
        self._history = history
        self._words = [str(history.folder), url or address, json.dumps({**QUICK, **changes})]
        self._words += fake.program
        self._log = fake.folder / "workers.log"
        self.workers: list[subprocess.Popen[bytes]] = []

    def start(self) -> subprocess.Popen[bytes]:
        """Start a worker, in a group of its own."""
        script = Path(__file__).with_name("fleet_worker.py")
        with self._log.open("ab") as log:
            started = subprocess.Popen(  # noqa: S603 # our own
                [sys.executable, str(script), *self._words],
                stdout=log,
                stderr=log,
                start_new_session=True,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            )
        self.workers.append(started)
        return started

    def stop(self) -> None:
        """End all workers that still run."""
        for each in self.workers:
            if each.poll() is None:
                os.kill(each.pid, signal.SIGCONT)
                each.terminate()
        for each in self.workers:
            try:
                each.wait(30)
            except subprocess.TimeoutExpired:
                each.kill()
                each.wait()

    def log(self) -> str:
        """Return what all of them have said."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def counts(self) -> dict[str, int]:
        """Return how many jobs are in which state; nothing while the database is away."""
        try:
            with self._history.database.reading() as connection:
                asked = select(job.c.state, func.count()).group_by(job.c.state)
                return {state: count for state, count in connection.execute(asked)}
        except HistoryError:
            return {}

    def workers_known(self) -> int:
        """Return how many workers have made themselves known."""
        with self._history.database.reading() as connection:
            return int(connection.execute(select(func.count()).select_from(worker)).scalar_one())

    def runs(self) -> int:
        """Return how many runs the history has."""
        with self._history.database.reading() as connection:
            return int(connection.execute(select(func.count()).select_from(run)).scalar_one())


def at_once(entries: list[Entry]) -> int:
    """Return how often two scans of a site were at work at the same moment.

    The end of one that was killed stands nowhere; it is bounded by the next start on that site.
    """
    found = 0
    by_site: defaultdict[str, list[Entry]] = defaultdict(list)
    for each in sorted(entries, key=lambda each: each.at):
        by_site[each.site].append(each)
    for events in by_site.values():
        ends = {(each.job, each.pid): each.at for each in events if each.what == "end"}
        starts = [each for each in events if each.what == "start"]
        for before, after in pairwise(starts):
            found += ends.get((before.job, before.pid), before.at) > after.at
    return found


def twice(entries: list[Entry]) -> int:
    """Return how many scans came to their end more than once."""
    ends = [each.job for each in entries if each.what == "end"]
    return len(ends) - len(set(ends))


def add_many(history: History, count: int) -> None:
    """Add so many sites to a history in PostgreSQL, and a job of each."""
    with history.database.writing() as connection:
        now = now_of(connection)
        rows = text(
            "INSERT INTO site (url, name, host, enabled, settings, created) SELECT 'https://s' || n"
            " || '.example.gov/', 's', 's' || n, true, '{}', now()"
            " FROM generate_series(1, :count) AS n"
        )
        connection.execute(rows, {"count": count})
        sites = connection.execute(select(site.c.id, site.c.host)).all()
        jobs = [WantedJob(site=row.id, host=row.host, begins=now) for row in sites]
        assert add_jobs(connection, jobs, now).added == count
