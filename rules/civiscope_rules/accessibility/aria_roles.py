"""Ask the browser about roles that axe-core does not know. See aria_roles.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civiscope import Outcome, Page, passed
from civiscope_rules.shared.browser_tree import correct_by_browser, known_role

_GENERIC = re.compile(r": generic$", re.I)
"""A role of ARIA 1.2 that says no more than `div`."""
_PLAIN = re.compile(r"<(?:div|span|b|i|u|small|q|pre|[a-z][^\s>/]*-[^\s>/]*)[\s>/]")
"""Elements that say no more anyway: there it is needless, but no mistake that harms. A button is
none any more."""


def check(page: Page) -> Iterator[Outcome]:
    """Apply to roles that are newer than axe-core's tables, and to `generic` on plain elements."""
    yield from correct_by_browser(page, "aria-roles", known_role)
    result = page.axe.rule("aria-roles")
    for node in result.violations if result is not None else ():
        if _GENERIC.search(node.summary) and _PLAIN.match(node.snippet):
            yield passed(node.place())
