"""A history to look at."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.watch.web.dashboards import fill

from civiscope_watch.store.history import History, make_history, open_history


@pytest.fixture
def filled(history: History) -> History:
    """A history in either kind of database, with three sites."""
    fill(history)
    return history


@pytest.fixture(scope="session")
def filled_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled") / "history"
    make_history(folder)
    with open_history(folder) as found:
        fill(found)
    return folder


@pytest.fixture
def small(filled_folder: Path, tmp_path: Path) -> Iterator[History]:
    """A history in a file, with three sites."""
    shutil.copytree(filled_folder, tmp_path / "small")
    with open_history(tmp_path / "small") as found:
        yield found
