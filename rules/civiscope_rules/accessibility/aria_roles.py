"""Ask the browser about roles that axe-core does not know. See aria_roles.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page
from civiscope_rules.shared.browser_tree import corrected, known_role


def check(page: Page) -> Iterator[Outcome]:
    """Apply to roles that are newer than axe-core's tables."""
    return corrected(page, "aria-roles", known_role)
