"""The command `civiscope acr` on its own, without what scans need."""

from __future__ import annotations

from civiscope.cli import acr_checks
from civiscope.cli.acr import acr_app
from civiscope.cli.commands import Commands, program_with

__all__ = ["acr_app", "acr_program"]

for _step in (acr_checks.draft, acr_checks.check, acr_checks.compare, acr_checks.diff):
    acr_app.command()(_step)


def acr_program() -> Commands:
    """Return a program that has the group `acr` and no other."""
    return program_with("acr", acr_app)
