"""The command `civiscope acr` on its own, without what scans need."""

from __future__ import annotations

from civiscope.cli import acr_checks
from civiscope.cli.acr import acr_app
from civiscope.cli.commands import Commands

__all__ = ["acr_app", "acr_program"]

for _step in (acr_checks.draft, acr_checks.check, acr_checks.compare, acr_checks.diff):
    acr_app.command()(_step)


def acr_program() -> Commands:
    """Return a program that has the group `acr` and no other."""
    program = Commands(
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    program.callback()(_civiscope)
    program.add_typer(acr_app, name="acr")
    return program


def _civiscope() -> None:
    """Keep `acr` the name of a group, though it is the only one."""
