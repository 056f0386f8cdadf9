"""Find e-books without a table of contents. See epub_navigation.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Document, Outcome
from civiscope_rules.shared.documents import failures, or_passed


def check(document: Document) -> Iterator[Outcome]:
    """Apply to e-books."""
    if document.content.format != "epub":
        return
    yield from or_passed(document, failures(document, {"navigation-missing": "missing"}))
