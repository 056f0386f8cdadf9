"""Write the results for programs; the form is described by `civiscope schema results`."""

from __future__ import annotations

from pathlib import Path

from civiscope.results import Results
from civiscope.results import file as results_file
from civiscope.results.file import read, schema, to_bytes
from civiscope_reports.content.context import NOTHING, Context

__all__ = ["read", "schema", "to_bytes", "write", "write_packed"]


def write(results: Results, path: Path, context: Context = NOTHING) -> None:
    """Write *results* as they are. Raises CannotWriteError."""
    results_file.write(results, path)


def write_packed(results: Results, path: Path, context: Context = NOTHING) -> None:
    """Write *results* in a fifth of the space. Raises CannotWriteError."""
    results_file.write_packed(results, path)
