"""What every format makes of the same small results, to be reviewed as diffs.

Write the files anew with `python -m tests.reports.golden`.
"""

from __future__ import annotations

from pathlib import Path

from tests.reports.samples import CONTEXT, small_results

from civiscope_reports import FORMATS

NOT_KEPT = {"pdf", "html", "html-folder", "frameworks"}
"""A PDF holds the time of printing; the others, every requirement of every framework there is."""
FOLDER = Path(__file__).parent / "golden"


def write(folder: Path) -> None:
    """Write every format to *folder*."""
    for name, each in FORMATS.items():
        if name in NOT_KEPT:
            continue
        each.write(small_results(), folder / each.file_name, CONTEXT)


if __name__ == "__main__":
    write(FOLDER)
