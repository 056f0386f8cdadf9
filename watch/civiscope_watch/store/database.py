"""The database of the history: SQLite in one file, or PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError

from civiscope_watch.store.errors import DatabaseTrouble, HistoryError

FILE = "civiscope.db"
_MIGRATIONS = Path(__file__).parent / "migrations"
_BUSY_TIMEOUT_MS = 30_000
_WRITES = "civiscope_writes"
KEEP_ALIVE = {
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
"""For connections to a server; without them, one that has vanished is waited on for hours."""


@dataclass(frozen=True, slots=True)
class Database:
    """An open database of the present version."""

    engine: Engine
    name: str
    """How messages call it; without a password."""

    @classmethod
    def open(cls, url: str) -> Self:
        """Return the database at *url*, which must be of the present version.

        Raises HistoryError when it cannot be reached, or is of another version.
        """
        found = cls.connect(url)
        version, newest = found.version(), newest_version()
        if version == newest:
            return found
        found.close()
        if version is None:
            raise HistoryError(
                f"{found.name} holds no history yet. Make one with `civiscope watch init`."
            )
        if version not in versions():
            raise HistoryError(
                f"{found.name} was made by a newer civiscope (its version is {version}). Use that "
                "one, or a backup from before."
            )
        raise HistoryError(
            f"{found.name} is of an older version ({version}; now {newest}). Make a backup, then "
            "run `civiscope watch db upgrade`."
        )

    @classmethod
    def connect(cls, url: str) -> Self:
        """Return the database at *url*, of whatever version. Raises HistoryError."""
        try:
            parsed = make_url(url)
        except ArgumentError as error:
            raise HistoryError(
                "The address of the database is not one. Write sqlite:///FILE or "
                "postgresql://USER@HOST/NAME."
            ) from error
        if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
            raise HistoryError(
                f"A history is kept in SQLite or PostgreSQL, not in {parsed.get_backend_name()}."
            )
        engine = create_engine(_with_driver(parsed), **_pool(parsed))
        name = parsed.render_as_string(hide_password=True)
        if engine.dialect.name == "sqlite":
            _prepare_sqlite(engine)
            name = f"The database {parsed.database}"
            _check_folder(parsed)
        database = cls(engine, name)
        with database.reading():
            pass
        return database

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file of one machine."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """Give a connection in a transaction that sees one state of the data."""
        with self._explained(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """Give a connection in a transaction that is kept as a whole, or not at all."""
        options: dict[str, Any] = {_WRITES: True}
        with (
            self._explained(),
            self.engine.connect().execution_options(**options) as connection,
            connection.begin(),
        ):
            yield connection

    def version(self) -> str | None:
        """Return the version of its tables; None when it has none."""
        with self.reading() as connection:
            return MigrationContext.configure(connection).get_current_revision()

    def upgrade(self) -> str | None:
        """Bring the tables to the present version, and return the version that they had.

        Raises HistoryError for a database of a newer civiscope.
        """
        before = self.version()
        if before is not None and before not in versions():
            raise HistoryError(
                f"{self.name} was made by a newer civiscope (its version is {before}); it cannot "
                "be brought to this one's."
            )
        config = _config()
        with self.writing() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
        return before

    def close(self) -> None:
        """Close all its connections."""
        self.engine.dispose()

    @contextmanager
    def _explained(self) -> Generator[None]:
        try:
            yield
        except DBAPIError as error:
            passing = error.connection_invalidated or isinstance(
                error, InterfaceError | OperationalError
            )
            kind = DatabaseTrouble if passing else HistoryError
            raise kind(f"{self.name} {_explain(error)}") from error


def sqlite_url(folder: Path) -> str:
    """Return the address of the database in the *folder* of a history."""
    return URL.create("sqlite", database=str(folder / FILE)).render_as_string(hide_password=False)


@cache
def newest_version() -> str:
    """Return the version of the tables that this civiscope works with."""
    head = _scripts().get_current_head()
    if head is None:
        raise HistoryError("This civiscope was installed without the migrations of its history.")
    return head


@cache
def versions() -> tuple[str, ...]:
    """Return the versions of the tables that this civiscope knows, newest first."""
    return tuple(script.revision for script in _scripts().walk_revisions())


def _config() -> Config:
    config = Config()
    # Percent signs are marks of the format that alembic keeps its options in.
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


@cache
def _scripts() -> ScriptDirectory:
    # Reading all migrations takes longer than opening a database.
    return ScriptDirectory.from_config(_config())


def _with_driver(url: URL) -> URL:
    """Return *url* with the driver that the extra installs."""
    return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url


def _pool(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        return {}
    # A connection that a restart of the server has cut is noticed before it is used.
    return {"pool_pre_ping": True, "connect_args": {"connect_timeout": 10, **KEEP_ALIVE}}


def _check_folder(url: URL) -> None:
    path = Path(url.database or "")
    if not path.parent.is_dir():
        raise HistoryError(
            f"There is no folder {path.parent} for the database. Make a history there with "
            "`civiscope watch init`."
        )


def _prepare_sqlite(engine: Engine) -> None:
    """Let readers go on beside one writer, and let transactions begin where we say."""

    def on_connect(connection: sqlite3.Connection, _record: object) -> None:
        # The module would begin transactions by itself, and not before the first change.
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout = {_BUSY_TIMEOUT_MS}",
            "journal_mode = WAL",
            "synchronous = NORMAL",
            "foreign_keys = ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    def on_begin(connection: Connection) -> None:
        # One that begins as a reader cannot become the writer while another one writes.
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)


_CAUSES = {
    "unable to open database file": "cannot be opened. Check that its folder can be written to.",
    "file is not a database": "is not a database. Name another file, or move this one away.",
    "readonly database": "cannot be written to. Check the rights of its file and folder.",
    "database or disk is full": "has no room left: its disk is full. Nothing of this step was "
    "kept; make room and run it again.",
    "database is locked": "was kept busy by another program for half a minute. Try it again.",
    "disk i/o error": "cannot be read or written: its disk reports an error.",
    "malformed": "is damaged. Take the last backup (`civiscope watch db backup` makes them).",
    "connection refused": "cannot be reached: nothing listens there. Start the server, or correct "
    "the address.",
    "could not translate host name": "cannot be reached: its host has no address.",
    "password authentication failed": "refused the user or the password.",
    "timeout expired": "cannot be reached: it did not respond within 10 seconds.",
    "does not exist": "does not exist, or its user does not. Make it with `createdb` first.",
}


def _explain(error: DBAPIError) -> str:
    text = " ".join(str(error.orig).split())
    for words, sentence in _CAUSES.items():
        if words in text.lower():
            return sentence
    return f"reported an error: {text[:300]}."
