"""What one of all programs does now and then: schedules, lost jobs, signs of life."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

from civiscope.errors import CiviscopeError
from civiscope_watch.run.settings import RunSettings
from civiscope_watch.schedule.scheduler import tick
from civiscope_watch.store import attempts, workers
from civiscope_watch.store.clock import now_of
from civiscope_watch.store.database import Database
from civiscope_watch.store.errors import DatabaseTrouble
from civiscope_watch.store.jobs import forget_jobs

KEPT_JOBS = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Duty:
    """What is done every so often, by one program at a time."""

    name: str
    every_s: float
    do: Callable[[datetime, datetime | None], None]
    """Is given the time, and when it was done before."""


@dataclass(slots=True)
class Keeper:
    """Does its duties in a thread, and lets a worker be seen."""

    database: Database
    settings: RunSettings
    say: Callable[[str], None]
    worker: str = ""
    """Whose signs of life it gives; none when empty."""
    extra: Sequence[Duty] = ()
    regular: bool = True
    """Whether it looks at schedules and lost jobs, beside what is *extra*."""
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None
    _trouble: str = ""
    _was_away: bool = False
    _cleared: float = 0.0
    """When lost jobs were looked for; 0 before the first time."""

    def start(self) -> None:
        """Begin."""
        self._thread = threading.Thread(target=self._keep, name="keeper", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End after the step that is under way."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def round(self) -> None:
        """Do what is due, once."""
        if self.worker:
            with self.database.writing() as connection:
                workers.worker_seen(connection, self.worker, now_of(connection))
        for duty in self._duties():
            self._do(duty)

    def _keep(self) -> None:
        wait = min(duty.every_s for duty in self._duties())
        while True:
            try:
                self.round()
                self._trouble = ""
            except DatabaseTrouble as error:
                self._was_away = True
                # Said once: the workers wait, and say so, too.
                if not self._trouble:
                    self._trouble = str(error)
                    self.say(self._trouble)
            except CiviscopeError as error:
                self.say(str(error))
            except Exception as error:
                self.say(f"civiscope itself failed ({type(error).__name__}: {error}).")
            if self._stop.wait(wait):
                return

    def _duties(self) -> Sequence[Duty]:
        if not self.regular:
            return self.extra
        return (
            Duty("janitor", self.settings.beat_s, self._clear_up),
            Duty("tick", self.settings.tick_s, self._tick),
            *self.extra,
        )

    def _do(self, duty: Duty) -> None:
        holder = self.worker or f"keeper-{id(self)}"
        with self.database.writing() as connection:
            now = now_of(connection)
            mine, last = workers.take_duty(connection, duty.name, holder, now, every_s=duty.every_s)
        if mine:
            duty.do(now, last)

    def _tick(self, now: datetime, last: datetime | None) -> None:
        done = tick(self.database, now, last)
        if done.added or done.missed or done.dropped:
            words = f"Schedules: {done.added} scans added, {done.missed} slots missed"
            dropped = f", {done.dropped} dropped because the clock was set back"
            self.say(words + (dropped if done.dropped else "") + ".")

    def _clear_up(self, now: datetime, last: datetime | None) -> None:
        lease_s = self.settings.lease_s
        nobody_could = self._nobody_could_renew(now, last)
        with self.database.writing() as connection:
            if nobody_could:
                # Who is there has a whole lease to say so.
                attempts.grant_time(connection, now, lease_s=lease_s)
            else:
                for number in attempts.release_lost(connection, now):
                    self.say(f"Job {number} was lost with its worker.")
                forget_jobs(connection, now - KEPT_JOBS)
        self._was_away, self._cleared = False, monotonic()

    def _nobody_could_renew(self, now: datetime, last: datetime | None) -> bool:
        """Say whether leases may have ended though their workers are there.

        The database was away, no program ran, or the clock was set since the *last* time.
        """
        if last is None:
            return False
        half = self.settings.lease_s / 2
        passed = (now - last).total_seconds()
        # By a clock that nobody sets. Before the first time, nothing is known of it.
        really = monotonic() - self._cleared if self._cleared else half
        return self._was_away or passed > really + half or passed < -half
