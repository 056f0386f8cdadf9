"""Find sheets without a name. See office_sheet_names.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Document, Outcome
from civiscope_rules.shared.documents import failures, or_passed


def check(document: Document) -> Iterator[Outcome]:
    """Apply to files with sheets."""
    facts = document.content
    if facts.format not in {"xlsx", "ods"} or not facts.count("sheets"):
        return
    yield from or_passed(document, failures(document, {"sheet-without-name": "unnamed"}))
