"""Find form fields without a name for people. See pdf_form_labels.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Document, Outcome
from civiscope_rules.shared.documents import failures, or_passed, pdf_of


def check(document: Document) -> Iterator[Outcome]:
    """Apply to PDF files with form fields."""
    facts = pdf_of(document)
    if facts is None or not facts.count("fields"):
        return
    yield from or_passed(document, failures(document, {"field-without-name": "missing"}))
