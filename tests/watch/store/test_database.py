"""The database: its version, its migrations, and what goes wrong with it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, select, text

from civiscope_watch.store.database import Database, newest_version, sqlite_url, versions
from civiscope_watch.store.errors import HistoryError
from civiscope_watch.store.history import History, make_history, open_history
from civiscope_watch.store.schema import metadata, site


def test_migrations_make_the_tables_that_the_code_works_with(url: str) -> None:
    database = Database.connect(url)
    assert database.version() is None

    assert database.upgrade() is None

    assert database.version() == newest_version()
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    assert database.upgrade() == newest_version()
    database.close()


def test_versions_are_in_one_line() -> None:
    assert versions()[0] == newest_version()


def test_a_history_that_is_there_stays_as_it_is(history: History, url: str) -> None:
    assert make_history(history.folder, url) == newest_version()


def test_moments_come_back_in_utc(history: History) -> None:
    summer = datetime(2026, 7, 1, 2, 30, tzinfo=timezone(timedelta(hours=2)))
    values = {"url": "u", "name": "n", "host": "h", "enabled": True, "settings": dict[str, str]()}

    with history.database.writing() as connection:
        connection.execute(site.insert().values(**values, created=summer))
    with history.database.reading() as connection:
        created = connection.execute(select(site.c.created)).scalar_one()

    assert created == datetime(2026, 7, 1, 0, 30, tzinfo=UTC)
    assert created.tzinfo is UTC


def test_a_step_that_breaks_leaves_nothing(history: History) -> None:
    values = {"url": "u", "name": "n", "host": "h", "enabled": True, "settings": dict[str, str]()}

    def step() -> None:
        with history.database.writing() as connection:
            connection.execute(site.insert().values(**values, created=datetime.now(UTC)))
            raise RuntimeError("the machine went off")

    with pytest.raises(RuntimeError, match="the machine went off"):
        step()

    with history.database.reading() as connection:
        assert connection.execute(select(site.c.id)).all() == []


def test_readers_go_on_while_one_writes(history: History) -> None:
    values = {"url": "u", "name": "n", "host": "h", "enabled": True, "settings": dict[str, str]()}

    with history.database.writing() as writer:
        writer.execute(site.insert().values(**values, created=datetime.now(UTC)))
        with history.database.reading() as reader:
            assert reader.execute(select(site.c.id)).all() == []
    with history.database.reading() as reader:
        assert len(reader.execute(select(site.c.id)).all()) == 1


def of_version(url: str, version: str) -> None:
    database = Database.connect(url)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})
    database.close()


def test_a_database_of_a_newer_version_is_refused(history: History, url: str) -> None:
    of_version(url, "9999")

    with pytest.raises(HistoryError, match=r"newer civiscope \(its version is 9999\)"):
        Database.open(url)
    with (
        pytest.raises(HistoryError, match="cannot be brought to this one's"),
        open_connected(url) as database,
    ):
        database.upgrade()


def open_connected(url: str) -> closing[Database]:
    return closing(Database.connect(url))


def test_an_empty_database_holds_no_history(url: str) -> None:
    with pytest.raises(HistoryError, match="holds no history yet"):
        Database.open(url)


def test_a_folder_without_a_history_is_said_so(tmp_path: Path) -> None:
    with (
        pytest.raises(HistoryError, match="There is no history in "),
        open_history(tmp_path / "nothing"),
    ):
        pass


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("a file", "is not one. Write sqlite:///FILE or postgresql://"),
        ("sqlite:////nowhere/at/all/h.db", "There is no folder /nowhere/at/all for the database"),
        ("mysql://h/d", "kept in SQLite or PostgreSQL, not in mysql"),
        ("postgresql://127.0.0.1:1/x", "cannot be reached: nothing listens there"),
    ],
)
def test_an_address_that_leads_nowhere_is_said_so(address: str, sentence: str) -> None:
    with pytest.raises(HistoryError, match=sentence):
        Database.connect(address)


def test_a_password_stands_in_no_message() -> None:
    with pytest.raises(HistoryError) as error:
        Database.connect("postgresql://me:hunter2@127.0.0.1:1/x")

    assert "hunter2" not in str(error.value)


def test_a_file_that_is_no_database_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "civiscope.db").write_text("Dear diary, " * 100, encoding="utf-8")

    with pytest.raises(HistoryError, match="is not a database"):
        Database.connect(sqlite_url(tmp_path))


def test_a_database_that_is_full_is_said_so_and_nothing_is_half_there(tmp_path: Path) -> None:
    make_history(tmp_path)
    database = Database.open(sqlite_url(tmp_path))
    values = {"name": "n" * 10_000, "host": "h", "enabled": True, "settings": dict[str, str]()}
    with database.reading() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages(tmp_path) + 5}")
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)

    rows = [{**values, "url": str(number), "created": datetime.now(UTC)} for number in range(100)]
    with pytest.raises(HistoryError, match="has no room left"), database.writing() as connection:
        connection.execute(site.insert(), rows)

    with database.reading() as connection:
        assert connection.execute(select(site.c.id)).all() == []
    database.close()


def pages(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "civiscope.db")) as connection:
        return int(connection.execute("PRAGMA page_count").fetchone()[0])


def test_sqlite_is_in_wal_mode_and_keeps_foreign_keys(tmp_path: Path) -> None:
    make_history(tmp_path)

    with open_history(tmp_path) as history, history.database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert "issue" in inspect(connection).get_table_names()
