"""Find pages on which the order of Tab is not told. See pdf_tab_order.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Document, Outcome
from civiscope_rules.shared.documents import first_reviews, or_passed, tagged_pdf_of


def check(document: Document) -> Iterator[Outcome]:
    """Apply to tagged PDF files with links or fields."""
    facts = tagged_pdf_of(document)
    if facts is None or not (facts.count("links") or facts.count("fields")):
        return
    kinds = {"tab-order-of-active": "other"}
    yield from or_passed(document, first_reviews(document, kinds))
