"""Judge whether what comes up under the mouse is there for the keyboard. See hover_only.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from civiscope import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.pointing import HoverContents


def check(page: Page) -> Iterator[Outcome]:
    """Apply to words that come up over something, and hold no links or buttons of their own."""
    for each in page.probe("hovered", HoverContents).found:
        if each.by_focus is None or each.links:
            continue
        told: dict[str, Any] = {"text": each.text, "name": each.name or "an element"}
        if each.by_focus:
            yield passed(each.place())
        elif each.described:
            yield cannot_tell(each.place(), "named", **told)
        else:
            yield failed(each.place(), "only", **told)
