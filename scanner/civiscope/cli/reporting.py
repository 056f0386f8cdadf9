"""Options of the commands that write reports, and what reports are told besides the results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from civiscope.config import Config
from civiscope_ci.gate import file as gate_file
from civiscope_reports import Context, Source
from civiscope_reports.content.earlier import Earlier
from civiscope_reports.content.gate_file import read_context
from civiscope_reports.content.read_earlier import read_earlier
from civiscope_reports.text.language import LANGUAGES, language


class Layout(StrEnum):
    """How the report for people is laid out."""

    FILE = "file"
    DIR = "dir"


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
        help="Results of an earlier scan, or a folder of such, to show how the numbers went.",
    ),
]


@dataclass(frozen=True, slots=True)
class Reporting:
    """How reports are to be written."""

    language: str
    layout: Layout
    sources: tuple[Source, ...]
    earlier: tuple[Earlier, ...] = ()

    def context(self, folder: Path) -> Context:
        """Return what reports are told, with gate.json and pictures in *folder*."""
        told = read_context(folder / gate_file.NAME, self.sources)
        pictures = folder / "evidence" / "screenshots"
        return replace(
            told,
            language=self.language,
            pictures=pictures if pictures.is_dir() else None,
            earlier=self.earlier,
        )

    def formats(self, names: Sequence[str]) -> list[str]:
        """Return *names* of formats, with the report in the layout asked for."""
        folder = self.layout is Layout.DIR
        return ["html-folder" if name == "html" and folder else name for name in names]


PLAIN = Reporting("en", Layout.FILE, ())
"""Reports as they are when nothing is asked for."""


def read_reporting(
    config: Config, code: str | None, layout: Layout | None, earlier: Sequence[Path] | None = None
) -> Reporting:
    """Return what command line and *config* ask for.

    Raises UsageError for a strange language, and for earlier results that cannot be read.
    """
    return Reporting(
        language=language(code or config.language or "en").code,
        layout=layout or Layout(config.layout or "file"),
        sources=tuple(Source(each.url, each.file, each.line) for each in config.source_map),
        earlier=read_earlier(earlier or ()),
    )
