"""Find e-books that do not say how they can be read. See epub_metadata.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Document, Outcome
from civiscope_rules.shared.documents import failures, or_passed


def check(document: Document) -> Iterator[Outcome]:
    """Apply to e-books."""
    if document.content.format != "epub":
        return
    yield from or_passed(document, failures(document, {"metadata-missing": "missing"}))
