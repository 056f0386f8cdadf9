"""Ask the browser about names that axe-core misses. See summary_name.md."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from civiscope import Outcome, Page, passed
from civiscope.model import EvidenceMissing
from civiscope.model.script_results import place_of
from civiscope_rules.shared.browser_tree import check_names


def check(page: Page) -> Iterator[Outcome]:
    """Apply to elements without a name that axe-core may have misread."""
    yield from check_names(page, "summary-name")
    with contextlib.suppress(EvidenceMissing):  # what was scanned before there was this script
        for result in page.script_results("accessibility/summary-name"):
            yield passed(place_of(result))
