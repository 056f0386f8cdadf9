"""The ways to audit the same pages that are measured side by side: how each is run and read."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.meter import Usage, measure
from civiscope.collectors.tab_count import default_tabs
from civiscope.engines import engine_file
from civiscope.errors import CiviscopeError
from civiscope.evidence import EvidenceReader
from civiscope.model import AxeResults


@dataclass(frozen=True, slots=True)
class Setting:
    """What all variants have in common."""

    browser: Path
    node_modules: Path
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """What a variant brought back."""

    answered: frozenset[str]
    """Addresses for which there really is a result."""
    done: tuple[float, ...]
    """When each page was done, as far as the tool tells; in seconds of the clock."""


@dataclass(frozen=True, slots=True)
class Run:
    """One variant, measured once."""

    usage: Usage
    pages: int
    """Pages that were asked for."""
    answered: int
    """Pages that really got a result."""
    pages_per_minute: float
    """Pages with a result over the whole life of the process, start and end included."""
    steady_pages_per_minute: float
    """The same between the first and the last page that was done."""
    cpu_per_page: float
    """Milliseconds of CPU of the whole tree for each page with a result."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A way to audit pages."""

    key: str
    title: str
    tabs: int
    """Pages at the same time."""
    command: Callable[[Setting, Path], list[str]]
    """Returns the command to run, given a folder of its own."""
    read: Callable[[Path], Progress]
    """Reads what the command left in that folder."""


def run_variant(variant: Variant, setting: Setting, folder: Path) -> Run:
    """Run *variant* in the empty *folder* and measure it. Raises RuntimeError when it breaks."""
    (folder / "urls.txt").write_text("\n".join(setting.urls) + "\n", encoding="utf-8")
    log = folder / "output.log"
    usage = measure(variant.command(setting, folder), log, cwd=folder)
    try:
        progress = variant.read(folder)
    except (OSError, ValueError, CiviscopeError) as error:
        said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise RuntimeError(f"{variant.title} left no result ({error}); it said:\n{said}") from error
    answered = len(progress.answered & set(setting.urls))
    done = sorted(progress.done)
    span = done[-1] - done[0] if len(done) > 1 else 0.0
    return Run(
        usage=usage,
        pages=len(setting.urls),
        answered=answered,
        pages_per_minute=round(answered / usage.wall * 60, 2),
        steady_pages_per_minute=round((len(done) - 1) / span * 60, 2) if span else 0.0,
        cpu_per_page=round(usage.cpu / answered * 1000, 1) if answered else 0.0,
    )


def _playwright(*how: str) -> Callable[[Setting, Path], list[str]]:
    def command(setting: Setting, folder: Path) -> list[str]:
        return [
            *(sys.executable, str(Path(__file__).with_name("plain.py"))),
            *("--browser", str(setting.browser)),
            *("--urls", str(folder / "urls.txt")),
            *("--axe", str(engine_file("axe"))),
            *("--report", str(folder / "report.json")),
            *how,
        ]

    return command


def _read_playwright(folder: Path) -> Progress:
    report: list[dict[str, Any]] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    seen = [page for page in report if page["rules"]]
    return Progress(
        frozenset(page["url"] for page in seen), tuple(float(page["done"]) for page in seen)
    )


def _pa11y(setting: Setting, folder: Path) -> list[str]:
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    config: dict[str, Any] = {
        "defaults": {
            "runners": ["axe"],
            "timeout": 60_000,
            "chromeLaunchConfig": {"executablePath": str(setting.browser), "args": arguments},
            "reporters": [
                [str(Path(__file__).with_name("pa11y_times.cjs")), {}],
                ["json", {"fileName": str(folder / "report.json")}],
            ],
        },
        "urls": list(setting.urls),
    }
    (folder / "pa11yci.json").write_text(json.dumps(config), encoding="utf-8")
    node = shutil.which("node") or "node"
    script = setting.node_modules / "pa11y-ci" / "bin" / "pa11y-ci.js"
    return [node, str(script), "--config", str(folder / "pa11yci.json")]


_DONE = re.compile(r"^done (\d+)$", re.M)


def _read_pa11y(folder: Path) -> Progress:
    report: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    results: dict[str, list[dict[str, Any]]] = report["results"]
    # A page that could not be tested stands there with an error in place of issues.
    answered = frozenset(
        url for url, issues in results.items() if all("code" in issue for issue in issues)
    )
    said = (folder / "output.log").read_text(encoding="utf-8", errors="replace")
    return Progress(answered, tuple(int(at) / 1000 for at in _DONE.findall(said)))


def _civiscope(setting: Setting, folder: Path) -> list[str]:
    return [
        *(str(Path(sys.executable).with_name("civiscope")), "scan", "@urls.txt"),
        *("--out", str(folder / "out"), "--browser", str(setting.browser)),
        *("--depth", "quick", "--quiet"),
    ]


def _read_civiscope(folder: Path) -> Progress:
    reader = EvidenceReader(folder / "out")
    answered = frozenset(
        page.url
        for page in reader.pages()
        if page.visit.state == "complete"
        and isinstance(page.evidence.axe, AxeResults)
        and page.evidence.axe.rules
    )
    files = (reader.folder / "pages").glob("*.json.gz")
    return Progress(answered, tuple(path.stat().st_mtime for path in files))


VARIANTS: Sequence[Variant] = (
    Variant(
        "a",
        "Playwright loop, new page and axe per URL, 1 at a time",
        1,
        _playwright("--fresh", "--tabs", "1"),
        _read_playwright,
    ),
    Variant(
        "b",
        "Playwright loop, new page and axe per URL, 4 at a time",
        4,
        _playwright("--fresh", "--tabs", "4"),
        _read_playwright,
    ),
    Variant("c", "pa11y-ci with its axe runner, 1 at a time", 1, _pa11y, _read_pa11y),
    Variant(
        "d",
        "The floor: load and all axe rules in 2 warm tabs, nothing else",
        2,
        _playwright("--warm", "--tabs", "2"),
        _read_playwright,
    ),
    Variant(
        "e",
        "civiscope scan --depth quick, with all it collects",
        default_tabs(),
        _civiscope,
        _read_civiscope,
    ),
)
