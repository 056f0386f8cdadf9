"""Ask the browser for states that axe-core misses. See aria_required_attr.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page
from civiscope_rules.shared.browser_tree import (
    cleared_by_script,
    correct_by_browser,
    required_states,
)


def check(page: Page) -> Iterator[Outcome]:
    """Apply to elements that have their states without attributes."""
    yield from correct_by_browser(page, "aria-required-attr", required_states, "internals")
    yield from cleared_by_script(page, "aria-required-attr")
