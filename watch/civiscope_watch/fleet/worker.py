"""A worker of a fleet: takes scans from the queue in PostgreSQL, and survives its absence."""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import psycopg
from procrastinate.exceptions import ProcrastinateException

from civiscope_watch.fleet.queue import QUEUE, TASK, ScanQueue
from civiscope_watch.run.execute import Execution
from civiscope_watch.run.keeper import Duty, Keeper
from civiscope_watch.run.room import has_room, no_room_words
from civiscope_watch.run.settings import RunSettings
from civiscope_watch.store import jobs, workers
from civiscope_watch.store.clock import now_of
from civiscope_watch.store.database import newest_version
from civiscope_watch.store.errors import DatabaseTrouble, HistoryError
from civiscope_watch.store.history import History

TEMPORARY = 75
"""What the program ends with when it is to be started again (EX_TEMPFAIL of sysexits.h)."""
_SHUTDOWN_S = 2.0
_RECONNECT_S = (0.5, 1.0, 2.0, 5.0)
_FULL_WAIT_S = 10.0
_UNHEARD_S = 180.0
"""After which a loop that says nothing while the database is there is taken for hanging."""


class FleetWorker:
    """Runs jobs that Procrastinate hands out, as many at a time as it has places."""

    def __init__(self, history: History, settings: RunSettings, say: Callable[[str], None]) -> None:
        """Make a worker that says what happens by *say*. Raises HistoryError for SQLite."""
        if history.database.is_sqlite:
            raise HistoryError(
                "Workers share a database in PostgreSQL; name it with --db postgresql://… "
                "(`civiscope watch db move` copies a history there). With SQLite, `civiscope watch "
                "serve` runs scans on one machine."
            )
        self._history = history
        self._settings = settings
        self._say = say
        self.execution = Execution(history, settings, say)
        self._queue = ScanQueue(history.database)
        self._pool = ThreadPoolExecutor(settings.slots, thread_name_prefix="scan")
        self._heard = time.monotonic()
        self._stopping: Callable[[], None] = lambda: None
        self._other_version = ""
        self.worker = ""

    def stop(self) -> None:
        """Break off what runs, so that another worker goes on with it, and end `run`."""
        self.execution.stop.set()
        self._stopping()

    def run(self) -> None:
        """Run jobs until `stop` is called; while the database is away, wait for it.

        Raises HistoryError when the database has become another version's.
        """
        self._queue.make()
        with self._history.database.writing() as connection:
            self.worker = workers.register_worker(
                connection, "fleet", self._settings.slots, now_of(connection)
            )
        keeper = Keeper(
            self._history.database, self._settings, self._say, self.worker, self._duties()
        )
        keeper.start()
        watchdog = threading.Thread(target=self._watch, name="watchdog", daemon=True)
        watchdog.start()
        try:
            self._run_again_and_again()
        finally:
            self.execution.stop.set()
            self._pool.shutdown(wait=True)
            keeper.stop()
            self._queue.close()
            with contextlib.suppress(HistoryError), self._history.database.writing() as connection:
                workers.worker_stopped(connection, self.worker, now_of(connection))
        if self._other_version:
            raise HistoryError(self._other_version)

    def _run_again_and_again(self) -> None:
        tries = 0
        while not self.execution.stop.is_set():
            self._heard = time.monotonic()
            try:
                asyncio.run(self._serve())
                tries = 0
            except (ProcrastinateException, psycopg.Error, HistoryError, OSError) as error:
                if tries == 0:
                    cause = " ".join(str(error.__cause__ or error).split())[:200]
                    self._say(f"The database is away ({cause}); scans that run go on meanwhile.")
            except asyncio.CancelledError:
                pass
            wait = _RECONNECT_S[min(tries, len(_RECONNECT_S) - 1)]
            tries += 1
            self.execution.stop.wait(wait)

    async def _serve(self) -> None:
        """Take jobs until the database goes away, or `stop` is called."""
        loop = asyncio.get_running_loop()
        app = self._queue.app(self._settings.slots + 4)

        @app.task(name=TASK, queue=QUEUE)
        async def scan(job: int) -> None:
            # In a thread of ours: when Procrastinate ends, because the database is away, the scan
            # goes on, and what it finds is stored when the database is back.
            await loop.run_in_executor(self._pool, self._scan, job)

        async with app.open_async():
            working = asyncio.create_task(
                app.run_worker_async(
                    queues=[QUEUE],
                    concurrency=self._settings.slots,
                    delete_jobs="always",
                    install_signal_handlers=False,
                    shutdown_graceful_timeout=_SHUTDOWN_S,
                    fetch_job_polling_interval=max(self._settings.look_s, 0.2),
                    update_heartbeat_interval=self._settings.beat_s,
                    stalled_worker_timeout=self._settings.lease_s,
                )
            )
            self._stopping = lambda: _cancel(loop, working)
            if self.execution.stop.is_set():
                working.cancel()
            listening = asyncio.create_task(self._listen(app))
            try:
                await asyncio.wait({working, listening}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                self._stopping = lambda: None
                for task in (listening, working):
                    task.cancel()
                await asyncio.gather(working, listening, return_exceptions=True)
        for task in (working, listening):
            error = None if task.cancelled() else task.exception()
            if error is not None:
                raise error

    async def _listen(self, app: Any) -> None:  # noqa: ANN401 - Procrastinate's own
        """Keep when the database was last heard of; end when it cannot be reached."""
        while True:
            await app.check_connection_async()
            self._heard = time.monotonic()
            await asyncio.sleep(self._settings.beat_s)

    def _scan(self, number: int) -> None:
        """Take a job that the queue named, if it still is to be had, and bring it to its end."""
        said = False
        while not has_room(self._history, self._settings):
            if not said:
                self._say(no_room_words(self._history, self._settings))
            said = True
            if self.execution.stop.wait(_FULL_WAIT_S):
                return
        if self.execution.stop.is_set():
            return
        try:
            with self._history.database.writing() as connection:
                claim = jobs.claim_next(
                    connection,
                    self.worker,
                    now_of(connection),
                    lease_s=self._settings.lease_s,
                    only=[number],
                )
        except DatabaseTrouble:
            # It stays in its table, and comes again.
            return
        # Another worker may have it, its server may be busy, or it was cancelled.
        if claim is not None:
            self.execution.run(claim)

    def _duties(self) -> tuple[Duty, ...]:
        def feed(now: datetime, _last: datetime | None) -> None:
            seen_since = now - timedelta(seconds=self._settings.lease_s)
            with self._history.database.reading() as connection:
                places = workers.count_slots(connection, seen_since)
            self._queue.feed(places)

        def release(_now: datetime, _last: datetime | None) -> None:
            asyncio.run(self._queue.release_stalled(self._settings.lease_s))

        return (
            Duty("feed", self._settings.look_s, feed),
            Duty("queue", self._settings.beat_s, release),
        )

    def _watch(self) -> None:
        """End the program when it hangs, and when the database is another version's by now."""
        while not self.execution.stop.wait(self._settings.beat_s):
            try:
                version = self._history.database.version()
            except HistoryError:
                # Away, not hanging: the loop waits for it, too.
                self._heard = time.monotonic()
                continue
            if version != newest_version():
                self._other_version = (
                    f"{self._history.database.name} is of version {version} by now, and this "
                    f"civiscope works with {newest_version()}. Bring both to one version."
                )
                self.stop()
            elif time.monotonic() - self._heard > max(_UNHEARD_S, 3 * self._settings.beat_s):
                self._say("The worker hangs, though its database is there; it ends itself.")
                os._exit(TEMPORARY)


def _cancel(loop: asyncio.AbstractEventLoop, task: asyncio.Task[None]) -> None:
    """Cancel a task of another thread's loop, which may have ended meanwhile."""
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(task.cancel)
