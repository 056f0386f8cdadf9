"""Judge whether links let the page they open steer this one. See opener.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Source, failed, passed
from civiscope.web.urls import is_web_url
from civiscope_rules.shared.sources import elements_of, literal, place_of_element


def check(source: Source) -> Iterator[Outcome]:
    """Apply to links to other sites that open a window of their own."""
    for element in elements_of(source, "a", "area", "form"):
        address = literal(element, "action" if element.tag == "form" else "href") or ""
        if literal(element, "target") != "_blank" or not is_web_url(address):
            continue
        words = (literal(element, "rel") or "").lower().split()
        place = place_of_element(source, element)
        if "opener" in words and not {"noopener", "noreferrer"}.intersection(words):
            yield failed(place, "opener", url=address[:200])
        else:
            yield passed(place)
