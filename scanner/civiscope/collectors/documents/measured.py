"""Join what was measured on drawn pages with the facts that were read in the file."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from civiscope.model.document_facts import DocumentFacts, DocumentPlace, Sighting

_OPEN = ("pale-text", "ground-unknown")
"""Pages of which the file alone does not tell how text stands out, those first that look worst."""


@dataclass(frozen=True, slots=True)
class ContrastResult:
    """How text stands out on pages of a PDF file."""

    pages: tuple[int, ...]
    """The pages that were looked at."""
    places: tuple[DocumentPlace, ...]
    """Where text is hard to tell from what is behind it: each pair of colours once."""
    times: int
    """How many pairs there are, of all pages."""


def pages_to_measure(facts: DocumentFacts) -> list[int]:
    """Return the pages whose text has to be drawn to know how it stands out."""
    return list(
        dict.fromkeys(place.page for kind in _OPEN for place in facts.places(kind) if place.page)
    )


def with_contrast(facts: DocumentFacts, found: ContrastResult) -> DocumentFacts:
    """Return *facts* with *found*; what was measured is no longer open."""
    seen = {each.kind: each for each in facts.seen}
    for kind in _OPEN:
        if kind in seen:
            left = _without(seen.pop(kind), found.pages)
            if left.count:
                seen[kind] = left
    if found.times:
        seen["low-contrast"] = Sighting("low-contrast", found.times, found.places)
    counts = {**facts.counts, "pages-measured": len(found.pages)}
    return replace(
        facts,
        counts=dict(sorted(counts.items())),
        seen=tuple(seen[kind] for kind in sorted(seen)),
    )


def _without(sighting: Sighting, pages: Collection[int]) -> Sighting:
    places = tuple(each for each in sighting.places if each.page not in pages)
    gone = len(sighting.places) - len(places)
    return Sighting(sighting.kind, sighting.count - gone, places)
