"""Find pages whose repeated links stand in another order. Why: consistent_navigation.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from civiscope.model import Outcome, Place, Site, failed, passed
from civiscope_rules.shared.template import SeenLinks, repeated_links

_MIN_LINKS = 3
_MAJORITY = 0.8


def check(site: Site) -> Iterator[Outcome]:
    """Apply to pages of hosts that repeat at least three links on nearly all pages.

    Only the order of links that are there counts: a link may be missing, as that to the page itself
    often is.
    """
    for group in repeated_links(site):
        if len(group.addresses) < _MIN_LINKS:
            continue
        orders = {seen.page.url: _order(seen, group.addresses) for seen in group.pages}
        before = Counter(pair for order in orders.values() for pair in _pairs(order))
        for seen in group.pages:
            order = orders[seen.page.url]
            turned = [
                (one, other) for one, other in pairwise(order) if _is_turned(one, other, before)
            ]
            place = Place("repeated links", url=seen.page.url)
            if len(order) < _MIN_LINKS:
                continue
            if turned:
                first, second = (seen.links[address].text[:80] for address in turned[0])
                yield failed(place, "order", first=first, second=second)
            else:
                yield passed(place)


def _order(seen: SeenLinks, common: frozenset[str]) -> list[str]:
    return [address for address in seen.links if address in common - seen.twice]


def _pairs(order: list[str]) -> Iterator[tuple[str, str]]:
    for number, one in enumerate(order):
        for other in order[number + 1 :]:
            yield one, other


def _is_turned(one: str, other: str, before: Counter[tuple[str, str]]) -> bool:
    """Say whether nearly all pages have *other* before *one*."""
    usual, here = before[other, one], before[one, other]
    return usual >= _MAJORITY * (usual + here)
