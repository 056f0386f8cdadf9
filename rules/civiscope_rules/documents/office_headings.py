"""Judge the headings of a text document. See office_headings.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Document, Outcome, cannot_tell
from civiscope_rules.shared.documents import failures, or_passed, place_in

LONG = 1500
"""Words from which on a document needs headings."""


def check(document: Document) -> Iterator[Outcome]:
    """Apply to text documents that are long or have headings."""
    facts = document.content
    if facts.format not in {"docx", "odt"}:
        return
    if facts.count("headings"):
        yield from or_passed(document, failures(document, {"heading-skip": "skipped"}))
    elif facts.count("words") >= LONG:
        yield cannot_tell(place_in(document), "missing", words=facts.count("words"))
