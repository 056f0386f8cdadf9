"""Find bold lines that may be headings. See office_fake_headings.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Document, Outcome
from civiscope_rules.shared.documents import or_passed, reviews


def check(document: Document) -> Iterator[Outcome]:
    """Apply to text documents with paragraphs."""
    facts = document.content
    if facts.format not in {"docx", "odt"} or not facts.count("paragraphs"):
        return
    yield from or_passed(document, reviews(document, {"bold-as-heading": "bold"}))
