"""Find PDF files that are pictures of their pages. See pdf_pictures_only.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Document, Outcome, cannot_tell, failed, passed
from civiscope_rules.shared.documents import pdf_of, place_in, told_of


def check(document: Document) -> Iterator[Outcome]:
    """Apply to every PDF file with something on its pages."""
    facts = pdf_of(document)
    if facts is None or not facts.count("pages-with-content"):
        return
    found = facts.sighting("page-is-picture")
    # An alternative text in the tags stands for a picture.
    described = facts.count("figures") and facts.sighting("figure-without-alt") is None
    if found is None or described:
        yield passed(place_in(document))
        return
    where = next(iter(found.places), None)
    place = place_in(document, where) if where else place_in(document)
    # Pages that were not looked at may hold text.
    if found.count >= facts.count("pages-with-content") and not facts.gaps:
        yield failed(place, "all", count=found.count, pages=facts.pages)
    else:
        told = told_of(where) if where else ""
        yield cannot_tell(place, "some", count=found.count, pages=facts.pages, where=told)
