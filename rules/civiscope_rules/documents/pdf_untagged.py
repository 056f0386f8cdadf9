"""Find PDF files without tags. See pdf_untagged.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Document, Outcome, failed, passed
from civiscope_rules.shared.documents import is_tagged, pdf_of, place_in


def check(document: Document) -> Iterator[Outcome]:
    """Apply to every PDF file with something on its pages."""
    facts = pdf_of(document)
    if facts is None:
        return
    place = place_in(document)
    if not is_tagged(facts):
        yield failed(place, "untagged")
    elif facts.sighting("not-marked") is not None:
        yield failed(place, "not-marked", confidence="firm")
    else:
        yield passed(place)
