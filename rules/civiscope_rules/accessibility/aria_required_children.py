"""Ask the browser about parents and children. See aria_required_children.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page
from civiscope_rules.shared.browser_tree import cleared_by_script, in_structure
from civiscope_rules.shared.parted_groups import groups_around


def check(page: Page) -> Iterator[Outcome]:
    """Apply to custom elements, slots and native roles that axe-core may have misread."""
    yield from in_structure(page, "aria-required-children")
    yield from cleared_by_script(page, "aria-required-children")
    yield from groups_around(page)
