"""Ask the browser about roles that axe-core does not know. See aria_roles.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page
from civiscope_rules.shared.browser_tree import correct_by_browser, known_role


def check(page: Page) -> Iterator[Outcome]:
    """Apply to roles that are newer than axe-core's tables."""
    return correct_by_browser(page, "aria-roles", known_role)
