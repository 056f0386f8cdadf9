"""Read tables and paragraphs of a tagged PDF, with the parser in a process of its own."""

from __future__ import annotations

import importlib.util
import json
import subprocess  # nosec B404 - our own interpreter
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from civiscope.errors import InconclusiveError, UsageError
from civiscope_reports.conformance.from_blocks import ASK_FOR
from civiscope_reports.conformance.tables import (
    SourceBlock,
    SourceCell,
    SourceParagraph,
    SourceTable,
)

PDF_TIMEOUT_S = 120
_RUN = (
    "import sys; sys.path.insert(0, sys.argv[1]); from tagged_pdf.child import main; "
    "main(sys.argv[2])"
)


def read_pdf(path: Path) -> dict[str, Any]:
    """Return what the PDF at *path* holds: `blocks`, `pages`, `title`, `language`.

    Raises UsageError without pikepdf, InconclusiveError for what cannot be read as tables.
    """
    if importlib.util.find_spec("pikepdf") is None:
        raise UsageError(
            "Reading PDF needs pikepdf, which is not installed: pip install 'civiscope[documents]'."
        )
    command = [sys.executable, "-I", "-c", _RUN, str(Path(__file__).parent), str(path.resolve())]
    try:
        # Parsers of hostile files run apart, with limits of memory and time.
        done = subprocess.run(  # noqa: S603 # nosec B603 - fixed arguments and a path
            command, capture_output=True, timeout=PDF_TIMEOUT_S, check=False
        )
    except subprocess.TimeoutExpired:
        raise InconclusiveError(
            f"{path} could not be read in {PDF_TIMEOUT_S} seconds. {ASK_FOR}."
        ) from None
    try:
        facts: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise InconclusiveError(
            f"{path} could not be read: the reader of PDF ended with {done.returncode}. {ASK_FOR}."
        ) from None
    _refuse(path, facts)
    return facts


def _refuse(path: Path, facts: dict[str, Any]) -> None:
    match facts.get("error"):
        case None:
            pass
        case "encrypted":
            raise InconclusiveError(
                f"{path} is encrypted and needs a password. {ASK_FOR}, without one."
            )
        case "untagged":
            kind = "is a scan: pictures of pages" if facts.get("pictures") else "has no tags"
            raise InconclusiveError(
                f"{path} {kind}, so it is not readable as tables, and people with screen readers "
                f"cannot read it either: that is an accessibility failure of its own. {ASK_FOR}."
            )
        case _:
            raise InconclusiveError(
                f"{path} is not a PDF that can be read ({facts.get('detail', 'damaged')}). "
                f"{ASK_FOR}."
            )
    if facts["unreadable"] and facts["unreadable"] * 2 > facts["glyphs"]:
        raise InconclusiveError(
            f"{path} does not say which characters its fonts show, so neither programs nor screen "
            f"readers can read its text. {ASK_FOR}."
        )


def blocks_of_pdf(facts: dict[str, Any]) -> Iterator[SourceBlock]:
    """Yield the blocks that `read_pdf` has read, in reading order."""
    for block in facts["blocks"]:
        if block["role"] != "Table":
            heading = block["role"].startswith("H") or block["role"] == "Title"
            yield SourceParagraph(block["text"], heading, block["page"])
            continue
        rows = tuple(
            tuple(
                SourceCell(
                    cell["text"],
                    cell["page"],
                    cell.get("header", False),
                    cell.get("across", 1),
                    cell.get("down", 1),
                )
                for cell in row
            )
            for row in block["rows"]
        )
        yield SourceTable(rows, block["page"])
