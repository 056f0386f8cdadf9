"""Compare what links of one name lead to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from civiscope.model import Place
from civiscope.model.destinations import Destination, Destinations, Twin
from civiscope.model.fingerprints import element_component
from civiscope.web.urls import host_of

Likeness = Literal["same", "unlike", "unknown", "elsewhere"]
_WORST_FIRST: tuple[Likeness, ...] = ("unlike", "elsewhere", "unknown", "same")
_ALIKE = 0.8
_UNLIKE = 0.6
_SHORT = 40


def compare_twins(seen: Destinations) -> Iterator[tuple[Twin, Twin, Likeness]]:
    """Yield each link with another one of its name and how the two destinations compare.

    The other is the one that differs most; `elsewhere` means another site altogether.
    """
    groups: dict[int, list[Twin]] = {}
    for link in seen.links:
        groups.setdefault(link.group, []).append(link)
    for links in groups.values():
        for link in links:
            others = {likeness(link, other, seen): other for other in links if other is not link}
            for how in _WORST_FIRST:
                if how in others:
                    yield link, others[how], how
                    break


def likeness(one: Twin, other: Twin, seen: Destinations) -> Likeness:
    """Return how what *one* leads to compares with what *other* leads to."""
    if one.key == other.key:
        return "same"
    first, second = seen.found.get(one.key), seen.found.get(other.key)
    if first is None or second is None or not first.url or not second.url:
        apart = host_of(one.address) != host_of(other.address)
        return "elsewhere" if apart else "unknown"
    return _contents(first, second)


def place_of_twin(link: Twin) -> Place:
    """Return the place of *link*."""
    return Place(
        component=element_component(link.snippet, link.selector),
        selector=link.selector,
        snippet=link.snippet,
        box=link.box,
    )


def _contents(first: Destination, second: Destination) -> Likeness:
    if first.url == second.url or first.text == second.text:
        return "same"
    one, other = set(first.words), set(second.words)
    together = len(one | other)
    share = len(one & other) / together if together else 1.0
    if together <= _SHORT and set(first.numbers) != set(second.numbers):
        # A few lines with another telephone number are another contact.
        return "unlike"
    if share >= _ALIKE:
        return "same"
    if one and other and len(one & other) >= _ALIKE * min(len(one), len(other)):
        # All of one stands in the other, which may only have more around it.
        return "unknown"
    return "unlike" if share <= _UNLIKE else "unknown"
