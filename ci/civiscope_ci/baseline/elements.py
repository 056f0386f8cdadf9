"""How many elements pages have: one that has hardly any left was not really seen."""

from __future__ import annotations

from civiscope.results import Results
from civiscope_ci.baseline.baseline import Baseline, elements_seen
from civiscope_ci.baseline.page_keys import PageKeys

MIN_ELEMENTS = 64
"""Pages that had fewer elements are too small to collapse."""
SHARE = 0.25
"""What a page must keep of the elements that it had."""


def collapsed_pages(
    baseline: Baseline | None, results: Results, keys: PageKeys
) -> dict[str, tuple[int, int]]:
    """Return pages that lost most of their elements, each with how many it had and has."""
    known = baseline.elements if baseline is not None else {}
    return {
        key: (known[key], now)
        for key, now in elements_seen(results, keys).items()
        if known.get(key, 0) >= MIN_ELEMENTS and now < SHARE * known[key]
    }
