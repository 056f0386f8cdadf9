"""Find what axe-core does not count, and tell guards of the focus. See aria_hidden_focus.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civiscope import EvidenceMissing, Outcome, Page, cannot_tell, failed, passed
from civiscope.model.keyboard import KeyboardWalk
from civiscope.model.script_results import place_of
from civiscope_rules.shared.browser_tree import results_if_run

_EMPTY = re.compile(
    r"<(?!a\b|button\b|input\b|select\b|textarea\b)([a-z][\w-]*)\b[^>]*\btabindex=[^>]*></\1>"
)
"""The whole of an element that takes the focus and has nothing in it."""


def check(page: Page) -> Iterator[Outcome]:
    """Apply to what axe-core fails or passes over; scripts keep the focus in a dialog by guards."""
    for found in results_if_run(page, "accessibility/aria-hidden-focus"):
        outcome, message = (cannot_tell, "behind") if found.get("behind") else (failed, "taken")
        yield outcome(place_of(found), message, tag=found["tag"])
    result = page.axe.rule("aria-hidden-focus")
    if result is None:
        return
    tried = _guards(page)
    for node in result.incomplete:
        if not node.frame and tried.get(node.selector):
            yield passed(node.place())
    for node in result.violations:
        hands_on = None if node.frame else tried.get(node.selector)
        if hands_on:
            yield passed(node.place())
        elif hands_on is None and _EMPTY.fullmatch(node.snippet.strip()):
            yield cannot_tell(node.place(), "guard")


def _guards(page: Page) -> dict[str, bool]:
    try:
        walk = page.probe("keyboard", KeyboardWalk)
    except EvidenceMissing:
        return {}
    return {guard.selector: guard.hands_on for guard in walk.guards}
