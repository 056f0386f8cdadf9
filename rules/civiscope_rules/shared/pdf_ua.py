"""Judge a PDF file by a part of PDF/UA."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from civiscope.model import Document, Outcome, failed
from civiscope.model.document_facts import DocumentPlace
from civiscope_rules.shared.documents import or_passed, pdf_of, place_in, told_of


def judge_claim(
    document: Document, claim: str, kinds: Collection[str], *, unclaimed: bool
) -> Iterator[Outcome]:
    """Yield what of *kinds* was seen in a PDF file that makes *claim*; in any when *unclaimed*."""
    facts = pdf_of(document)
    if facts is None or not (claim in facts.claims or unclaimed):
        return
    yield from or_passed(document, _failures(document, claim, kinds))


def _failures(document: Document, claim: str, kinds: Collection[str]) -> Iterator[Outcome]:
    facts = document.content
    for kind in kinds:
        found = facts.sighting(kind)
        if found is None:
            continue
        where = next(iter(found.places), DocumentPlace())
        yield failed(place_in(document, where), kind, count=found.count, where=told_of(where))
    others = [each for each in facts.claims if each != claim]
    if others and claim not in facts.claims:
        yield failed(place_in(document), "claim-part", count=1, where=", ".join(others))
