"""Ask the browser for roles that axe-core misses, and see headings. See aria_allowed_attr.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, failed
from civiscope.model.script_results import place_of
from civiscope_rules.shared.browser_tree import (
    allowed_attributes,
    correct_by_browser,
    results_if_run,
)


def check(page: Page) -> Iterator[Outcome]:
    """Apply to custom elements that keep their role to themselves, and to headings that open."""
    yield from correct_by_browser(page, "aria-allowed-attr", allowed_attributes)
    for result in results_if_run(page, "accessibility/aria-allowed-attr"):
        yield failed(place_of(result), "heading")
