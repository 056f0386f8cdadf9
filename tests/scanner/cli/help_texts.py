"""The help of every command, as one text that is held against what stands in help.txt.

Write the file anew with `python -m tests.scanner.cli.help_texts`.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

from typer.main import get_command

from civiscope.cli.app import app

STORED = Path(__file__).with_name("help.txt")
_SIZE = {"COLUMNS": "100", "LINES": "40", "TERM": "dumb", "NO_COLOR": "1"}
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def help_texts() -> str:
    """Return the help of every command, one below the other."""
    root: Any = get_command(app)
    texts = [f"$ {name} --help\n{_help(root, name)}" for name in _names(root, "civiscope")]
    return "\n".join(texts)


def _names(command: Any, name: str) -> Iterator[str]:  # noqa: ANN401 - typer's own
    yield name
    for key, below in getattr(command, "commands", {}).items():
        yield from _names(below, f"{name} {key}")


def _help(root: Any, name: str) -> str:  # noqa: ANN401 - see _names
    out = io.StringIO()
    # A terminal of one size, whatever the machine has.
    with patch.dict(os.environ, _SIZE), contextlib.redirect_stdout(out):
        root([*name.split()[1:], "--help"], prog_name="civiscope", standalone_mode=False)
    lines = _COLOUR.sub("", out.getvalue()).splitlines()
    return "\n".join(line.rstrip() for line in lines) + "\n"


if __name__ == "__main__":
    STORED.write_text(help_texts(), encoding="utf-8")
