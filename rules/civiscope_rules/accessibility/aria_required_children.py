"""Ask the browser about parents and children. See aria_required_children.md."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from civiscope import Outcome, Page, passed
from civiscope.model import EvidenceMissing
from civiscope.model.script_results import place_of
from civiscope_rules.shared.browser_tree import in_structure


def check(page: Page) -> Iterator[Outcome]:
    """Apply to custom elements, slots and native roles that axe-core may have misread."""
    yield from in_structure(page, "aria-required-children")
    with contextlib.suppress(EvidenceMissing):  # what was scanned before there was this script
        for result in page.script_results("accessibility/aria-required-children"):
            yield passed(place_of(result))
