"""Judge whether templates of pages say the language. See page_language.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Source, failed, passed
from civiscope_rules.shared.sources import elements_of, is_mail, literal, place_of_element


def check(source: Source) -> Iterator[Outcome]:
    """Apply to templates that print the root of a page."""
    if is_mail(source):
        return
    for element in elements_of(source, "html"):
        place = place_of_element(source, element)
        if element.lacks("lang"):
            yield failed(place, "missing")
        elif element.has("lang") and literal(element, "lang") == "":
            yield failed(place, "empty")
        elif element.has("lang") and "lang" not in element.maybe:
            yield passed(place)
