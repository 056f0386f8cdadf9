"""Ask the browser about names that axe-core misses. See aria_toggle_field_name.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page
from civiscope_rules.shared.browser_tree import (
    check_given_roles,
    check_names,
    check_own_roles,
)

_ROLES = frozenset({"checkbox", "menuitemcheckbox", "menuitemradio", "radio", "switch"})
"""Roles, by the browser's words, that a custom element may keep to itself."""


def check(page: Page) -> Iterator[Outcome]:
    """Apply to elements without a name that axe-core may have misread or passes over."""
    outcomes = (
        *check_names(page, "aria-toggle-field-name"),
        *check_own_roles(page, _ROLES),
        *check_given_roles(page, "aria-toggle-field-name"),
    )
    # An element that two of them see is told once.
    told = {(outcome.place.frame, outcome.place.selector): outcome for outcome in outcomes}
    yield from told.values()
