"""The program `civiscope`: all its commands, or the one that is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Annotated, Any

import typer

from civiscope.cli.commands import Commands
from civiscope.errors import UsageError

STEPS = {
    "demo": "demo:demo",
    "document": "document:document",
    "attach": "attach:attach",
    "doctor": "doctor:doctor",
    "frameworks": "more:frameworks",
    "grade": "grade:grade_files",
    "schema": "more:schema",
    "audit": "audit:audit",
    "scan": "scan:scan",
    "judge": "judge:judge",
    "report": "report:report",
    "plan": "plan:plan",
    "gate": "gate:gate",
}
"""Commands in the order they are shown, each with its module here and the function in it."""
GROUPS = {
    "browser": "doctor:browser_app",
    "import": "importing:import_app",
    "csp": "csp:csp_app",
    "journey": "journey:journey_app",
    "lists": "lists:lists_app",
    "rules": "rules:rules_app",
    "source": "source:source_app",
    "statement": "statement:statement_app",
    "monitoring": "monitoring:monitoring_app",
    "watch": "watch_program:watch_app",
    "acr": "acr_program:acr_app",
    "baseline": "baseline:baseline_app",
    "ci": "ci:ci_app",
}
"""Groups of commands, each with its module here and what holds them."""


def program_for(arguments: list[str]) -> Commands:
    """Return the program with what *arguments* need of it."""
    # What drives a browser takes longer to load than most other commands take to run.
    command = arguments[0] if arguments else ""
    if command in STEPS or command in GROUPS:
        return program([command])
    if arguments == ["--version"]:
        return program(())
    return program()


def program(commands: Iterable[str] = (*STEPS, *GROUPS)) -> Commands:
    """Return the program with these *commands*; with all of them when none are named."""
    app = Commands(
        name="civiscope",
        help="Visit a public site as its citizens do, and say what breaks accessibility, privacy "
        "and security rules, with evidence.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"]},
        epilog="Exit codes: 0 gate passed, 1 gate failed, 2 wrong use or configuration, "
        "3 inconclusive, 4 internal error, 130 interrupted.",
    )
    app.callback(invoke_without_command=True)(_civiscope)
    for name in commands:
        if name in STEPS:
            app.command(name)(_load(STEPS[name]))
        else:
            app.add_typer(_load(GROUPS[name]), name=name)
    return app


def _load(place: str) -> Any:  # noqa: ANN401 - a function or a group
    module, _, name = place.partition(":")
    return getattr(import_module(f"civiscope.cli.{module}"), name)


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
        from civiscope.cli.version import show_version

        show_version(verbose=verbose)
        raise typer.Exit
    if context.invoked_subcommand is None:
        raise UsageError("Name a command; `civiscope --help` lists them.")
