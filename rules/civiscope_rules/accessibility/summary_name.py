"""Ask the browser about names that axe-core misses. See summary_name.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, passed
from civiscope.model.script_results import place_of
from civiscope_rules.shared.browser_tree import check_names, results_if_run


def check(page: Page) -> Iterator[Outcome]:
    """Apply to elements without a name that axe-core may have misread."""
    yield from check_names(page, "summary-name")
    for result in results_if_run(page, "accessibility/summary-name"):
        yield passed(place_of(result))
