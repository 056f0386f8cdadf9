"""The commands that run scans for a history: now, on schedules, or as one worker of many."""

from __future__ import annotations

import json
import signal
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from civiscope.cli import options as o
from civiscope.cli.commands import taking_options
from civiscope.cli.watch import AsJson, HistoryPlace, Tags
from civiscope.cli.watch_web import WebOptions
from civiscope.errors import InconclusiveError, InternalError, UsageError
from civiscope_reports.text.plain import plain

if TYPE_CHECKING:
    from civiscope_watch.run.keeper import Duty
    from civiscope_watch.run.settings import RunSettings
    from civiscope_watch.store.database import Database
    from civiscope_watch.store.jobs import JobRow

Slots = Annotated[
    int | None,
    typer.Option("--slots", min=1, max=64, metavar="N", help="Scans at a time (cores / 2)."),
]
_JOBS = 50
_ALERTS_S = 60.0


def settings_of(slots: int | None) -> RunSettings:
    """Return how scans are run with so many at a time."""
    from civiscope_watch.run.settings import RunSettings, default_slots

    return RunSettings(slots=slots or default_slots())


def say(sentence: str) -> None:
    """Say on stderr what happens, with the time."""
    moment = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
    print(f"{moment} {plain(sentence, 600)}", file=sys.stderr, flush=True)


@contextmanager
def until_ended() -> Generator[threading.Event]:
    """Give an event that Ctrl-C and SIGTERM set, so that what is open is closed on the way out."""
    ended = threading.Event()

    def end(_number: int, _frame: object) -> None:
        ended.set()

    before: dict[signal.Signals, Callable[..., object] | int | None] = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        before[number] = signal.signal(number, end)
    try:
        yield ended
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """What `civiscope watch run` takes."""

    sites: Annotated[
        list[str] | None,
        typer.Argument(metavar="SITE…", help="Sites, by address, host, name or number."),
    ] = None
    tag: Tags = None
    every: Annotated[bool, typer.Option("--all", help="Every site that is not disabled.")] = False
    queue: Annotated[
        bool, typer.Option("--queue", help="Only ask for it: `serve` or a worker runs it.")
    ] = False
    slots: Slots = None
    place: HistoryPlace = field(default_factory=HistoryPlace)


@taking_options
def run(given: RunOptions) -> int:
    """Scan sites now and take what is found into the history; without a site, what is due.
    Ends with 3 when a site could not be seen, with 4 when a scan failed three times.
    """
    with given.place.open() as found:
        from civiscope_watch.run.now import ask_for, run_now
        from civiscope_watch.store.sites import find_site, find_sites

        sites = None
        with found.database.reading() as connection:
            if given.sites:
                sites = [find_site(connection, word) for word in given.sites]
            elif given.tag or given.every:
                sites = find_sites(connection, tags=given.tag or ())
                sites = [each for each in sites if each.enabled]
        if given.queue:
            if sites is None:
                raise UsageError("Name the sites to ask for, a --tag, or --all.")
            print(f"{len(ask_for(found, sites))} scans wait or run.")
            return 0
        ended = run_now(found, settings_of(given.slots), say, sites)
    names = ", ".join(f"{ended[state]} {state or 'taken over'}" for state in sorted(ended))
    print(names or "Nothing is due.")
    if ended["failed"]:
        return InternalError.exit_code
    return InconclusiveError.exit_code if ended["inconclusive"] else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class JobsOptions:
    """What `civiscope watch jobs` takes."""

    site: Annotated[str, typer.Argument(metavar="SITE", help="Of one site (of all).")] = ""
    state: Annotated[
        list[str] | None,
        typer.Option(
            "--state",
            metavar="STATE",
            callback=o.join_values(),
            help="Only these: queued, running, cancelling, done, inconclusive, failed, cancelled, "
            "missed.",
        ),
    ] = None
    limit: Annotated[
        int, typer.Option("--limit", min=1, metavar="N", help="So many at most (50).")
    ] = _JOBS
    as_json: AsJson = False
    place: HistoryPlace = field(default_factory=HistoryPlace)


@taking_options
def jobs(given: JobsOptions) -> int:
    """List scans: those that run, those that wait, and the last that ended, each with its state."""
    with given.place.open() as found:
        from civiscope_watch.store.jobs import list_jobs
        from civiscope_watch.store.sites import find_site

        with found.database.reading() as connection:
            sites = [find_site(connection, given.site).id] if given.site else []
            rows = list_jobs(connection, states=given.state or (), sites=sites, limit=given.limit)
    if given.as_json:
        print(json.dumps([asdict(row) for row in rows], indent=2, default=str))
        return 0
    for row in rows:
        print(_job_line(row))
    return 0


def _job_line(row: JobRow) -> str:
    moment = row.ended or row.started or row.begins
    when = moment.strftime("%Y-%m-%d %H:%M")
    why = f"  {plain(row.why)}" if row.why else ""
    return f"{row.id:>7}  {row.state:<12} {when}  {plain(row.url)}{why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOptions:
    """What `civiscope watch cancel` takes."""

    jobs: Annotated[
        list[int], typer.Argument(metavar="JOB…", help="Numbers, as `watch jobs` lists them.")
    ]
    place: HistoryPlace = field(default_factory=HistoryPlace)


@taking_options
def cancel(given: CancelOptions) -> int:
    """Cancel scans that wait or run. What a running one has seen stays in its folder."""
    with given.place.open() as found:
        from civiscope_watch.store.clock import now_of
        from civiscope_watch.store.jobs import cancel_jobs

        with found.database.writing() as connection:
            done = cancel_jobs(connection, given.jobs, now_of(connection))
    for number in given.jobs:
        if number not in done:
            print(f"{number}: not cancelled, because it has ended or never was")
    print(f"{len(done)} cancelled")
    return 0 if len(done) == len(set(given.jobs)) else UsageError.exit_code


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeOptions:
    """What `civiscope watch serve` takes."""

    no_runner: Annotated[
        bool, typer.Option("--no-runner", help="Run no scans here: workers do.")
    ] = False
    slots: Slots = None
    web: WebOptions = field(default_factory=WebOptions)
    place: HistoryPlace = field(default_factory=HistoryPlace)


@taking_options
def serve(given: ServeOptions) -> int:
    """Serve the dashboard, look at the schedules and run scans, until it is ended; then scans are
    broken off, and gone on with at the next start. Nobody but this machine can look until there is
    a user, or a proxy or an issuer signs people in.
    """
    with given.place.open() as found, until_ended() as ended:
        from civiscope_watch.run.runner import background
        from civiscope_watch.web.serving import serving

        settings = settings_of(given.slots)
        duties = _duties(found.database)
        with (
            serving(found, given.web.settings()) as address,
            background(found, settings, say, runner=not given.no_runner, duties=duties),
        ):
            say(f"The dashboard is at {address}")
            say(f"Watching; up to {settings.slots} scans at a time. End it with Ctrl-C.")
            ended.wait()
            say("Ending; scans that run are gone on with at the next start.")
    return 0


def _duties(database: Database) -> tuple[Duty, ...]:
    """Return what is done beside the schedules. The dashboard makes its sums itself."""
    from civiscope_watch.alerts.send import tick
    from civiscope_watch.run.keeper import Duty

    def send(now: datetime, _last: datetime | None) -> None:
        tick(database, now)

    return (Duty("alerts", _ALERTS_S, send),)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerOptions:
    """What `civiscope watch worker` takes."""

    slots: Slots = None
    place: HistoryPlace = field(default_factory=HistoryPlace)


@taking_options
def worker(given: WorkerOptions) -> int:
    """Run scans as one of many workers that share a database in PostgreSQL (--db), until it is
    ended; scans that run are gone on with by another one then.
    """
    with given.place.open() as found, until_ended() as ended:
        from civiscope_watch.fleet.worker import FleetWorker

        at_work = FleetWorker(found, settings_of(given.slots), say)

        def end() -> None:
            ended.wait()
            at_work.stop()

        threading.Thread(target=end, name="ending", daemon=True).start()
        say("At work. End it with Ctrl-C.")
        at_work.run()
    return 0
