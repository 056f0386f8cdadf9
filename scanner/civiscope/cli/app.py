"""The command `civiscope` with all its subcommands."""

from __future__ import annotations

from civiscope.cli.program import program

app = program()
