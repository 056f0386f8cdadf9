"""Ask the browser about names that axe-core misses. See aria_tooltip_name.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page
from civiscope_rules.shared.browser_tree import check_names, cleared_by_script


def check(page: Page) -> Iterator[Outcome]:
    """Apply to elements without a name that axe-core may have misread, and to tips not in use."""
    yield from check_names(page, "aria-tooltip-name")
    yield from cleared_by_script(page, "aria-tooltip-name")
