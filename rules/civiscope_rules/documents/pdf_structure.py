"""Find tags that do not nest. See pdf_structure.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Document, Outcome
from civiscope_rules.shared.documents import failures, or_passed, tagged_pdf_of

_KINDS = {
    "list-nesting": "list",
    "table-nesting": "table",
    "toc-nesting": "toc",
    "structure-loop": "loop",
}


def check(document: Document) -> Iterator[Outcome]:
    """Apply to tagged PDF files."""
    if tagged_pdf_of(document) is None:
        return
    yield from or_passed(document, failures(document, _KINDS))
