"""Find text that is in no tag. See pdf_untagged_content.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Document, Outcome, failed, passed
from civiscope.model.document_facts import DocumentPlace
from civiscope_rules.shared.documents import place_in, tagged_pdf_of, told_of


def check(document: Document) -> Iterator[Outcome]:
    """Apply to tagged PDF files with content."""
    facts = tagged_pdf_of(document)
    if facts is None or not facts.count("content-items"):
        return
    found = facts.sighting("untagged-text")
    if found is None:
        yield passed(place_in(document))
        return
    where = next(iter(found.places), DocumentPlace())
    yield failed(
        place_in(document, where),
        "text",
        count=found.count,
        items=facts.count("content-items"),
        where=told_of(where),
    )
