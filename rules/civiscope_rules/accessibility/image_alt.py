"""Ask the browser about names that axe-core misses, and see reached pictures. See image_alt.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, failed, passed
from civiscope.model.script_results import place_of
from civiscope_rules.shared.browser_tree import check_names, results_if_run


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pictures without a name that axe-core may have misread or takes for decoration."""
    yield from check_names(page, "image-alt")
    for result in results_if_run(page, "accessibility/image-alt"):
        place = place_of(result)
        yield passed(place) if result["verdict"] == "passed" else failed(place, "reached")
