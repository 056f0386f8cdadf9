"""Write the summary as PDF, for a file or a meeting: verdict, gaps, the worst problems."""

from __future__ import annotations

from pathlib import Path

from civiscope.atomic_write import write_whole
from civiscope.browser.pdf import print_pdf
from civiscope.results import Results
from civiscope_reports.content.context import NOTHING, Context
from civiscope_reports.formats.html import render_printed


def write(results: Results, path: Path, context: Context = NOTHING) -> None:
    """Print the summary of *results* with the browser that scans.

    Raises CannotWriteError, NoBrowserError, and InternalError when the browser cannot print.
    """
    write_whole(path, [print_pdf(render_printed(results, context))])
