"""Find tables without a header row. See office_table_headers.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Document, Outcome
from civiscope_rules.shared.documents import failures, or_passed


def check(document: Document) -> Iterator[Outcome]:
    """Apply to Office documents with tables of more than one row and column."""
    facts = document.content
    if facts.format == "pdf" or not facts.count("tables"):
        return
    yield from or_passed(document, failures(document, {"table-without-headers": "missing"}))
