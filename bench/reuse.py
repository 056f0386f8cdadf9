"""Measure what a scan of an unchanged site costs with `--reuse`, beside the first scan of it.

    python -m bench.reuse [--pages 100] [--out FILE]

Four nights, each a whole `civiscope audit` (scan, judge, report, gate), in CPU seconds of all
processes: the first scan; one that takes down what the next ones need, and visits everything; one
that reuses what it may, without the visits that verify that nothing has changed; and one with them.
Ends with 1 when the third costs more than 0.05 of the first, or finds anything else.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.meter import Usage, measure
from bench.pages import SITE, example_pages, fetch
from bench.server import serve
from civiscope.results.file import read, to_bytes

LATEST = Path(__file__).parent / "results" / "reuse.json"
TARGET = 0.05
_WITHOUT_VERIFYING = (
    "import civiscope.crawl.reuse.draw as d; d.SHARE = 0; "
    "from civiscope.cli import main; raise SystemExit(main())"
)
_OF_THE_HEAD = ("scan", "tool", "lists")
"""What differs between two scans that saw the same."""


def main() -> int:
    """Scan four times, compare, write the figures down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--out", type=Path, default=LATEST, help="where to write the figures")
    given = parser.parse_args()
    package = fetch() / SITE
    with serve("--folder", str(package)) as server, tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        urls = folder / "urls.txt"
        paths = example_pages(package, given.pages)
        urls.write_text("".join(f"{server.base}{path}\n" for path in paths), encoding="utf-8")
        first = _audit(folder, urls, 1)
        second = _audit(folder, urls, 2, "--reuse", str(folder / "1"))
        third = _audit(folder, urls, 3, "--reuse", str(folder / "2"), verify=False)
        fourth = _audit(folder, urls, 4, "--reuse", str(folder / "3"))
        found = [_findings(folder / str(night)) for night in (1, 2, 3, 4)]
        counts = [_counts(folder / str(night)) for night in (1, 2, 3, 4)]
    ratio = third.cpu / first.cpu
    report = {
        "pages": given.pages,
        "cpu_seconds": {
            "first": round(first.cpu, 2),
            "takes_down": round(second.cpu, 2),
            "reuses": round(third.cpu, 2),
            "reuses_and_verifies": round(fourth.cpu, 2),
        },
        "visited_and_reused": counts,
        "ratio": round(ratio, 4),
        "target": TARGET,
        "same_results": all(each == found[1] for each in found[1:]),
        "met": ratio <= TARGET and found[2] == found[1],
    }
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(report, indent=2))
    return 0 if report["met"] else 1


def _audit(folder: Path, urls: Path, night: int, *more: str, verify: bool = True) -> Usage:
    program = [str(Path(sys.executable).with_name("civiscope"))]
    if not verify:
        program = [sys.executable, "-c", _WITHOUT_VERIFYING]
    out = folder / str(night)
    command = [*program, "audit", f"@{urls}", "--out", str(out), "--quiet", "--exit-zero", *more]
    log = folder / f"{night}.log"
    usage = measure(command, log, cwd=folder)
    if usage.exit_code:
        raise RuntimeError(f"civiscope audit failed:\n{log.read_text(encoding='utf-8')}")
    return usage


def _findings(out: Path) -> dict[str, Any]:
    """Return the results without what no two scans have alike."""
    results: dict[str, Any] = json.loads(to_bytes(read(out)))
    coverage = results["coverage"]
    coverage["visited"] += coverage.pop("reused", 0)
    # The second night says why it reuses nothing.
    coverage["notes"] = [note for note in coverage["notes"] if "earlier scan" not in note]
    for page in results["pages"]:
        page.pop("reused_from", None)
    return {name: value for name, value in results.items() if name not in _OF_THE_HEAD}


def _counts(out: Path) -> list[int]:
    coverage = json.loads(to_bytes(read(out)))["coverage"]
    return [coverage["visited"], coverage.get("reused", 0)]


if __name__ == "__main__":
    sys.exit(main())
