"""Groups of tabs or options whose parts stand in items of a list: one defect, told once.

In `<ul role="tablist"><li><a role="tab">` the item stands between the part and its group. axe-core
tells that of the part, of the group and of the item; aria-required-parent tells it of the part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from civiscope import Outcome, Page, passed

_ROLE = re.compile(r"\srole=[\"']?([a-z]+)", re.IGNORECASE)
_ONLY_ITEMS = re.compile(r"\bnot allowed: li(?:\[tabindex\])?\s*$", re.IGNORECASE)


def groups_around(page: Page) -> Iterator[Outcome]:
    """Yield the groups of such parts that are told to hold items, and nothing else amiss."""
    result = page.axe.rule("aria-required-children")
    named = " ".join(_told(page))
    for node in result.violations if result is not None else ():
        role = _ROLE.search(node.snippet.partition(">")[0])
        if role and _ONLY_ITEMS.search(node.summary) and re.search(rf"\b{role[1]}\b", named):
            yield passed(node.place())


def _told(page: Page) -> Iterator[str]:
    """Yield the sentence of each part that is told to be outside its group."""
    result = page.axe.rule("aria-required-parent")
    for node in result.violations if result is not None else ():
        yield node.summary
