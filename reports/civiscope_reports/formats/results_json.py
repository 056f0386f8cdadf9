"""Write the results for programs; the form is described by `civiscope schema results`."""

from __future__ import annotations

from pathlib import Path

from civiscope.results import Results
from civiscope.results import file as results_file
from civiscope.results.file import read, schema, to_bytes
from civiscope_reports.content.context import NOTHING, Context

__all__ = ["read", "schema", "to_bytes", "write", "write_plain"]


def write(results: Results, path: Path, context: Context = NOTHING) -> None:
    """Write *results* as they are. Raises CannotWriteError."""
    results_file.write(results, path)


def write_plain(results: Results, path: Path, context: Context = NOTHING) -> None:
    """Write *results* with each finding and page whole. Raises CannotWriteError."""
    results_file.write_plain(results, path)
