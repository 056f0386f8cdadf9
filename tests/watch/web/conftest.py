"""A history to look at."""

from __future__ import annotations

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


@pytest.fixture
def small(tmp_path: Path) -> Iterator[History]:
    """A history in a file, with three sites."""
    make_history(tmp_path / "small")
    with open_history(tmp_path / "small") as found:
        fill(found)
        yield found
