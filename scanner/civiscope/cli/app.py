"""The command `civiscope`: its subcommands, and what it says of itself."""

from __future__ import annotations

from typing import Annotated

import typer

from civiscope.cli import baseline as baseline_commands
from civiscope.cli import ci as ci_commands
from civiscope.cli import more
from civiscope.cli.acr_program import acr_app
from civiscope.cli.audit import audit
from civiscope.cli.commands import Commands
from civiscope.cli.gate import gate
from civiscope.cli.judge import judge
from civiscope.cli.report import report
from civiscope.cli.scan import scan
from civiscope.errors import UsageError

app = Commands(
    name="civiscope",
    help="Visit a public site as its citizens do, and say what breaks accessibility, privacy and "
    "security rules, with evidence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
    epilog="Exit codes: 0 gate passed, 1 gate failed, 2 wrong use or configuration, "
    "3 inconclusive, 4 internal error, 130 interrupted.",
)
more.register(app)
for _step in (audit, scan, judge, report, gate):
    app.command()(_step)
app.add_typer(acr_app, name="acr")
app.add_typer(baseline_commands.baseline_app, name="baseline")
app.add_typer(ci_commands.ci_app, name="ci")


@app.callback(invoke_without_command=True)
def _civiscope(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version; with -v, of every engine, too."),
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="With --version: of every engine, too.")
    ] = False,
) -> None:
    if version:
        more.show_version(verbose=verbose)
        raise typer.Exit
    if context.invoked_subcommand is None:
        raise UsageError("Name a command; `civiscope --help` lists them.")
