"""Judge the title of an Office document or e-book. See office_title.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Document, Outcome, failed, passed
from civiscope.model.document_facts import OFFICE
from civiscope_rules.shared.documents import is_file_name, place_in


def check(document: Document) -> Iterator[Outcome]:
    """Apply to Office documents and e-books."""
    facts = document.content
    if facts.format not in OFFICE | {"epub"}:
        return
    place = place_in(document)
    if not facts.title.strip():
        yield failed(place, "missing")
    elif is_file_name(facts.title):
        yield failed(place, "file-name", title=facts.title)
    else:
        yield passed(place)
