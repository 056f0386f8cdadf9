"""Judge the title of a PDF file. See pdf_title.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Document, Outcome, failed, passed
from civiscope_rules.shared.documents import is_file_name, pdf_of, place_in


def check(document: Document) -> Iterator[Outcome]:
    """Apply to every PDF file."""
    facts = pdf_of(document)
    if facts is None:
        return
    place = place_in(document)
    if not facts.title.strip():
        yield failed(place, "missing")
    elif is_file_name(facts.title):
        yield failed(place, "file-name", title=facts.title)
    elif facts.sighting("title-not-displayed") is not None:
        yield failed(place, "not-displayed")
    else:
        yield passed(place)
