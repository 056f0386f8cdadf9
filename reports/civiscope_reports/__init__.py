"""Write results for people and for other programs, one module a format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from civiscope.results import Results
from civiscope_reports import html, results_json

__all__ = ["FORMATS", "Format"]


@dataclass(frozen=True, slots=True)
class Format:
    """A form that results can be written in."""

    name: str
    """What `--format` calls it."""
    file_name: str
    """The file below the output folder."""
    about: str
    """One line for the help."""
    write: Callable[[Results, Path], None]


_ALL = (
    Format("html", html.NAME, "report for people, one file", html.write),
    Format("json", results_json.NAME, "everything, for programs", results_json.write),
)

FORMATS = {each.name: each for each in _ALL}
"""Every format by name, in the order they are shown."""
