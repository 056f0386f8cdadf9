"""Run civiscope as its users do: as a program, in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

COMMAND_TIMEOUT_S = 600
"""Seconds for one command, on a machine that does much else."""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def errors(self) -> list[str]:
        """What it says went wrong, without the lines that tell how the scan goes."""
        return [line for line in self.err.splitlines() if line.startswith("civiscope: ")]


def command(*arguments: str | Path) -> list[str]:
    """Return the command line that runs civiscope with *arguments*."""
    return [sys.executable, "-m", "civiscope", *map(str, arguments)]


def run(*arguments: str | Path, folder: Path, environment: Mapping[str, str] | None = None) -> Ran:
    """Run civiscope in *folder* to its end; *environment* is added to ours."""
    done = subprocess.run(  # noqa: S603 - our own program
        command(*arguments),
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=COMMAND_TIMEOUT_S,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
