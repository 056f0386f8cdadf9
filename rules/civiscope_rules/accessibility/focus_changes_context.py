"""Judge whether the focus alone sets something off. Why is told in focus_changes_context.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from civiscope import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.keyboard import KeyboardWalk

_WHAT = {
    "navigation": "goes to another page",
    "popup": "opens a window",
    "dialog": "shows a message box",
}
_CONTROLS = frozenset({"button", "input", "select", "textarea"})


def check(page: Page) -> Iterator[Outcome]:
    """Apply to every element that Tab comes to."""
    walk = page.probe("keyboard", KeyboardWalk)
    for stop in walk.stops:
        name = stop.name or stop.tag
        kinds = [kind for kind in stop.attempts if kind in _WHAT]
        if not kinds:
            yield passed(stop.place())
        elif len(kinds) > 1:
            # It came twice, with the focus: nothing that happened to be due just then.
            facts: dict[str, Any] = {
                "name": name,
                "what": _WHAT[kinds[0]],
                "trace": walk.trace(stop),
            }
            yield failed(stop.place(), "changes", **facts)
        else:
            yield cannot_tell(stop.place(), "once", name=name, what=_WHAT[kinds[0]])
    for taken in walk.taken:
        # What has no name and is no control only hands the focus on, as a dialog's guards do.
        name = taken.stop.name or (taken.stop.tag if taken.stop.tag in _CONTROLS else "")
        if taken.to < 0 and name:
            yield failed(taken.stop.place(), "lost", name=name)
    if not walk.traps:
        walk.require_end()
