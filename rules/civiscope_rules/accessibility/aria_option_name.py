"""Tell options without a name, as axe-core and the browser see them. See aria_option_name.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page
from civiscope_rules.shared.browser_tree import check_given_roles, check_own_roles


def check(page: Page) -> Iterator[Outcome]:
    """Apply to options without a name: `option` is no field, so the rule on fields has none."""
    yield from check_own_roles(page, frozenset({"option"}))
    yield from check_given_roles(page, "aria-option-name")
