"""Judge whether something sticks over the focus. Why is told in focus_not_obscured.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from civiscope import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.keyboard import KeyboardWalk


def check(page: Page) -> Iterator[Outcome]:
    """Apply to every element that Tab or Shift+Tab comes to."""
    walk = page.probe("keyboard", KeyboardWalk)
    for stop in walk.stops:
        cover = stop.cover
        if cover is None:
            yield passed(stop.place())
            continue
        name, key = stop.name or stop.tag, "Shift+Tab" if cover.back else "Tab"
        say = cannot_tell if cover.dialog else failed
        message = "dialog" if cover.dialog else "covered"
        facts: dict[str, Any] = {"name": name, "cover": cover.selector, "key": key}
        yield say(stop.place(), message, trace=walk.trace(stop), **facts)
    walk.require_end()
