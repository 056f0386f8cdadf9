"""Judge the headings of a tagged PDF file. See pdf_headings.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Document, Outcome, cannot_tell
from civiscope_rules.shared.documents import failures, or_passed, place_in, tagged_pdf_of

LONG = 10
"""Pages from which on a document needs headings."""


def check(document: Document) -> Iterator[Outcome]:
    """Apply to tagged PDF files that are long or have headings."""
    facts = tagged_pdf_of(document)
    if facts is None:
        return
    if facts.count("headings"):
        yield from or_passed(document, failures(document, {"heading-skip": "skipped"}))
    elif facts.pages >= LONG:
        yield cannot_tell(place_in(document), "missing", pages=facts.pages)
