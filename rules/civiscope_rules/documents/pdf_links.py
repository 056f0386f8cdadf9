"""Find links that the tags do not hold. See pdf_links.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Document, Outcome
from civiscope_rules.shared.documents import failures, or_passed, tagged_pdf_of

_KINDS = {"link-not-in-link-or-reference": "untagged"}


def check(document: Document) -> Iterator[Outcome]:
    """Apply to tagged PDF files with links."""
    facts = tagged_pdf_of(document)
    if facts is None or not facts.count("links"):
        return
    yield from or_passed(document, failures(document, _KINDS))
