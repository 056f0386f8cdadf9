"""Look after a history: back it up, forget what is old, move it to another database."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import Connection, Table, delete, func, insert, select, text, update

from civiscope_watch.store.archive import ResultsArchive
from civiscope_watch.store.database import Database
from civiscope_watch.store.errors import HistoryError
from civiscope_watch.store.schema import issue_event, metadata, run

KEPT_RUNS = 3
KEPT_EVENTS_DAYS = 395
_ROWS = 1_000


@dataclass(slots=True)
class Pruned:
    """What a pruning removes, or would."""

    results: int = 0
    """Files of results."""
    size: int = 0
    """Bytes of these."""
    strays: int = 0
    """Files that no run knows."""
    events: int = 0
    """Events of issues that are older than thirteen months."""


def back_up(database: Database, path: Path) -> None:
    """Write the database to the new file *path*, whole or not at all, while others go on.

    Raises HistoryError for a database that is not a file; PostgreSQL has pg_dump.
    """
    if not database.is_sqlite:
        raise HistoryError(
            f"{database.name} is a server's. Back it up with `pg_dump`, which knows how to."
        )
    if path.exists():
        raise HistoryError(f"{path} is there already; name a new file.")
    partial = path.with_name(f"{path.name}.part")
    source = str(database.engine.url.database)
    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(partial)) as new:
            old.backup(new)
        partial.replace(path)
    except (OSError, sqlite3.Error) as error:
        partial.unlink(missing_ok=True)
        raise HistoryError(f"The backup {path} could not be written ({error}).") from error


def prune(
    database: Database,
    archive: ResultsArchive,
    *,
    today: date,
    keep: int = KEPT_RUNS,
    really: bool = False,
) -> Pruned:
    """Forget results that nothing needs, and events of long ago; say what that is.

    Of each site the last *keep* results stay, the first, and the first of each month. Figures,
    issues and runs stay for ever. Nothing is removed unless *really*.
    """
    pruned = Pruned()
    old = datetime.combine(today - timedelta(days=KEPT_EVENTS_DAYS), time(), UTC)
    with database.writing() as connection:
        gone = _superfluous(connection, keep)
        needed = set(
            connection.execute(select(run.c.archived).where(run.c.archived != "")).scalars()
        )
        strays = [name for name in archive.names() if name not in needed]
        pruned.results, pruned.strays = len(gone), len(strays)
        pruned.size = sum(archive.size(name) for name in [*gone.values(), *strays])
        before = issue_event.c.at < old
        counted = select(func.count()).select_from(issue_event).where(before)
        pruned.events = connection.execute(counted).scalar_one()
        if not really:
            return pruned
        for number in gone:
            connection.execute(update(run).where(run.c.id == number).values(archived=""))
        connection.execute(delete(issue_event).where(before))
    # After the database has let go of them: a file too many does less harm than one too few.
    for name in [*gone.values(), *strays]:
        archive.remove(name)
    return pruned


def _superfluous(connection: Connection, keep: int) -> dict[int, str]:
    """Return the runs whose results nothing needs any more, with the names of these."""
    runs: defaultdict[int, list[tuple[int, str, str]]] = defaultdict(list)
    asked = select(run.c.site, run.c.id, run.c.started, run.c.archived)
    for row in connection.execute(asked.order_by(run.c.site, run.c.started, run.c.id)):
        runs[row.site].append((row.id, row.started.strftime("%Y-%m"), row.archived))
    gone: dict[int, str] = {}
    for each in runs.values():
        months: set[str] = set()
        last = {number for number, _, _ in each[-keep:]} if keep else set[int]()
        for number, month, archived in each:
            # The first of a month stands for it; the first of all is the first of its month.
            first, months = month not in months, months | {month}
            if archived and not first and number not in last:
                gone[number] = archived
    return gone


@dataclass(frozen=True, slots=True)
class Moved:
    """What was copied into another database."""

    rows: dict[str, int]
    """Rows by table."""


def move(source: Database, target: Database) -> Moved:
    """Copy all of *source* into *target*, an empty database, and compare what arrived.

    Raises HistoryError when *target* holds sites already, or the counts are not the same; then
    nothing was copied.
    """
    target.upgrade()
    rows: dict[str, int] = {}
    with source.reading() as old, target.writing() as new:
        if _count(new, metadata.tables["site"]):
            raise HistoryError(f"{target.name} holds sites already; move into an empty one.")
        for table in metadata.sorted_tables:
            found = old.execution_options(yield_per=_ROWS).execute(select(table))
            for part in found.mappings().partitions():
                new.execute(insert(table), [dict(row) for row in part])
            rows[table.name] = _count(new, table)
            if rows[table.name] != _count(old, table):
                raise HistoryError(
                    f"Of {table.name}, {rows[table.name]} rows arrived in {target.name} and not "
                    f"{_count(old, table)}: it was written to meanwhile. Stop what uses it, and "
                    "move again."
                )
            if not target.is_sqlite and "id" in table.c and table.c.id.autoincrement:
                _go_on_counting(new, table)
    return Moved(rows)


def _go_on_counting(connection: Connection, table: Table) -> None:
    """Let PostgreSQL count keys on from those that were copied."""
    name = connection.execute(
        text("SELECT pg_get_serial_sequence(:table, 'id')"), {"table": table.name}
    ).scalar()
    if name:
        highest = connection.execute(select(func.max(table.c.id))).scalar() or 0
        connection.execute(
            text("SELECT setval(:name, :value, :called)"),
            {"name": name, "value": max(highest, 1), "called": highest > 0},
        )


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())
