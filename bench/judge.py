"""Measure how long judging stored evidence takes.

    python -m bench.judge [--pages 1000] [--scanned 100]

Some pages are really scanned; their evidence is then copied under other addresses until there is
enough of it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.meter import Usage, measure
from bench.pages import SITE, example_pages, fetch
from bench.server import serve
from bench.variants import VARIANTS, Setting, run_variant
from civiscope.browser.find import find_browser
from civiscope.results.file import read as read_results

LATEST = Path(__file__).parent / "results" / "judge.json"
TARGET_SECONDS = 10.0
"""For 1,000 pages; other numbers in proportion."""


def main() -> int:
    """Scan, multiply, judge, write the figures down; 0 when it was quick enough."""
    parser = argparse.ArgumentParser(description="Measure judging of stored evidence.")
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--scanned", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path, default=LATEST, help="where to write the figures")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scanned = _scan(given.scanned, Path(folder))
        many = Path(folder) / "many"
        multiply(scanned, many, given.pages)
        runs = [judge(many, Path(folder) / f"{number}.log") for number in range(given.rounds)]
        findings = len(read_results(many).findings)
    seconds = statistics.median(run.wall for run in runs)
    bound = TARGET_SECONDS * given.pages / 1000
    report = {
        "pages": given.pages,
        "findings": findings,
        "seconds": {
            "median": seconds,
            "min": min(run.wall for run in runs),
            "max": max(run.wall for run in runs),
        },
        "cpu_seconds": statistics.median(run.cpu for run in runs),
        "peak_memory_mb": round(max(run.peak_main for run in runs) / 1e6),
        "target_seconds": bound,
        "met": seconds <= bound,
    }
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(report, indent=2))
    return 0 if report["met"] else 1


def judge(evidence: Path, log: Path) -> Usage:
    """Judge *evidence* in a process of its own, and write the results beside it."""
    civiscope = str(Path(sys.executable).with_name("civiscope"))
    command = [civiscope, "judge", str(evidence / "evidence"), "--out", str(evidence), "--quiet"]
    usage = measure(command, log, cwd=evidence)
    if usage.exit_code:
        raise RuntimeError(f"civiscope judge failed:\n{log.read_text(encoding='utf-8')}")
    return usage


def multiply(scanned: Path, target: Path, pages: int) -> None:
    """Write evidence of *pages* pages below *target*: copies of what *scanned* holds."""
    source, evidence = scanned / "evidence", target / "evidence"
    (evidence / "pages").mkdir(parents=True)
    (evidence / "scan.json").write_bytes((source / "scan.json").read_bytes())
    lines = (source / "index.jsonl").read_text(encoding="utf-8").splitlines()
    entries = [entry for entry in map(json.loads, lines) if entry["kind"] == "page"]
    index: list[str] = []
    for number in range(pages):
        entry = entries[number % len(entries)]
        packed = (source / "pages" / f"{entry['number']:06d}.json.gz").read_bytes()
        round_ = number // len(entries)
        page: dict[str, Any] = json.loads(_moved(gzip.decompress(packed).decode(), round_))
        page["page"]["order"] = number
        written = json.dumps(page).encode()
        (evidence / "pages" / f"{number:06d}.json.gz").write_bytes(gzip.compress(written, 3))
        url = page["page"]["url"]
        index.append(json.dumps({**entry, "number": number, "url": url}))
    (evidence / "index.jsonl").write_text("\n".join(index) + "\n", encoding="utf-8")
    end: dict[str, Any] = json.loads((source / "end.json").read_bytes())
    end["found"] = end["entries"] = pages
    end["templates"] = {
        _moved(url, round_): template
        for url, template in end["templates"].items()
        for round_ in range(pages // len(entries) + 1)
    }
    (evidence / "end.json").write_text(json.dumps(end), encoding="utf-8")


def _moved(text: str, round_: int) -> str:
    """Return *text* with the example pages moved to another folder, so that each is a new page."""
    return text.replace("/example/", f"/example-{round_}/") if round_ else text


def _scan(pages: int, folder: Path) -> Path:
    package = fetch() / SITE
    civiscope = next(variant for variant in VARIANTS if variant.key == "e")
    own = folder / "scan"
    own.mkdir()
    with serve("--folder", str(package)) as server:
        urls = tuple(server.base + path for path in example_pages(package, pages))
        run_variant(civiscope, Setting(find_browser().path, package.parents[1], urls), own)
    return own / "out"


if __name__ == "__main__":
    sys.exit(main())
