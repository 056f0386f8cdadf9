"""Ask the browser about parents and children. See aria_required_parent.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, passed
from civiscope.model.script_results import place_of
from civiscope_rules.shared.browser_tree import in_structure, results_if_run


def check(page: Page) -> Iterator[Outcome]:
    """Apply to custom elements, slots and native roles that axe-core may have misread."""
    yield from in_structure(page, "aria-required-parent")
    for result in results_if_run(page, "accessibility/aria-required-parent"):
        yield passed(place_of(result))
