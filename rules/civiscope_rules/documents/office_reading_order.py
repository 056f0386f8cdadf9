"""Find slides on which the title is not read first. See office_reading_order.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Document, Outcome
from civiscope_rules.shared.documents import or_passed, reviews


def check(document: Document) -> Iterator[Outcome]:
    """Apply to presentations with slides."""
    facts = document.content
    if facts.format not in {"pptx", "odp"} or not facts.count("slides"):
        return
    yield from or_passed(document, reviews(document, {"title-not-first": "later"}))
