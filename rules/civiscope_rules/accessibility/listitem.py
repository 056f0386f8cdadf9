"""Ask the browser about parents and children. See listitem.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, passed
from civiscope.model.script_results import place_of
from civiscope_rules.shared.browser_tree import in_structure, results_if_run


def check(page: Page) -> Iterator[Outcome]:
    """Apply to custom elements, slots and native roles that axe-core may have misread."""
    yield from in_structure(page, "listitem")
    for result in results_if_run(page, "accessibility/listitem"):
        yield passed(place_of(result))
