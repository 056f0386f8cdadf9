"""The embedded runner: takes jobs, and makes as many scans at a time as this machine can."""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager

from civiscope.errors import CiviscopeError
from civiscope_watch.run.execute import Execution
from civiscope_watch.run.keeper import Duty, Keeper
from civiscope_watch.run.room import has_room, no_room_words
from civiscope_watch.run.settings import RunSettings
from civiscope_watch.store import attempts, jobs, workers
from civiscope_watch.store.clock import now_of
from civiscope_watch.store.errors import DatabaseTrouble, HistoryError
from civiscope_watch.store.history import History

_FULL_SAID_EVERY = 600
"""Looks after which a full disk is named again."""


class Runner:
    """Runs the jobs of a history in threads, one child process each."""

    def __init__(self, history: History, settings: RunSettings, say: Callable[[str], None]) -> None:
        """Make a runner that says what happens by *say*."""
        self._history = history
        self._settings = settings
        self._say = say
        self.execution = Execution(history, settings, say)
        self._threads: set[threading.Thread] = set()
        self._free = threading.Semaphore(settings.slots)
        self._wake = threading.Event()
        self._full = 0
        self.worker = ""
        self.ended: Counter[str] = Counter()
        """How many jobs came to which end here."""

    def start(self) -> None:
        """Make the worker known, and take back what one that was killed here had begun."""
        with self._history.database.writing() as connection:
            now = now_of(connection)
            if self._history.database.is_sqlite:
                gone = workers.gone_from_here(connection)
                attempts.release_of(connection, gone, now)
                workers.forget_workers(connection, gone, now)
            self.worker = workers.register_worker(connection, "embedded", self._settings.slots, now)

    def run_until(self, enough: Callable[[], bool], *, only: Sequence[int] | None = None) -> None:
        """Take and run jobs, or the jobs *only*, until *enough* says so or `stop` is called."""
        while not self.execution.stop.is_set() and not enough():
            try:
                if self._take(only):
                    continue
            except DatabaseTrouble as error:
                self._say(str(error))
            self._wake.wait(self._settings.look_s)
            self._wake.clear()

    def stop(self) -> None:
        """Break off what runs, so that it can be gone on with, and wait until that is done."""
        self.execution.stop.set()
        self._wake.set()
        for thread in list(self._threads):
            thread.join()
        with contextlib.suppress(HistoryError), self._history.database.writing() as connection:
            workers.worker_stopped(connection, self.worker, now_of(connection))

    def _take(self, only: Sequence[int] | None) -> bool:
        """Begin the next job; say whether there was one, and a place for it."""
        if not has_room(self._history, self._settings):
            if self._full % _FULL_SAID_EVERY == 0:
                self._say(no_room_words(self._history, self._settings))
            self._full += 1
            return False
        self._full = 0
        if not self._free.acquire(blocking=False):
            return False
        claim = None
        try:
            with self._history.database.writing() as connection:
                now = now_of(connection)
                claim = jobs.claim_next(
                    connection, self.worker, now, lease_s=self._settings.lease_s, only=only
                )
        finally:
            if claim is None:
                self._free.release()
        if claim is None:
            return False
        thread = threading.Thread(target=self._run, args=[claim], name=f"job {claim.job}")
        self._threads.add(thread)
        thread.start()
        return True

    def _run(self, claim: jobs.JobClaim) -> None:
        try:
            self.ended[self.execution.run(claim)] += 1
        finally:
            self._threads.discard(threading.current_thread())
            self._free.release()
            self._wake.set()


@contextmanager
def background(
    history: History,
    settings: RunSettings,
    say: Callable[[str], None],
    *,
    runner: bool = True,
    duties: Sequence[Duty] = (),
) -> Generator[None]:
    """Have schedules looked at and, with *runner*, scans made, for as long as the context lasts.

    *duties* are done beside, by one program of all at a time.

    All of it is done in threads, so that a web application can be served beside it. Scans that run
    when it ends are broken off, and are gone on with at the next start.
    """
    running = Runner(history, settings, say) if runner else None
    if running is not None:
        running.start()
    keepers = [Keeper(history.database, settings, say, running.worker if running else "")]
    if duties:
        # In a thread of their own: one that waits for a mail server must not hold up the schedules.
        keepers.append(Keeper(history.database, settings, say, extra=duties, regular=False))
    for keeper in keepers:
        keeper.start()
    thread = None
    if running is not None:
        thread = threading.Thread(
            target=_run_for_ever, args=[running, say], name="runner", daemon=True
        )
        thread.start()
    try:
        yield
    finally:
        for keeper in keepers:
            keeper.stop()
        if running is not None and thread is not None:
            running.execution.stop.set()
            thread.join()
            running.stop()


def _run_for_ever(running: Runner, say: Callable[[str], None]) -> None:
    while not running.execution.stop.is_set():
        try:
            running.run_until(lambda: False)
        except CiviscopeError as error:
            say(str(error))
        except Exception as error:
            say(f"civiscope itself failed ({type(error).__name__}: {error}).")
        running.execution.stop.wait(1)
