"""Judge whether templates give images an alternative. See image_alternative.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Source, failed, passed
from civiscope.model.source import SourceElement
from civiscope_rules.shared.sources import elements_of, literal, place_of_element

_NAMED_BY = ("alt", "aria-label", "aria-labelledby", "title")
_PICTURES = ("src", "srcset", "data-src", "data-srcset")


def check(source: Source) -> Iterator[Outcome]:
    """Apply to images that a template prints."""
    for element in elements_of(source, "img", "input"):
        if element.tag == "input" and literal(element, "type") != "image":
            continue
        # Without an address, a script makes it what it is.
        if not any(element.has(name) for name in _PICTURES) or _is_hidden(element):
            continue
        if all(element.lacks(name) for name in _NAMED_BY):
            yield failed(place_of_element(source, element), "missing")
        elif element.has("alt") and "alt" not in element.maybe:
            yield passed(place_of_element(source, element))


def _is_hidden(element: SourceElement) -> bool:
    role = (element.value("role") or "").lower()
    return (
        element.has("hidden")
        or element.has("aria-hidden")
        or role in {"presentation", "none"}
        or "display:none" in (element.value("style") or "").replace(" ", "").lower()
    )
