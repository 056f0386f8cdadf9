"""From a job that was taken to its end: scan, and store what was found."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar

from sqlalchemy import Connection

from civiscope.errors import CiviscopeError, UsageError
from civiscope.results.file import NAME as RESULTS
from civiscope.results.file import read
from civiscope_ci.gate.file import NAME as GATE
from civiscope_watch.run.child import ScanChild, ended_words
from civiscope_watch.run.command import scan_command
from civiscope_watch.run.folders import ScanFolders
from civiscope_watch.run.limits import pause_hosts
from civiscope_watch.run.settings import RunSettings
from civiscope_watch.store import attempts
from civiscope_watch.store.clock import now_of
from civiscope_watch.store.errors import DatabaseTrouble, HistoryError
from civiscope_watch.store.facts import told_twice
from civiscope_watch.store.history import History
from civiscope_watch.store.jobs import JobClaim
from civiscope_watch.store.record import record_in
from civiscope_watch.store.sites import WatchedSite, find_site

T = TypeVar("T")
_UNREADABLE = "results-unreadable.json"
_WAIT_S = (0.2, 1.0, 2.0, 5.0)
"""Between two tries to reach the database."""
Ending = Literal["cancel", "lost", "stopped", "too long"]


class WorkerStopped(Exception):
    """The worker is to end, and the database cannot be told."""


@dataclass(frozen=True, slots=True)
class Execution:
    """What all scans of one worker have in common."""

    history: History
    settings: RunSettings
    say: Callable[[str], None]
    stop: threading.Event = field(default_factory=threading.Event)
    """Set when the worker is to end: scans are broken off, and gone on with by another one."""

    @property
    def folders(self) -> ScanFolders:
        """Where scans keep what they see."""
        return ScanFolders(self.history.folder, self.settings.kept_scans)

    def run(self, claim: JobClaim) -> str:
        """Bring a job to its end, and return its state; empty when it is another worker's by now.

        Whatever goes wrong ends the attempt with its reason, and never the worker.
        """
        try:
            return self._run(claim)
        except WorkerStopped:
            return ""
        except (CiviscopeError, OSError) as error:
            return self._fail(claim, str(error))
        except Exception as error:
            return self._fail(claim, f"civiscope itself failed ({type(error).__name__}: {error}).")

    def _run(self, claim: JobClaim) -> str:
        site = self.steadily(lambda connection: find_site(connection, str(claim.site)))
        folder = self.folders.take(claim)
        # An earlier attempt may have come as far as its results, and not into the database.
        if not (folder / RESULTS).is_file():
            self.say(f"{site.url}: attempt {claim.attempt}")
            ended = self._scan(claim, site, folder)
            if not isinstance(ended, tuple):
                return self._break_off(claim, ended)
            if not (folder / RESULTS).is_file():
                code, why = ended
                # What was asked for wrongly is wrong the next time, too.
                return self._fail(claim, why, again=code != UsageError.exit_code)
        return self._store(claim, site, folder)

    def _scan(self, claim: JobClaim, site: WatchedSite, folder: Path) -> tuple[int, str] | Ending:
        """Return with what the scan ended, and why; or that it was ended from here."""
        child = ScanChild(scan_command(site, folder, self.settings), folder)
        try:
            ended = self._attend(claim, child)
        except BaseException:
            child.kill()
            raise
        if isinstance(ended, int):
            return ended, ended_words(ended, child.last_words())
        if ended == "lost":
            # Somebody else scans the site: it must not be asked by both.
            child.kill()
        else:
            child.end(self.settings.grace_s)
        return ended

    def _attend(self, claim: JobClaim, child: ScanChild) -> int | Ending:
        begun = beaten = time.monotonic()
        while True:
            code = child.wait(self.settings.look_s)
            if code is not None:
                return code
            if self.stop.is_set():
                return "stopped"
            now = time.monotonic()
            if now - begun > self.settings.max_scan_s:
                return "too long"
            due = now - beaten >= self.settings.beat_s
            held = self._hold(claim) if due else self._look(claim)
            if held in ("cancel", "lost"):
                return held
            beaten = now if due and held else beaten

    def _hold(self, claim: JobClaim) -> attempts.Hold | None:
        """Say what is to become of the job; None when the database cannot be asked.

        The scan goes on then: what it finds is wanted still when the database is back.
        """
        try:
            with self.history.database.writing() as connection:
                now = now_of(connection)
                return attempts.hold(connection, claim, now, lease_s=self.settings.lease_s)
        except DatabaseTrouble:
            return None

    def _look(self, claim: JobClaim) -> attempts.Hold | None:
        try:
            with self.history.database.reading() as connection:
                return attempts.look(connection, claim)
        except DatabaseTrouble:
            return None

    def _break_off(self, claim: JobClaim, why: Ending) -> str:
        if why == "lost":
            self.say(f"Job {claim.job} is another worker's by now; its scan here was ended.")
            return ""
        if why == "too long":
            hours = self.settings.max_scan_s / 3600
            return self._fail(claim, f"The scan had not ended after {hours:.1f} hours.")

        def end(connection: Connection) -> str:
            now = now_of(connection)
            if why == "cancel":
                done = attempts.finish(
                    connection, claim, "cancelled", now, run=None, why="Cancelled."
                )
                return "cancelled" if done else ""
            words = "Its worker was stopped; the scan is gone on with."
            return attempts.give_back(connection, claim, now, words, uncounted=True)

        return self.steadily(end)

    def _store(self, claim: JobClaim, site: WatchedSite, folder: Path) -> str:
        try:
            results = read(folder / RESULTS)
        except CiviscopeError as error:
            # So that the next attempt scans, and does not stumble over the same file.
            (folder / RESULTS).replace(folder / _UNREADABLE)
            return self._fail(claim, str(error))

        gate = _verdict(folder)

        def store(connection: Connection) -> str:
            if not attempts.take_for_good(connection, claim):
                return ""
            done = record_in(connection, self.history.archive, site.id, results, gate=gate)
            state = "inconclusive" if done.state == "inconclusive" else "done"
            now = now_of(connection)
            why = results.scan.stopped or told_twice(connection, site)
            attempts.finish(connection, claim, state, now, run=done.run, why=why)
            pause_hosts(connection, results, site, now)
            notes.append(why)
            return state

        notes: list[str] = []
        state = self.steadily(store)
        if not state:
            self.say(f"Job {claim.job} is another worker's by now; what was found here is refused.")
            return ""
        self.folders.clear(claim)
        self.say(f"{site.url}: {state}{f'. {notes[-1]}' if notes[-1] else ''}")
        return state

    def _fail(self, claim: JobClaim, why: str, *, again: bool = True) -> str:
        def end(connection: Connection) -> str:
            return attempts.fail(connection, claim, now_of(connection), why, again=again)

        try:
            state = self.steadily(end)
        except WorkerStopped:
            return ""
        except HistoryError as error:
            self.say(f"Job {claim.job} could not be ended: {error}")
            return ""
        self.say(f"Job {claim.job}, attempt {claim.attempt}: {why}")
        return state

    def steadily(self, step: Callable[[Connection], T]) -> T:
        """Do *step* in a transaction, again and again while the database is away.

        Raises WorkerStopped when the worker is to end meanwhile.
        """
        tries = 0
        while True:
            try:
                with self.history.database.writing() as connection:
                    return step(connection)
            except DatabaseTrouble as error:
                if tries == 0:
                    self.say(str(error))
                wait = _WAIT_S[min(tries, len(_WAIT_S) - 1)]
                tries += 1
                if self.stop.wait(wait) and tries > len(_WAIT_S):
                    raise WorkerStopped from error


def _verdict(folder: Path) -> str:
    """Return what the gate of the site's own configuration said; empty when nobody knows."""
    try:
        return str(json.loads((folder / GATE).read_bytes())["status"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
