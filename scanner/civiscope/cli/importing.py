"""The commands that take over what other tools have found."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from civiscope.audit.axe_import import ImportRequest, import_axe
from civiscope.audit.checks import SetupChoice, setup_of
from civiscope.audit.outputs import write_reports
from civiscope.audit.reporting import ReportChoice
from civiscope.cli import options as o
from civiscope.cli.commands import Commands, taking_options
from civiscope.results.file import NAME as RESULTS_NAME
from civiscope.results.file import write as write_results

import_app = Commands(
    name="import", no_args_is_help=True, help="Take over what other tools have found."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AxeImportOptions:
    """What `civiscope import axe` takes."""

    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="JSON of axe-core: of one page, a list of pages, or a list of violations.",
            show_default=False,
        ),
    ]
    url: Annotated[
        str,
        typer.Option(
            "--url",
            metavar="URL",
            help="Address of the page, where a file does not name it.",
            show_default=False,
        ),
    ] = ""
    out: o.Out = None
    config: o.ConfigFile = None
    formats: o.Formats = None
    rules: o.RuleWords
    force: o.Force = False
    quiet: o.Quiet = False
    debug: o.Debug = False


@import_app.command("axe")
@taking_options
def axe(given: AxeImportOptions) -> int:
    """Make results of what axe-core found, for the gate, baselines and reports."""
    loaded = o.read_config(given.config)
    choice = SetupChoice(
        rules=given.rules.choice,
        reports=ReportChoice(formats=tuple(given.formats or ())),
        out=given.out,
    )
    setup = setup_of(loaded, choice)
    request = ImportRequest(files=tuple(given.files), url=given.url, setup=setup, force=given.force)
    results = import_axe(request)
    path = setup.folder / RESULTS_NAME
    write_results(results, path)
    if given.formats:
        write_reports(results, setup.folder, setup.reporting)
    if not given.quiet:
        print(f"The results are in {path}: {len(results.issues)} issues.", file=sys.stderr)
        print(
            f"Next: `civiscope report {setup.folder}` writes a report of them, "
            f"`civiscope gate {setup.folder}` says whether they pass.",
            file=sys.stderr,
        )
    return 0
