"""Find text that does not stand out. See pdf_contrast.md."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from civiscope.model import Document, Outcome
from civiscope_rules.shared.documents import first_reviews, or_passed, pdf_of, reviews


def check(document: Document) -> Iterator[Outcome]:
    """Apply to PDF files with text."""
    facts = pdf_of(document)
    if facts is None or not facts.count("pages-with-text"):
        return
    open_kinds = {"pale-text": "pale", "ground-unknown": "unmeasured"}
    found = chain(reviews(document, {"low-contrast": "low"}), first_reviews(document, open_kinds))
    yield from or_passed(document, found)
