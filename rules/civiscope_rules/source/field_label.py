"""Judge whether templates give fields a label. See field_label.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Source, failed, passed
from civiscope.model.source import DYNAMIC, SourceElement
from civiscope_rules.shared.sources import around, elements_of, place_of_element

_NO_FIELD = frozenset({"hidden", "submit", "button", "reset", "image"})
_NAMED_BY = ("id", "aria-label", "aria-labelledby", "title", "placeholder", "hidden", "aria-hidden")
_UNSEEN = ("hidden", "display:none", "honey", "sr-only", "visually")


def check(source: Source) -> Iterator[Outcome]:
    """Apply to fields in forms of a template, where no other file can give them a label."""
    labelled = set(source.facts.labelled)
    for element in elements_of(source, "input", "select", "textarea"):
        kind = (element.value("type") or "").lower()
        if kind in _NO_FIELD or DYNAMIC in kind or "type" in element.maybe:
            continue
        up = list(around(source, element))
        if any(each.tag == "label" for each in up) or element.value("id") in labelled:
            yield passed(place_of_element(source, element))
        elif _is_alone(element, up):
            yield failed(place_of_element(source, element), "missing")


def _is_alone(element: SourceElement, up: list[SourceElement]) -> bool:
    """Say whether nothing gives the element a name, wherever its file is included."""
    if not all(element.lacks(name) for name in _NAMED_BY):
        return False
    # A form cannot stand in a label; what is not in one may.
    inside = next((n for n, each in enumerate(up) if each.tag in {"form", "body"}), None)
    if inside is None or any(each.component or DYNAMIC in each.tag for each in up[: inside + 1]):
        return False
    told = " ".join(
        value.lower().replace(" ", "")
        for each in (element, *up)
        for name, value in each.attributes
        if name in {"class", "style", "name"}
    )
    unseen = any(each.has("hidden") or each.has("aria-hidden") for each in up)
    return not unseen and not any(word in told for word in _UNSEEN)
