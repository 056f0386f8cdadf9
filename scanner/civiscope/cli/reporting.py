"""The options of reports."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from civiscope.audit.reporting import Layout
from civiscope.cli.options import join_values
from civiscope_reports.text.language import LANGUAGES

LanguageOption = Annotated[
    str | None,
    typer.Option(
        "--language", metavar="CODE", help=f"Language of the report: {', '.join(LANGUAGES)}."
    ),
]
LayoutOption = Annotated[
    Layout | None,
    typer.Option("--layout", help="The report as one file, or as a folder for strict servers."),
]
EarlierOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--earlier",
        metavar="PATH",
        callback=join_values(),
        help="Results of an earlier scan, or a folder of such, to show how the numbers went.",
    ),
]
