"""Ask the browser about names that axe-core misses. See object_alt.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, cannot_tell, passed
from civiscope.model.script_results import place_of
from civiscope_rules.shared.browser_tree import check_names, results_if_run


def check(page: Page) -> Iterator[Outcome]:
    """Apply to elements without a name that axe-core may have misread."""
    yield from check_names(page, "object-alt")
    for result in results_if_run(page, "accessibility/object-alt"):
        place = place_of(result)
        yield passed(place) if result["verdict"] == "passed" else cannot_tell(place, "document")
