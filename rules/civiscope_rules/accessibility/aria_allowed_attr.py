"""Ask the browser for roles that axe-core misses. See aria_allowed_attr.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page
from civiscope_rules.shared.browser_tree import allowed_attributes, correct_by_browser


def check(page: Page) -> Iterator[Outcome]:
    """Apply to custom elements that keep their role to themselves."""
    return correct_by_browser(page, "aria-allowed-attr", allowed_attributes)
