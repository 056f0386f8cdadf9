"""The command that reports: files of every format from results."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from civiscope.audit.reporting import ReportChoice, read_reporting
from civiscope.cli import options as o
from civiscope.cli import reporting as r
from civiscope.cli.commands import taking_options
from civiscope.results.file import read as read_results
from civiscope_reports import FORMATS


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOptions:
    """What `civiscope report` takes."""

    results: Annotated[
        Path, typer.Argument(metavar="RESULTS", help="results.json, or the folder that holds it.")
    ]
    out: o.Out = None
    config: o.ConfigFile = None
    formats: o.Formats = None
    language: r.LanguageOption = None
    layout: r.LayoutOption = None
    earlier: r.EarlierOption = None
    quiet: o.Quiet = False
    debug: o.Debug = False


@taking_options
def report(given: ReportOptions) -> int:
    """Write reports of results."""
    loaded = o.read_config(given.config)
    choice = ReportChoice(
        formats=tuple(given.formats or ()),
        language=given.language,
        layout=given.layout,
        earlier=tuple(given.earlier or ()),
    )
    reporting = read_reporting(loaded.config, choice)
    found = read_results(given.results)
    home = given.results if given.results.is_dir() else given.results.parent
    context, folder = reporting.context(home), given.out or home
    for name in reporting.formats:
        path = folder / FORMATS[name].file_name
        FORMATS[name].write(found, path, context)
        if not given.quiet:
            print(path)
    return 0
