"""Find long PDF files without bookmarks. See pdf_bookmarks.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Document, Outcome, failed, passed
from civiscope_rules.shared.documents import pdf_of, place_in

LONG = 20
"""Pages from which on a document needs bookmarks."""


def check(document: Document) -> Iterator[Outcome]:
    """Apply to long PDF files."""
    facts = pdf_of(document)
    if facts is None or facts.pages < LONG:
        return
    if facts.count("bookmarks"):
        yield passed(place_in(document))
    else:
        yield failed(place_in(document), "missing", pages=facts.pages)
