"""Find pictures without a text. See office_alt.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Document, Outcome
from civiscope_rules.shared.documents import failures, or_passed

_KINDS = {"picture-without-alt": "missing", "picture-file-name": "file-name"}


def check(document: Document) -> Iterator[Outcome]:
    """Apply to Office documents and e-books with pictures."""
    facts = document.content
    if facts.format == "pdf" or not facts.count("pictures"):
        return
    yield from or_passed(document, failures(document, _KINDS))
