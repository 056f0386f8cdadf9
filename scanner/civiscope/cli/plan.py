"""The command that plans: what to do first, from results of one site or many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from civiscope.atomic_write import write_whole
from civiscope.audit.planning import read_planning
from civiscope.cli import options as o
from civiscope.cli import reporting as r
from civiscope.cli.commands import taking_options
from civiscope.errors import UsageError
from civiscope.results import file as results_file
from civiscope.suggestions import unknown
from civiscope_ci.gate import file as gate_file
from civiscope_reports.content.gate_file import read_context
from civiscope_reports.formats.plans import PLAN_FORMATS
from civiscope_reports.planning.make_plan import PlanMaker
from civiscope_reports.text.language import language

_DEFAULT = ("html", "markdown")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOptions:
    """What `civiscope plan` takes."""

    results: Annotated[
        list[Path],
        typer.Argument(
            metavar="RESULTS…",
            help="results.json of each site, their folders, or a folder of such folders.",
        ),
    ]
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="DIR", help="Folder to write to (that of the results)."
        ),
    ] = None
    config: o.ConfigFile = None
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            metavar="LIST",
            callback=o.join_values(),
            help=f"Forms to write: {', '.join(PLAN_FORMATS)} (html, markdown).",
        ),
    ] = None
    language: r.LanguageOption = None
    quiet: o.Quiet = False
    debug: o.Debug = False


@taking_options
def plan(given: PlanOptions) -> int:
    """Plan what to do first, for whom and with what effort, from results of one site or many."""
    loaded = o.read_config(given.config)
    settings = read_planning(loaded.config)
    words = language(given.language or loaded.config.language or "en")
    names = tuple(dict.fromkeys(given.formats or _DEFAULT))
    for name in names:
        if name not in PLAN_FORMATS:
            raise unknown("form of a plan", name, PLAN_FORMATS, "civiscope plan --help")
    maker = PlanMaker(settings, words)
    tool = ""
    for path in _files(given.results):
        # One at a time: what a plan needs of a site is little.
        found = results_file.read(path)
        tool = f"{found.tool.name} {found.tool.version}"
        waived = read_context(path.parent / gate_file.NAME).waived
        maker.add(found, str(path), waived)
    made = maker.plan()
    folder = given.out or _home(given.results[0])
    for name in names:
        form = PLAN_FORMATS[name]
        path = folder / form.file_name
        write_whole(path, [form.render(made, settings, words, tool).encode("utf-8", "replace")])
        if not given.quiet:
            print(path)
    return 0


def _home(path: Path) -> Path:
    return path if path.is_dir() else path.parent


def _files(paths: list[Path]) -> Iterator[Path]:
    """Yield each results file once. Raises UsageError for a folder that holds none."""
    seen: set[Path] = set()
    for path in paths:
        for file in _files_at(path):
            whole = file.resolve()
            if whole not in seen:
                seen.add(whole)
                yield file


def _files_at(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    if (path / results_file.NAME).is_file():
        return [path / results_file.NAME]
    files = sorted(path.glob(f"*/{results_file.NAME}"))
    if not files:
        raise UsageError(
            f"There are no results in {path}: neither {results_file.NAME} nor folders with one. "
            "Name the output folder of a scan."
        )
    return files
