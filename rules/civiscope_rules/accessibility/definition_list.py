"""Ask the browser about parents and children. See definition_list.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, failed
from civiscope.model.script_results import place_of
from civiscope_rules.shared.browser_tree import in_structure, results_if_run


def check(page: Page) -> Iterator[Outcome]:
    """Apply to custom elements, slots and native roles that axe-core may have misread."""
    yield from in_structure(page, "definition-list")
    for result in results_if_run(page, "accessibility/definition-list"):
        yield failed(place_of(result), "terms-alone", count=int(result["count"]))
