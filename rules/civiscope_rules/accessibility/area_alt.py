"""Ask the browser about names that axe-core misses. See area_alt.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page
from civiscope_rules.shared.browser_tree import check_names, cleared_by_script


def check(page: Page) -> Iterator[Outcome]:
    """Apply to areas without a name that axe-core may have misread, or that no picture uses."""
    yield from check_names(page, "area-alt")
    yield from cleared_by_script(page, "area-alt")
