"""The commands that look after the database of a history."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from civiscope.cli.commands import Commands, taking_options
from civiscope.cli.watch import HistoryPlace, extra_installed
from civiscope_reports.text.plain import plain

db_app = Commands(help="The database of a history.", no_args_is_help=True)
_MB = 1_000_000


@db_app.command()
@taking_options
def upgrade(given: HistoryPlace) -> int:
    """Bring the database to this version of civiscope. Make a backup first."""
    with extra_installed():
        from civiscope_watch.store.database import Database, newest_version, sqlite_url

        database = Database.connect(given.db or sqlite_url(given.data))
        before = database.upgrade()
        database.close()
    now = newest_version()
    print(f"Version {now} already." if before == now else f"From {before or 'nothing'} to {now}.")
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupOptions:
    """What `civiscope watch db backup` takes."""

    file: Annotated[Path, typer.Argument(metavar="FILE", help="The new file to write.")]
    place: HistoryPlace = field(default_factory=HistoryPlace)


@db_app.command()
@taking_options
def backup(given: BackupOptions) -> int:
    """Write a copy of the database to a file, while others go on using it."""
    with given.place.open() as found:
        from civiscope_watch.store.maintain import back_up

        back_up(found.database, given.file)
    print(f"Wrote {plain(str(given.file))}. The results in {found.folder} are plain files beside.")
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PruneOptions:
    """What `civiscope watch db prune` takes."""

    keep: Annotated[
        int,
        typer.Option(
            "--keep", min=1, metavar="N", help="Newest results of each site that stay (3)."
        ),
    ] = 3
    yes: Annotated[bool, typer.Option("--yes", help="Really remove what is listed.")] = False
    place: HistoryPlace = field(default_factory=HistoryPlace)


@db_app.command()
@taking_options
def prune(given: PruneOptions) -> int:
    """Remove results that nothing needs: all but the newest, the first, and one a month.
    Figures and issues stay for ever.
    """
    with given.place.open() as found:
        from civiscope_watch.store.maintain import prune as prune_history

        done = prune_history(
            found.database,
            found.archive,
            today=datetime.now(UTC).date(),
            keep=given.keep,
            really=given.yes,
        )
    verb = "Removed" if given.yes else "Would remove (say --yes)"
    print(
        f"{verb}: results of {done.results} runs and {done.strays} files of no run "
        f"({done.size / _MB:.1f} MB), {done.events} events older than 13 months"
    )
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveOptions:
    """What `civiscope watch db move` takes."""

    to: Annotated[
        str, typer.Argument(metavar="URL", help="The other database, empty: postgresql://…")
    ]
    place: HistoryPlace = field(default_factory=HistoryPlace)


@db_app.command()
@taking_options
def move(given: MoveOptions) -> int:
    """Copy the database into an empty one of another kind, and compare what arrived."""
    with given.place.open() as found:
        from civiscope_watch.store.database import Database
        from civiscope_watch.store.maintain import move as move_history

        target = Database.connect(given.to)
        try:
            moved = move_history(found.database, target)
        finally:
            target.close()
    for table, rows in moved.rows.items():
        print(f"{rows:>9}  {table}")
    print(f"All of it is in {plain(target.name)}. Use it with --db, or CIVISCOPE_WATCH_DB.")
    return 0


@db_app.command()
@taking_options
def rollup(given: HistoryPlace) -> int:
    """Make the key figures by month anew: after an update, or a doubt. Every run keeps them up."""
    with given.open() as found:
        from civiscope_watch.store.rebuild import rebuild_months

        done = rebuild_months(found.database, found.archive)
    print(f"{done.sites} sites: {done.months} months filled in, all sums made anew.")
    if done.lost:
        print(f"{done.lost} months have no figures: their results are no longer kept.")
    return 0
