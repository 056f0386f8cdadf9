"""Find tables whose cells have no headers. See pdf_table_headers.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Document, Outcome
from civiscope_rules.shared.documents import failures, or_passed, tagged_pdf_of

_KINDS = {"table-without-headers": "missing", "table-headers-unknown": "unknown"}


def check(document: Document) -> Iterator[Outcome]:
    """Apply to tagged PDF files with tables of more than one row and column."""
    facts = tagged_pdf_of(document)
    if facts is None or facts.count("tables") <= facts.count("small-tables"):
        return
    yield from or_passed(document, failures(document, _KINDS))
