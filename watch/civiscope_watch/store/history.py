"""A history: its folder, its database and its archive."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from civiscope_watch.store.archive import ResultsArchive
from civiscope_watch.store.database import Database, sqlite_url
from civiscope_watch.store.errors import HistoryError


@dataclass(frozen=True, slots=True)
class History:
    """What a folder and a database hold together."""

    folder: Path
    database: Database
    archive: ResultsArchive


@contextmanager
def open_history(folder: Path, url: str = "") -> Generator[History]:
    """Give the history in *folder*, with the database at *url* or, without one, a file in it.

    Raises HistoryError when there is none, or one of another version.
    """
    if not folder.is_dir():
        raise HistoryError(
            f"There is no history in {folder}. Make one with `civiscope watch init`, or name its "
            "folder with --data."
        )
    database = Database.open(url or sqlite_url(folder))
    try:
        yield History(folder, database, ResultsArchive(folder))
    finally:
        database.close()


def make_history(folder: Path, url: str = "") -> str | None:
    """Make a history in *folder*, and return the version that its database had before, if any.

    One that is there stays as it is. Raises HistoryError.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        cause = (error.strerror or str(error)).lower()
        raise HistoryError(f"The folder {folder} cannot be made ({cause}).") from error
    database = Database.connect(url or sqlite_url(folder))
    try:
        before = database.version()
        if before is None:
            database.upgrade()
        return before
    finally:
        database.close()
