"""Ask the browser about names that axe-core misses, and know empty ones. See input_image_alt.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, failed
from civiscope.model.script_results import place_of
from civiscope_rules.shared.browser_tree import check_names, results_if_run


def check(page: Page) -> Iterator[Outcome]:
    """Apply to buttons whose name axe-core may have misread, or takes for one."""
    yield from check_names(page, "input-image-alt")
    for result in results_if_run(page, "accessibility/input-image-alt"):
        yield failed(place_of(result), "default")
