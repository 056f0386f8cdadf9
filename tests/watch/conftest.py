"""Histories in both kinds of database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from tests.watch.postgres import postgres

from civiscope_watch.store.database import sqlite_url
from civiscope_watch.store.history import History, make_history, open_history


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of either kind."""
    if request.param == "sqlite":
        folder = tmp_path / "history"
        folder.mkdir()
        return sqlite_url(folder)
    return fresh_postgres(request.getfixturevalue("server"))


def fresh_postgres(server: str) -> str:
    """Return the server's database, with nothing in it."""
    engine = create_engine(server.replace("postgresql", "postgresql+psycopg"))
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return server


@pytest.fixture
def history(url: str, tmp_path: Path) -> Iterator[History]:
    """A history without sites."""
    folder = tmp_path / "history"
    make_history(folder, url)
    with open_history(folder, url) as found:
        yield found
