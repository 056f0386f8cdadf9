"""Group pages that share a structure: pages made from one template."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

SAME_TEMPLATE = 0.6
"""Share of common structure above which two pages are taken to be of one template."""
_MAX_GROUPS = 500
_LIKELIEST = 8


def group_by_template(shapes: Iterable[tuple[str, Sequence[int]]]) -> dict[str, str]:
    """Return the name of each page's group by page URL; a group is named after its first page.

    *shapes* are pages by URL with the hashes of their structure; a page without is left out.
    """
    groups: list[tuple[str, frozenset[int]]] = []
    known: dict[frozenset[int], str] = {}
    names: dict[str, str] = {}
    taken: set[str] = set()
    for url, hashes in shapes:
        if not hashes:
            continue
        shape = frozenset(hashes)
        name = known.get(shape) or _most_alike(shape, groups)
        if not name and len(groups) < _MAX_GROUPS:
            path = urlsplit(url).path or "/"
            name = url if path in taken else path
            taken.add(name)
            groups.append((name, shape))
        if name:
            known[shape] = name
            names[url] = name
    return names


def _most_alike(shape: frozenset[int], groups: Sequence[tuple[str, frozenset[int]]]) -> str:
    """Return the group most like *shape*; empty when none is alike enough."""
    # What two pages share at all is quick to count; what of it tells, only for the likeliest.
    shared = [len(shape & other) for _, other in groups]
    best, name = 0.0, ""
    for number in heapq.nlargest(_LIKELIEST, range(len(groups)), key=shared.__getitem__):
        group, other = groups[number]
        if shared[number] < SAME_TEMPLATE * max(len(shape), len(other)):
            break
        found = likeness(shape, other)
        if found >= SAME_TEMPLATE and found > best:
            best, name = found, group
    return name


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """Return how much of their structure two pages share, 0 to 1, from their smallest hashes."""
    if not one or not other:
        return 0.0
    # The smallest hashes of the union are a fair sample of both pages' paths.
    sample = sorted(one | other)[: max(len(one), len(other))]
    both = one & other
    return sum(value in both for value in sample) / len(sample)
