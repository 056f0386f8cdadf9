"""Write the report as PDF, for a vendor or a file: a cover, then one problem a block."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from civiscope.atomic_write import write_whole
from civiscope.browser.pdf import print_pdf
from civiscope.results import Results
from civiscope_reports.content.context import NOTHING, Context
from civiscope_reports.formats.html import render_printed
from civiscope_reports.formats.pdf_facts import complete

_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


def write(results: Results, path: Path, context: Context = NOTHING) -> None:
    """Print the report on *results* with the browser that scans.

    Raises CannotWriteError, NoBrowserError, and InternalError when the browser cannot print.
    """
    document = render_printed(results, context)
    title = _TITLE.search(document)
    printed = print_pdf(document)
    write_whole(path, [complete(printed, unescape(title[1]) if title else "", context.language)])
