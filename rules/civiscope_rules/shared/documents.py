"""What rules for documents share: which they look at, and how they say where something is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from civiscope.model import Document, Outcome, Place, cannot_tell, passed
from civiscope.model.document_facts import DocumentFacts, DocumentPlace
from civiscope.web.urls import redact_url

_WHOLE = DocumentPlace()
_NO_TITLE = re.compile(
    r"(microsoft (word|powerpoint|excel) - .*|untitled.*|document ?\d*|dokument ?\d*|"
    r"pr[eé]sentation ?\d*|presentation ?\d*|powerpoint[- ]pr[eäé]sentation|book ?\d*|"
    r"slide 1|\S+\.(pdf|docx?|xlsx?|pptx?|od[tsp]|indd|qxd|rtf|txt|dwg))",
    re.IGNORECASE,
)


def pdf_of(document: Document) -> DocumentFacts | None:
    """Return what is in a PDF file; None for a file of another kind."""
    facts = document.content
    return facts if facts.format == "pdf" else None


def tagged_pdf_of(document: Document) -> DocumentFacts | None:
    """Return what is in a PDF file with tags; None for any other."""
    facts = pdf_of(document)
    return facts if facts is not None and is_tagged(facts) else None


def is_tagged(facts: DocumentFacts) -> bool:
    """Say whether a PDF file has tags at all."""
    return facts.sighting("structure-missing") is None and facts.count("elements") > 0


def place_in(document: Document, where: DocumentPlace = _WHOLE) -> Place:
    """Return a place in *document*: findings of one document are one thing to fix."""
    return Place(
        component=redact_url(document.url),
        url=document.url,
        selector=where.path,
        snippet=where.detail,
        box=where.box,
        document_page=where.page,
    )


def told_of(where: DocumentPlace) -> str:
    """Return where a place is, as part of a sentence."""
    parts = [f"page {where.page}"] if where.page else []
    if where.detail:
        parts.append(f"“{where.detail}”")
    return ", ".join(parts) or "the document as a whole"


def failures(document: Document, kinds: Mapping[str, str]) -> Iterator[Outcome]:
    """Yield a failure for each place of *kinds* that was kept, with the message of its kind."""
    for place, message, facts in _places(document, kinds):
        yield Outcome("failed", place, message, facts)


def reviews(document: Document, kinds: Mapping[str, str]) -> Iterator[Outcome]:
    """Yield what a person has to look at, for each place of *kinds* that was kept."""
    for place, message, facts in _places(document, kinds):
        yield cannot_tell(place, message, **facts)


def first_failures(document: Document, kinds: Mapping[str, str]) -> Iterator[Outcome]:
    """Yield one failure for each of *kinds* that was seen, at its first place."""
    for kind, message in kinds.items():
        yield from islice(failures(document, {kind: message}), 1)


def first_reviews(document: Document, kinds: Mapping[str, str]) -> Iterator[Outcome]:
    """Yield what a person has to look at, once for each of *kinds* that was seen."""
    for kind, message in kinds.items():
        yield from islice(reviews(document, {kind: message}), 1)


def is_file_name(title: str) -> bool:
    """Say whether a title is only the name of a file, or of the program that made it."""
    return _NO_TITLE.fullmatch(title.strip()) is not None


def or_passed(document: Document, outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    """Yield *outcomes*; that the document passed when there are none."""
    nothing = True
    for outcome in outcomes:
        nothing = False
        yield outcome
    if nothing:
        yield passed(place_in(document))


def _places(
    document: Document, kinds: Mapping[str, str]
) -> Iterator[tuple[Place, str, dict[str, object]]]:
    for kind, message in kinds.items():
        found = document.content.sighting(kind)
        if found is None:
            continue
        for where in found.places or (_WHOLE,):
            facts: dict[str, object] = {
                "count": found.count,
                "where": told_of(where),
                "detail": where.detail,
                "path": where.path,
            }
            yield place_in(document, where), message, facts
