"""Find fonts whose codes mean no characters. See pdf_text_mapping.md."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from civiscope.model import Document, Outcome
from civiscope_rules.shared.documents import failures, or_passed, pdf_of, reviews


def check(document: Document) -> Iterator[Outcome]:
    """Apply to PDF files with text."""
    facts = pdf_of(document)
    if facts is None or not facts.count("codes"):
        return
    found = chain(
        failures(document, {"text-unmapped": "unmapped"}),
        reviews(document, {"text-mapped-by-habit": "guessed"}),
    )
    yield from or_passed(document, found)
