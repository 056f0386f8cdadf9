"""Workers whose scans wait instead of driving a browser, and a ledger of what these did."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from tests.watch.scans import scan

from civiscope.engines import engine_versions
from civiscope.results.file import to_bytes
from civiscope_watch.run.settings import RunSettings
from civiscope_watch.store.history import History
from civiscope_watch.store.sites import NewSite, add_site

PATIENCE_S = 240.0


@dataclass(frozen=True)
class Entry:
    """What a scan said of itself."""

    at: float
    what: str
    site: str
    job: str
    pid: int
    words: tuple[str, ...]


@dataclass(frozen=True)
class FakeScans:
    """A plan for scans, in a folder."""

    folder: Path

    @classmethod
    def make(cls, folder: Path, **plan: Any) -> FakeScans:  # noqa: ANN401 - of fake_scan.py
        folder.mkdir(exist_ok=True)
        results = to_bytes(scan("2026-11-01", {})).decode().replace("scan-2026-11-01", "THE-SCAN")
        head = {"civiscope": version("civiscope"), "engines": engine_versions()}
        made = cls(folder)
        whole = {"results": results, "head": head, "ledger": str(made.ledger), **plan}
        (folder / "plan.json").write_text(json.dumps(whole), encoding="utf-8")
        return made

    def change(self, **plan: Any) -> None:  # noqa: ANN401 - of fake_scan.py
        path = self.folder / "plan.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), **plan}), encoding="utf-8")

    @property
    def ledger(self) -> Path:
        return self.folder / "ledger"

    @property
    def program(self) -> tuple[str, ...]:
        script = Path(__file__).with_name("fake_scan.py")
        return (sys.executable, "-S", str(script), str(self.folder / "plan.json"))

    def settings(self, **changes: Any) -> RunSettings:  # noqa: ANN401 - of RunSettings
        quick = {"slots": 2, "look_s": 0.05, "beat_s": 0.1, "tick_s": 0.1, "lease_s": 5.0}
        values: dict[str, Any] = {"min_free_bytes": 0, **quick, **changes}
        return RunSettings(program=self.program, **values)

    def entries(self, what: str = "") -> list[Entry]:
        if not self.ledger.exists():
            return []
        lines = self.ledger.read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines]
        found = [Entry(row[0], row[1], row[2], row[3], row[4], tuple(row[5])) for row in rows]
        return [each for each in found if not what or each.what == what]


def add_sites(history: History, count: int) -> list[int]:
    """Add sites, and return their numbers."""
    with history.database.writing() as connection:
        return [
            add_site(connection, NewSite(url=f"https://s{number}.example.gov/"))[0]
            for number in range(count)
        ]


def wait_for(condition: Callable[[], object], what: str) -> None:
    """Return when *condition* holds; fail when it does not within minutes."""
    end = monotonic() + PATIENCE_S
    while not condition():
        if monotonic() > end:
            raise AssertionError(f"waited for {PATIENCE_S:.0f} s: {what}")
        sleep(0.01)
