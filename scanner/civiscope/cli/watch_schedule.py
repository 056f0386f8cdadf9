"""The commands for schedules: when which sites are scanned."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from civiscope.cli.commands import Commands, OptionGroup, taking_options
from civiscope.cli.watch import AsJson, HistoryPlace
from civiscope.errors import UsageError
from civiscope_reports.text.plain import plain

if TYPE_CHECKING:
    from civiscope_watch.store.history import History
    from civiscope_watch.store.schedules import Schedule

schedule_app = Commands(help="When sites are scanned.", no_args_is_help=True)
_DURATION = re.compile(r"(\d{1,6})([smhd]?)")
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}
MAX_SPREAD_S = 7 * 86400
_SLOTS_SHOWN = 5

Cron = Annotated[
    str,
    typer.Argument(
        metavar="CRON",
        help="Minute, hour, day of the month, month, day of the week: '30 2 * * *'; or @daily.",
    ),
]
_Number = Annotated[int, typer.Argument(metavar="NUMBER", help="As `schedule list` has it.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing(OptionGroup):
    """How a schedule is kept."""

    zone: Annotated[
        str, typer.Option("--zone", metavar="ZONE", help="Time zone: Europe/Paris (UTC).")
    ] = "UTC"
    spread: Annotated[
        str, typer.Option("--spread", metavar="TIME", help="Begin sites over this time: 4h (0).")
    ] = ""
    window: Annotated[
        str, typer.Option("--window", metavar="TIME", help="Begin none after this time: 6h.")
    ] = ""
    priority: Annotated[
        int, typer.Option("--priority", metavar="N", min=-100, max=100, help="Higher is first (0).")
    ] = 0
    skip_missed: Annotated[
        bool,
        typer.Option("--skip-missed", help="Do not make up for a slot when nothing ran."),
    ] = False

    def add(self, found: History, cron: str, *, site: int | None, tag: str) -> Schedule:
        """Add the schedule, and return it. Raises UsageError."""
        from civiscope_watch.schedule.scheduler import add_schedule
        from civiscope_watch.store.clock import now_of
        from civiscope_watch.store.schedules import NewSchedule, find_schedule

        spread, window = seconds_of(self.spread, "--spread"), seconds_of(self.window, "--window")
        if window and spread >= window:
            raise UsageError(
                f"Sites would begin up to {self.spread} after the slot, and none may after "
                f"{self.window}; make --window longer than --spread."
            )
        new = NewSchedule(
            cron=cron,
            zone=self.zone,
            site=site,
            tag=tag,
            spread_s=spread,
            window_s=window,
            priority=self.priority,
            missed="skip" if self.skip_missed else "run",
        )
        with found.database.writing() as connection:
            number = add_schedule(connection, new, now_of(connection))
            return find_schedule(connection, number)


def seconds_of(text: str, option: str) -> int:
    """Return a length of time in seconds: `90s`, `30m`, `4h`, `1d`. Raises UsageError."""
    if not text:
        return 0
    match = _DURATION.fullmatch(text.strip())
    seconds = int(match[1]) * _SECONDS[match[2]] if match else MAX_SPREAD_S + 1
    if seconds > MAX_SPREAD_S:
        raise UsageError(
            f"{option} takes a time of up to seven days, such as 90s, 30m, 4h or 1d, not "
            f"{text[:40]!r}."
        )
    return seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class AddScheduleOptions:
    """What `civiscope watch schedule add` takes."""

    cron: Cron
    site: Annotated[str, typer.Option("--site", metavar="SITE", help="For one site.")] = ""
    tag: Annotated[str, typer.Option("--tag", metavar="TAG", help="For sites with a tag.")] = ""
    every: Annotated[bool, typer.Option("--all", help="For all sites.")] = False
    timing: Timing = field(default_factory=Timing)
    place: HistoryPlace = field(default_factory=HistoryPlace)


@schedule_app.command()
@taking_options
def add(given: AddScheduleOptions) -> int:
    """Add a schedule for one site, for the sites with a tag, or for all."""
    if sum((bool(given.site), bool(given.tag), given.every)) != 1:
        raise UsageError("Say for which sites: --site SITE, --tag TAG or --all.")
    with given.place.open() as found:
        from civiscope_watch.store.schedules import sites_of
        from civiscope_watch.store.sites import find_site

        site = None
        if given.site:
            with found.database.reading() as connection:
                site = find_site(connection, given.site).id
        made = given.timing.add(found, given.cron, site=site, tag=given.tag)
        with found.database.reading() as connection:
            nobody = not given.site and not sites_of(connection, made)
    print(f"Added schedule {made.id} for {plain(made.sites)}; next due {_moment(made)}.")
    if nobody:
        how = (
            f"`civiscope watch sites tag SITE {plain(given.tag)}`"
            if given.tag
            else "`civiscope watch sites add URL`"
        )
        print(f"No site belongs to it yet; {how} changes that.")
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ListScheduleOptions:
    """What `civiscope watch schedule list` takes."""

    as_json: AsJson = False
    place: HistoryPlace = field(default_factory=HistoryPlace)


@schedule_app.command("list")
@taking_options
def list_all(given: ListScheduleOptions) -> int:
    """List schedules, with when each is due next."""
    with given.place.open() as found:
        from civiscope_watch.store.schedules import list_schedules

        with found.database.reading() as connection:
            rows = list_schedules(connection)
    if given.as_json:
        print(json.dumps([asdict(row) for row in rows], indent=2, default=str))
        return 0
    for row in rows:
        print(f"{row.id:>5}  {row.cron:<16} {row.zone:<16} {_moment(row)}  {plain(row.sites)}")
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OneScheduleOptions:
    """What commands for one schedule take."""

    number: _Number
    place: HistoryPlace = field(default_factory=HistoryPlace)


@schedule_app.command()
@taking_options
def remove(given: OneScheduleOptions) -> int:
    """Remove a schedule. Scans that it asked for stay."""
    with given.place.open() as found:
        from civiscope_watch.store import schedules

        with found.database.writing() as connection:
            one = schedules.find_schedule(connection, given.number)
            schedules.remove_schedule(connection, one.id)
    print(f"Removed schedule {one.id} ({one.cron}, {plain(one.sites)}).")
    return 0


@schedule_app.command()
@taking_options
def pause(given: OneScheduleOptions) -> int:
    """Let a schedule rest."""
    return _set_enabled(given, False)


@schedule_app.command("continue")
@taking_options
def go_on(given: OneScheduleOptions) -> int:
    """Let a schedule that rests go on; slots that passed meanwhile are not made up for."""
    return _set_enabled(given, True)


def _set_enabled(given: OneScheduleOptions, enabled: bool) -> int:
    with given.place.open() as found:
        from civiscope_watch.store import schedules
        from civiscope_watch.store.clock import now_of

        with found.database.writing() as connection:
            one = schedules.find_schedule(connection, given.number)
            schedules.set_enabled(connection, one.id, enabled, now_of(connection))
    print(f"Schedule {one.id} {'goes on' if enabled else 'rests'}.")
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NextOptions:
    """What `civiscope watch schedule next` takes."""

    number: Annotated[
        int | None, typer.Argument(metavar="NUMBER", help="Of one schedule (of all).")
    ] = None
    count: Annotated[
        int, typer.Option("--count", min=1, max=100, metavar="N", help="So many slots (5).")
    ] = _SLOTS_SHOWN
    place: HistoryPlace = field(default_factory=HistoryPlace)


@schedule_app.command("next")
@taking_options
def show_next(given: NextOptions) -> int:
    """Show when schedules are due next, in their own time zones."""
    with given.place.open() as found:
        from civiscope_watch.schedule.calendar import Calendar
        from civiscope_watch.store.clock import now_of
        from civiscope_watch.store.schedules import find_schedule, list_schedules

        with found.database.reading() as connection:
            now = now_of(connection)
            if given.number is None:
                rows = list_schedules(connection)
            else:
                rows = [find_schedule(connection, given.number)]
    for row in rows:
        calendar = Calendar.of(row.cron, row.zone)
        print(f"{row.id:>5}  {row.cron}  {row.zone}  {plain(row.sites)}")
        moment: datetime | None = now
        for _ in range(given.count):
            moment = calendar.next_after(moment) if moment else None
            if moment is not None:
                print(f"       {moment.astimezone(calendar.zone).strftime('%a %Y-%m-%d %H:%M %z')}")
    return 0


def _moment(row: Schedule) -> str:
    if not row.enabled:
        return "(rests)             "
    return row.next_due.strftime("%Y-%m-%d %H:%M UTC") if row.next_due else "never"
