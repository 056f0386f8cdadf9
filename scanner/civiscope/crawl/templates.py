"""Group pages that share a structure: pages made from one template."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from civiscope.model import Dom, Page

SAME_TEMPLATE = 0.6
"""Share of common structure above which two pages are taken to be of one template."""
_MAX_GROUPS = 500


def group_by_template(pages: Iterable[Page]) -> dict[str, str]:
    """Return the name of each page's group by page URL; a group is named after its first page."""
    groups: list[tuple[str, frozenset[int]]] = []
    names: dict[str, str] = {}
    for page in pages:
        if not isinstance(page.evidence.dom, Dom) or not page.evidence.dom.shape:
            continue
        shape = frozenset(page.evidence.dom.shape)
        best = max(groups, key=lambda group: likeness(shape, group[1]), default=None)
        if best is not None and likeness(shape, best[1]) >= SAME_TEMPLATE:
            names[page.url] = best[0]
        elif len(groups) < _MAX_GROUPS:
            name = urlsplit(page.url).path or "/"
            taken = {name for name, _ in groups}
            name = name if name not in taken else page.url
            groups.append((name, shape))
            names[page.url] = name
    return names


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """Return how much of their structure two pages share, 0 to 1, from their smallest hashes."""
    size = min(len(one), len(other))
    if not size:
        return 0.0
    # The smallest hashes of the union are a fair sample of both pages' paths.
    sample = sorted(one | other)[: max(len(one), len(other))]
    shared = sum(1 for value in sample if value in one and value in other)
    return shared / len(sample)
