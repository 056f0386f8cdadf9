"""Find files that keep assistive technology out. See pdf_blocked.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Document, Outcome
from civiscope_rules.shared.documents import failures, or_passed, pdf_of

_KINDS = {"reading-forbidden": "protected", "xfa-dynamic": "dynamic"}


def check(document: Document) -> Iterator[Outcome]:
    """Apply to every PDF file."""
    if pdf_of(document) is None:
        return
    yield from or_passed(document, failures(document, _KINDS))
