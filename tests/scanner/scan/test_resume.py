"""A scan that is killed at any moment goes on where it was, and ends as if nothing had happened."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.scanner.crawl.site import Answer, Asked, Site, page, redirect

pytestmark = pytest.mark.browser

KILLS = int(os.environ.get("CIVISCOPE_TEST_KILLS", "1"))
"""How many scans are killed; 20 before a release."""
TABS = 2
PAGES = 40
KEPT_APART = {"finished", "started", "id"}
"""What differs between any two scans."""


class Town(Site):
    """Forty pages, a duplicate, a document and a page that is not there; rings when asked often."""

    def __init__(self) -> None:
        super().__init__({})
        self._ring_at = 0
        self._rung = threading.Event()
        links = [f"/{n}" for n in range(1, PAGES)]
        pages = {f"/{n}": page(f"Page {n}", "/", f"/{n + 1}") for n in range(1, PAGES)}
        self.answers = {
            "/": page("Home", *links, "/moved", "/gone", "/report"),
            **pages,
            "/moved": redirect("/1"),
            "/report": Answer("%PDF-", type="application/pdf"),
        }

    def ring_at(self, number: int) -> threading.Event:
        """Return an event that is set when the *number*th page from now is asked for."""
        self.asked.clear()
        self._ring_at = number
        self._rung = threading.Event()
        return self._rung

    def answer(self, method: str, path: str, headers: Any) -> Answer:  # noqa: ANN401 - as in Site
        found = super().answer(method, path, headers)
        if len(self.visited()) >= self._ring_at:
            self._rung.set()
        return found

    def visited(self) -> list[str]:
        """Return the paths that the browser was sent to."""
        return [asked.path for asked in self.asked if _is_visit(asked)]


def _is_visit(asked: Asked) -> bool:
    # A browser asks for a page so; our own plain requests take anything.
    return "text/html" in asked.headers.get("accept", "")


@dataclass(frozen=True)
class Ended:
    """What a finished scan left, apart from times."""

    index: str
    end: dict[str, Any]
    pages: dict[str, str]


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    with Town() as site:
        yield site


@pytest.fixture(scope="module")
def unkilled(town: Town, tmp_path_factory: pytest.TempPathFactory) -> Ended:
    folder = tmp_path_factory.mktemp("unkilled")
    assert start(town, folder).wait() == 0
    return ended(folder)


def start(town: Town, folder: Path, *, resume: bool = False) -> subprocess.Popen[bytes]:
    what = ["--resume"] if resume else [town.url("/")]
    words = ["scan", *what, "--out", str(folder), "--tabs", str(TABS), "--quiet"]
    return subprocess.Popen([sys.executable, "-m", "civiscope", *words])  # noqa: S603 - ourselves


def kept(folder: Path) -> dict[str, str]:
    """Return the path of each page that a scan has kept so far, by file."""
    found: dict[str, str] = {}
    for file in sorted((folder / "evidence" / "pages").glob("*.gz")):
        stored = json.loads(gzip.decompress(file.read_bytes()))
        found[file.name] = "/" + stored["page"]["url"].partition("://")[2].partition("/")[2]
    return found


def ended(folder: Path) -> Ended:
    evidence = folder / "evidence"
    end = json.loads((evidence / "end.json").read_bytes())
    for document in end["documents"]:
        # Each answer has a date.
        document["headers"] = len(document["headers"]["fields"])
    for host in end["hosts"]:
        del host["asked"]
    return Ended(
        (evidence / "index.jsonl").read_text(encoding="utf-8"),
        {key: value for key, value in end.items() if key not in KEPT_APART},
        kept(folder),
    )


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_scan_killed_at_any_moment_ends_as_if_nothing_had_happened(
    town: Town, unkilled: Ended, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret hangs on it
    rung = town.ring_at(chance.randint(1, PAGES))
    scan = start(town, tmp_path)
    assert rung.wait(timeout=300)
    threading.Event().wait(chance.random() * 0.1)

    scan.send_signal(signal.SIGKILL)

    assert scan.wait() == -signal.SIGKILL
    visited, before = town.visited(), kept(tmp_path)
    lost = set(visited) - set(before.values()) - {"/moved"}
    assert len(lost) <= TABS, (visited, before)
    town.asked.clear()
    assert start(town, tmp_path, resume=True).wait() == 0
    # /moved leads to /1 again.
    again = [path for path in town.visited() if path in before.values() and path != "/1"]
    assert again == []
    assert ended(tmp_path) == unkilled
