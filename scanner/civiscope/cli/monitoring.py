"""The commands for bodies that monitor many sites under the Web Accessibility Directive."""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import typer

from civiscope.atomic_write import write_whole
from civiscope.cli import options as o
from civiscope.cli.commands import Commands, taking_options
from civiscope.errors import UsageError
from civiscope.results.file import read as read_results
from civiscope_reports.conformance.monitoring import (
    SITE_FIELDS,
    Method,
    MonitoredSite,
    export,
    monitoring_minima,
    monitoring_sample,
)
from civiscope_reports.text.plain import plain

monitoring_app = Commands(
    help="Samples and tables for bodies that monitor many sites (EU).", no_args_is_help=True
)
_MethodOption = Annotated[
    Literal["simplified", "in-depth"], typer.Option("--method", help="Which kind of test.")
]
_SeedOption = Annotated[int, typer.Option("--seed", help="Which random pages to draw.")]


@monitoring_app.command()
def minima(
    population: Annotated[
        int, typer.Option("--population", min=1, metavar="N", help="Inhabitants of the state.")
    ],
    period: Annotated[
        int, typer.Option("--period", min=1, metavar="N", help="Which monitoring period: 1, 2, …")
    ],
    debug: o.Debug = False,
) -> int:
    """Print how many sites and apps have to be tested, at least."""
    least = monitoring_minima(population, period)
    print(f"simplified  {least.simplified} sites")
    print(f"in depth    {least.in_depth} sites")
    print(f"apps        {least.apps}")
    if period > 1:
        print(f"again       {least.repeated} of the simplified, tested in the period before")
        print(f"new         {least.new} of the simplified, not tested in it")
    print(
        "The numbers of Decision (EU) 2018/1524 were not read in the original; check them. A scan "
        "is a part of a test, and no monitoring by itself."
    )
    return 0


@monitoring_app.command()
def sample(
    results: Annotated[
        Path, typer.Argument(metavar="RESULTS", help="results.json, or the folder that holds it.")
    ],
    method: _MethodOption = "simplified",
    seed: _SeedOption = 1,
    debug: o.Debug = False,
) -> int:
    """Print the pages of a scanned site that a test should take, and kinds that were not found."""
    chosen = monitoring_sample(read_results(results), method, seed)
    for page in chosen.structured:
        print(f"{plain(page.url)}  {', '.join(page.kinds)}")
    for page in (*chosen.random, *chosen.documents):
        print(f"{plain(page.url)}  {', '.join(page.kinds) or 'random'}")
    print(f"Not found: {'; '.join(chosen.not_found)}.")
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """What `civiscope monitoring export` takes."""

    results: Annotated[
        list[Path],
        typer.Argument(metavar="RESULTS…", help="results.json of each site, or their folders."),
    ]
    sites: Annotated[
        Path | None,
        typer.Option(
            "--sites",
            metavar="CSV",
            help=f"What is known of each site: results, {', '.join(SITE_FIELDS)}, before (the "
            "results of the test before).",
        ),
    ] = None
    method: _MethodOption = "simplified"
    seed: _SeedOption = 1
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="File to write (stdout).")
    ] = None
    debug: o.Debug = False


@monitoring_app.command("export")
@taking_options
def export_table(given: ExportOptions) -> int:
    """Write a table with a row for each site and criterion, as states report with. Never "pass"."""
    facts = _read_sites(given.sites) if given.sites else {}
    sites: list[MonitoredSite] = []
    for path in given.results:
        results = read_results(path)
        if not any(standard.name == "WCAG 2.2" for standard in results.standards):
            raise UsageError(
                f"{path} does not say what its rules cite, or was made without rules on WCAG; run "
                "`civiscope judge` on its evidence again."
            )
        known = facts.get(str(path), {})
        before = known.get("before")
        sites.append(MonitoredSite(results, known, read_results(Path(before)) if before else None))
    method: Method = given.method
    table = export(sites, method, given.seed)
    if given.out is None:
        sys.stdout.write(table)
    else:
        write_whole(given.out, [table.encode("utf-8")])
    return 0


def _read_sites(path: Path) -> dict[str, dict[str, str]]:
    """Return the rows of a table of sites by their results. Raises UsageError."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"The table of sites {path} cannot be read: {error}.") from error
    if not rows or "results" not in rows[0]:
        raise UsageError(
            f"The table of sites {path} needs a column `results` with the path of each site's "
            f"results, beside {', '.join(SITE_FIELDS)}."
        )
    names = (*SITE_FIELDS, "before")
    return {row["results"]: {key: row.get(key) or "" for key in names} for row in rows}
