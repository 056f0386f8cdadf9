"""Ask the browser about names that axe-core misses. See link_name.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page
from civiscope_rules.shared.browser_tree import check_given_roles, check_names


def check(page: Page) -> Iterator[Outcome]:
    """Apply to elements without a name that axe-core may have misread."""
    yield from check_names(page, "link-name")
    yield from check_given_roles(page, "link-name")
