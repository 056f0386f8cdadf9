"""Judge whether Tab comes to every control. Why is told in keyboard_reaches_controls.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, cannot_tell, passed
from civiscope.model.keyboard import KeyboardWalk

_CONTROLS = frozenset({"a", "button", "input", "select", "textarea", "summary"})


def check(page: Page) -> Iterator[Outcome]:
    """Apply to links, buttons and fields that take the focus.

    Of radio buttons with one name, Tab comes to one only, and arrow keys lead on.
    """
    walk = page.probe("keyboard", KeyboardWalk)
    walk.require_end()
    taken = {each.stop.selector for each in walk.taken}
    for stop in walk.stops:
        if stop.tag in _CONTROLS:
            yield passed(stop.place())
    for missed in walk.missed:
        if missed.tag in _CONTROLS and missed.type != "radio" and missed.selector not in taken:
            yield cannot_tell(missed.place(), "passed_over", name=missed.name or missed.tag)
