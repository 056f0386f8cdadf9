"""Measure the memory of a long crawl, and of judging it afterwards.

    python -m bench.memory [--pages 1000]

The site is made up as it is asked for: small pages that link to each other. With --pages 5000 it
takes about as many times longer as there are more pages.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from bench.judge import judge
from bench.meter import measure
from bench.server import serve
from civiscope.browser.find import find_browser
from civiscope.collectors.tab_count import default_tabs
from civiscope.evidence import EvidenceReader

LATEST = Path(__file__).parent / "results" / "memory.json"
TARGET_BYTES = 1.5e9
"""For the Python process, at 5,000 pages."""


def main() -> int:
    """Crawl, judge, write the figures down; 0 when the memory stayed in its bound."""
    parser = argparse.ArgumentParser(description="Measure the memory of a long crawl.")
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--tabs", type=int, default=default_tabs())
    parser.add_argument("--out", type=Path, default=LATEST, help="where to write the figures")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, serve("--generated", str(given.pages)) as server:
        folder = Path(name)
        out = folder / "out"
        command = [
            *(str(Path(sys.executable).with_name("civiscope")), "scan", f"{server.base}/"),
            *("--out", str(out), "--browser", str(find_browser().path), "--quiet"),
            *("--max-pages", str(given.pages), "--tabs", str(given.tabs)),
        ]
        scan = measure(command, folder / "scan.log", cwd=folder, seconds=4 * 3600)
        if scan.exit_code:
            raise RuntimeError(f"The scan failed:\n{(folder / 'scan.log').read_text('utf-8')}")
        reader = EvidenceReader(out)
        complete = sum(page.visit.state == "complete" for page in reader.pages())
        stored = sum(path.stat().st_size for path in (reader.folder / "pages").iterdir())
        judged = judge(out, folder / "judge.log")
        results = (out / "results.json").stat().st_size
    report = {
        "pages_asked": given.pages,
        "pages_complete": complete,
        "tabs": given.tabs,
        "minutes": round(scan.wall / 60, 1),
        "pages_per_minute": round(complete / scan.wall * 60, 1),
        "scan_python_peak_mb": round(scan.peak_main / 1e6),
        "scan_all_processes_peak_mb": round(scan.peak_memory / 1e6),
        "scan_memory_per_tab_mb": round(scan.peak_memory / given.tabs / 1e6),
        "evidence_mb": round(stored / 1e6, 1),
        "judge_seconds": judged.wall,
        "judge_python_peak_mb": round(judged.peak_main / 1e6),
        "results_mb": round(results / 1e6, 1),
        "met": max(scan.peak_main, judged.peak_main) <= TARGET_BYTES,
    }
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(report, indent=2))
    return 0 if report["met"] and complete >= given.pages else 1


if __name__ == "__main__":
    sys.exit(main())
