"""Histories in both kinds of database."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from tests.watch.postgres import postgres

from civiscope_watch.store.database import FILE, Database, newest_version, sqlite_url
from civiscope_watch.store.history import History, make_history, open_history
from civiscope_watch.store.schema import metadata


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of either kind; beside `history`, of its database."""
    if request.param == "sqlite":
        folder = tmp_path / "history"
        folder.mkdir()
        return sqlite_url(folder)
    server: str = request.getfixturevalue("server")
    return server if "history" in request.fixturenames else fresh_postgres(server)


def fresh_postgres(server: str) -> str:
    """Return the server's database, with nothing in it."""
    engine = create_engine(server.replace("postgresql", "postgresql+psycopg"))
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return server


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file without sites, to be copied: making one takes longer than most tests."""
    folder = tmp_path_factory.mktemp("made")
    make_history(folder)
    return folder / FILE


def emptied_postgres(server: str) -> str:
    """Return the server's database, with tables that hold nothing."""
    database = Database.connect(server)
    if database.version() != newest_version():
        database.close()
        database = Database.connect(fresh_postgres(server))
        database.upgrade()
    with database.writing() as connection:
        # Truncating would make new files for each table and index, and take longer than most tests.
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
        connection.execute(text(_RESTART))
    database.close()
    return server


_RESTART = """
DO $$ DECLARE each text; BEGIN
FOR each IN SELECT format('%I.%I', schemaname, sequencename) FROM pg_sequences
WHERE schemaname = 'public' AND last_value IS NOT NULL LOOP
EXECUTE 'ALTER SEQUENCE ' || each || ' RESTART';
END LOOP; END $$
"""


@pytest.fixture
def history(url: str, tmp_path: Path, made: Path) -> Iterator[History]:
    """A history without sites."""
    folder = tmp_path / "history"
    folder.mkdir(exist_ok=True)
    if url.startswith("sqlite"):
        shutil.copyfile(made, folder / FILE)
    else:
        emptied_postgres(url)
    with open_history(folder, url) as found:
        yield found
