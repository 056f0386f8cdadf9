"""What probes and journeys saw of a page, for rules that judge both alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from civiscope import Page
from civiscope.model import Missing

T = TypeVar("T")


def seen_by(page: Page, probe: str, kind: type[T]) -> Iterator[T]:
    """Yield what *probe* saw on *page*, and what a journey saw of the same on its own way.

    Raises EvidenceMissing when there is neither.
    """
    own = f"journey-{probe}"
    by_journey = page.evidence.probes.get(own)
    if by_journey is not None and not isinstance(by_journey, Missing):
        yield page.probe(own, kind)
    by_probe = page.evidence.probes.get(probe)
    if page.journey and (by_probe is None or isinstance(by_probe, Missing)):
        # What the journey did there was seen, whatever else could be tried.
        return
    yield page.probe(probe, kind)
