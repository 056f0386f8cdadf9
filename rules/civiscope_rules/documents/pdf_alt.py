"""Find figures and formulas without a text. See pdf_alt.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Document, Outcome
from civiscope_rules.shared.documents import failures, or_passed, tagged_pdf_of

_KINDS = {
    "figure-without-alt": "missing",
    "figure-empty-alt": "missing",
    "figure-file-name": "file-name",
    "formula-without-alt": "formula",
}


def check(document: Document) -> Iterator[Outcome]:
    """Apply to tagged PDF files with figures or formulas."""
    facts = tagged_pdf_of(document)
    if facts is None or not (facts.count("figures") or facts.count("formulas")):
        return
    yield from or_passed(document, failures(document, _KINDS))
