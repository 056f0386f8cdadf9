"""The commands for CI systems: ready pipelines, outputs of a step, a comment that stays current."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from civiscope.cli import options as o
from civiscope.cli.commands import Commands
from civiscope.errors import UsageError
from civiscope_ci.gate import file as gate_file
from civiscope_ci.systems.github.comment import CommentTarget, body, publish, run_address
from civiscope_ci.systems.github.outputs import step_outputs
from civiscope_ci.systems.pipelines import PIPELINES, SOURCE, pipeline

ci_app = Commands(help="Ready pipelines, and what they need.", no_args_is_help=True)

_SOURCE = re.compile(r"[\w.@:/+~=\[\],-]{1,300}", re.ASCII)
Source = Annotated[
    str,
    typer.Option(
        "--source",
        metavar="PLACE",
        help="Where the pipeline gets civiscope: a checkout, or what pip takes (./civiscope).",
    ),
]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Output folder of an audit.")]


@ci_app.command("comment")
def comment_command(
    folder: Folder,
    pull_request: Annotated[
        int | None, typer.Option("--pull-request", min=1, metavar="N", help="Where to comment.")
    ] = None,
    commit: Annotated[
        str, typer.Option("--commit", metavar="SHA", help="Or: the head of the pull request.")
    ] = "",
    quiet: o.Quiet = False,
    debug: o.Debug = False,
) -> int:
    """Keep one comment on a GitHub pull request up to date; needs the summary in Markdown."""
    if (pull_request is None) == (not commit):
        raise UsageError("Name the pull request by --pull-request or by --commit.")
    done = publish(
        body(folder, run_address(os.environ)),
        CommentTarget.of(os.environ),
        number=pull_request,
        commit=commit,
    )
    if not quiet:
        print(f"The comment is {done}.", file=sys.stderr)
    return 0


@ci_app.command("outputs")
def outputs_command(folder: Folder, debug: o.Debug = False) -> int:
    """Print how an audit went as name=value lines, for the steps after it."""
    for line in step_outputs(folder / gate_file.NAME):
        print(line)
    return 0


def _add(name: str, file: str, system: str) -> None:
    def command(source: Source = SOURCE, debug: o.Debug = False) -> int:
        if not _SOURCE.fullmatch(source):
            raise UsageError(
                f"--source takes a folder, a package or an address without spaces, not {source!r}."
            )
        print(pipeline(name, source), end="")
        return 0

    ci_app.command(name, help=f"Print a pipeline for {system}; put it into {file}.")(command)


for _each in PIPELINES.values():
    _add(_each.name, _each.file, _each.system)
