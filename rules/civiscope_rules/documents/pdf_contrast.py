"""Find text in pale colours. See pdf_contrast.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Document, Outcome
from civiscope_rules.shared.documents import first_reviews, or_passed, pdf_of


def check(document: Document) -> Iterator[Outcome]:
    """Apply to PDF files with text."""
    facts = pdf_of(document)
    if facts is None or not facts.count("pages-with-text"):
        return
    yield from or_passed(document, first_reviews(document, {"pale-text": "pale"}))
