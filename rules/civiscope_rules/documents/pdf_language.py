"""Judge whether the language of a PDF file is known. See pdf_language.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Document, Outcome
from civiscope_rules.shared.documents import first_failures, or_passed, pdf_of


def check(document: Document) -> Iterator[Outcome]:
    """Apply to every PDF file with text."""
    facts = pdf_of(document)
    if facts is None or not facts.count("pages-with-text"):
        return
    kinds = {"language-of-text": "missing", "language-invalid": "invalid"}
    yield from or_passed(document, first_failures(document, kinds))
