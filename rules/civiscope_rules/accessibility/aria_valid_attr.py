"""Accept attributes that are newer than axe-core's tables. See aria_valid_attr.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civiscope import Outcome, Page, passed
from civiscope_rules.shared.aria_tables import NEW_ATTRIBUTES

_NAMES = re.compile(r"aria-[\w-]*")


def check(page: Page) -> Iterator[Outcome]:
    """Apply to elements whose only unknown attributes are those of ARIA 1.3."""
    result = page.axe.rule("aria-valid-attr")
    for node in result.violations if result is not None else ():
        unknown = _NAMES.findall(node.summary)
        if unknown and NEW_ATTRIBUTES.issuperset(unknown):
            yield passed(node.place())
