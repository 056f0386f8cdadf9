"""The demo command: serve a small site with known defects, audit it, and check the audit."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import threading
from collections import Counter
from collections.abc import Generator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from civiscope.audit.gather import ScanRequest, gather
from civiscope.audit.output_folder import EVIDENCE
from civiscope.audit.outputs import write_outputs
from civiscope.audit.reporting import Reporting
from civiscope.cli import options as o
from civiscope.cli.progress import ScanProgress
from civiscope.cli.scan_options import typer_option
from civiscope.config.scan_options import ScanSettings
from civiscope.demo import DemoSite
from civiscope.demo.check import DemoComparison, compare
from civiscope.demo.permits import ENVIRONMENT, JOURNEY
from civiscope.judge.engine import judge
from civiscope.results import Results
from civiscope.rulebook import all_rules, load_rulebooks
from civiscope.rulebook.select import RuleSet
from civiscope_ci.gate import decide

DEFAULT_OUT = Path("civiscope-demo")
PORTS = (8391, 8392)
"""The same addresses each time, so that two runs give the same results; others when taken."""
PAGES = 60
"""Enough for every page and for a look into the endless lists of filters and months behind two."""
DIFFERS = 4
_BUILT_IN = "civiscope_rules"
_AREAS = ("accessibility", "security", "privacy", "site", "statement")

Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="DIR", help=f"Folder to write to ({DEFAULT_OUT})."),
]
Serve = Annotated[bool, typer.Option("--serve", help="Only serve the site, until Ctrl-C.")]
Browser = Annotated[Path | None, typer_option("browser")]
Tabs = Annotated[int | None, typer_option("tabs")]


def demo(
    out: Out = None,
    serve: Serve = False,
    browser: Browser = None,
    tabs: Tabs = None,
    force: o.Force = False,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
    debug: o.Debug = False,
) -> int:
    """Audit a small site with known defects, and check the audit against what was planted."""
    with _site() as site:
        if serve:
            return _serve(site)
        folder = out or DEFAULT_OUT
        if not quiet:
            print(f"The demo site answers at {site.url} and {site.second_url}", file=sys.stderr)
        settings = ScanSettings(
            max_pages=PAGES,
            privacy="start",
            # Of a server on this machine neither says anything, but faults are planted in this one.
            missing_page=True,
            judge_local_headers=True,
            browser=browser,
            tabs=tabs,
            journeys=(str(JOURNEY),),
        )
        # Of a made-up person, for everybody to try.
        os.environ.update(ENVIRONMENT)
        results = asyncio.run(
            _audit(
                site,
                folder,
                settings,
                # What stands in the demo's own folder is the demo of an earlier time.
                force=force or out is None,
                progress=ScanProgress(Console(stderr=True), quiet=quiet, verbose=verbose),
            )
        )
        comparison = compare(results, site.manifest, site.origins)
    reports = write_outputs(results, decide(results), folder, reporting=Reporting())
    return conclude(results, comparison, reports[0], quiet=quiet)


@contextlib.contextmanager
def _site() -> Generator[DemoSite]:
    with contextlib.ExitStack() as running:
        try:
            site = running.enter_context(DemoSite(*PORTS))
        except OSError:
            site = running.enter_context(DemoSite())
        yield site


def _serve(site: DemoSite) -> int:
    print(f"The council's site:       {site.url}")
    print(f"Its appointments service: {site.second_url}")
    print("What is planted on the pages stands in their HTML. Press Ctrl-C to end.", flush=True)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        print(file=sys.stderr)
    return 0


async def _audit(
    site: DemoSite, folder: Path, settings: ScanSettings, *, force: bool, progress: ScanProgress
) -> Results:
    # An agency's own rules know nothing of what is planted here, nor the manifest of them.
    books = tuple(book for book in load_rulebooks() if book.name == _BUILT_IN)
    rules = RuleSet(books, tuple(all_rules(books)))
    request = ScanRequest(
        targets=(site.url, site.second_url), rules=rules, settings=settings, force=force
    )
    with progress:
        evidence = await gather(request, folder / EVIDENCE, progress.listener)
    return judge(evidence, rules.rules, books)


def conclude(
    results: Results, comparison: DemoComparison, report: Path, *, quiet: bool = False
) -> int:
    """Print what the audit of the demo came to, and return the exit code: 0, or 4 if it differs."""
    if not comparison.agrees:
        number = len(comparison.differences)
        print(
            f"civiscope: The audit differs from what is planted in the demo in {number} "
            f"{'place' if number == 1 else 'places'}; the report is {report}.",
            file=sys.stderr,
        )
        for difference in comparison.differences:
            print(f"  {difference}", file=sys.stderr)
        return DIFFERS
    if not quiet:
        for sentence in _sentences(results, comparison):
            print(sentence)
        print(f"Open {report} in your browser to see how civiscope reports.")
        print("`civiscope watch demo` shows a year of forty made-up sites.")
    return 0


def _sentences(results: Results, comparison: DemoComparison) -> list[str]:
    areas = Counter(defect.rule.partition("/")[0] for defect in comparison.found)
    listed = ", ".join(f"{areas[area]} of {area}" for area in _AREAS)
    return [
        f"civiscope saw {results.coverage.complete} pages of the demo whole.",
        f"It found all {len(comparison.found)} planted defects: {listed}.",
        f"It reported no failure on the {comparison.clean_pages} pages that have none, nor where "
        "something only looks like a defect.",
        f"It leaves {len(results.reviews)} issues to a person, because no machine can decide them.",
        "It signed in to the permit service and made a journey of "
        f"{sum(len(run.steps) for run in results.journeys)} steps through it.",
        "It stayed away from the page that robots.txt keeps to people.",
    ]
