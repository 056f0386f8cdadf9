"""Audit a site that fades, loads late and never rests, again and again: are findings the same?

    python -m bench.repeat [--times 20] [--busy 2] [--depth standard] [--pages 30]

With `--busy`, so many processes keep the machine's cores busy all the while. Every run's failed
findings are held against those of the first, and its issues against a baseline of the first. Ends
with 1 when any run differs.
"""

from __future__ import annotations

import argparse
import contextlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from pathlib import Path

from bench.restless_site import PAGES, serve_restless_site
from civiscope.audit.api import audit
from civiscope.config.scan_options import ScanSettings
from civiscope.results import Results
from civiscope_ci.baseline import Baseline, create
from civiscope_ci.baseline.states import compare

MAX_SHOWN = 12


def main() -> int:
    """Run, compare and print; 0 when all runs found the same."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--busy", type=int, default=0, help="processes that keep cores busy")
    parser.add_argument("--depth", choices=("quick", "standard", "deep"), default="standard")
    parser.add_argument("--pages", type=int, default=PAGES)
    given = parser.parse_args()
    with serve_restless_site() as base, tempfile.TemporaryDirectory() as folder, busy(given.busy):
        urls = Path(folder) / "urls.txt"
        urls.write_text("".join(f"{base}/page/{n}\n" for n in range(given.pages)), "utf-8")
        settings = ScanSettings(depth=given.depth, missing_page=False)
        runs: list[Results] = []
        different = 0
        for number in range(given.times):
            began = time.monotonic()
            evidence = Path(folder) / f"evidence-{number}"
            runs.append(audit(f"@{urls}", settings=settings, evidence=evidence))
            lines = differences(runs[0], runs[-1], create(runs[0]))
            different += bool(lines)
            found = len(failed_findings(runs[-1]))
            print(f"run {number + 1}: {found} failed findings, {time.monotonic() - began:.0f} s")
            print("".join(f"    {line}\n" for line in lines[:MAX_SHOWN]), end="", flush=True)
    print(f"{different} of {given.times} runs differ from the first")
    return 1 if different else 0


def failed_findings(results: Results) -> set[tuple[str, str, str, str]]:
    """Return what says which failed findings there are: rule, page, element and message."""
    return {
        (finding.rule, finding.page, f"{finding.frame} {finding.selector}", finding.message)
        for finding in results.findings
        if finding.outcome == "failed" and not finding.needs_review
    }


def differences(first: Results, other: Results, baseline: Baseline) -> list[str]:
    """Return a line for each difference between two runs; none when there is none."""
    one, two = failed_findings(first), failed_findings(other)
    lines = [f"gone: {' '.join(each)}" for each in sorted(one - two)]
    lines += [f"new: {' '.join(each)}" for each in sorted(two - one)]
    found = compare(other, baseline).stated
    return lines + [f"baseline: new {each.entry.rule}" for each in found if each.state == "new"]


@contextlib.contextmanager
def busy(processes: int) -> Generator[None, None, None]:
    """Keep as many cores busy while the block runs."""
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(processes)]
    try:
        yield
    finally:
        for loop in loops:
            loop.terminate()
            loop.wait()


if __name__ == "__main__":
    sys.exit(main())
