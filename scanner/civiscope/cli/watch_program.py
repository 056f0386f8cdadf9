"""The command `civiscope watch` on its own, without what scans need."""

from __future__ import annotations

from civiscope.cli.commands import Commands
from civiscope.cli.watch import watch_app
from civiscope.cli.watch_db import db_app
from civiscope.cli.watch_sites import sites_app

__all__ = ["watch_app", "watch_program"]

watch_app.add_typer(sites_app, name="sites")
watch_app.add_typer(db_app, name="db")


def watch_program() -> Commands:
    """Return a program that has the group `watch` and no other."""
    program = Commands(
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    program.callback()(_civiscope)
    program.add_typer(watch_app, name="watch")
    return program


def _civiscope() -> None:
    """Keep `watch` the name of a group, though it is the only one."""
