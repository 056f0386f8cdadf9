"""Judge what comes up under the mouse. See hover_content.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from civiscope import Outcome, Page, failed, passed
from civiscope.model.pointing import HoverContents


def check(page: Page) -> Iterator[Outcome]:
    """Apply to what comes up when the mouse is moved over something, and goes with it."""
    for each in page.probe("hovered", HoverContents).found:
        told: dict[str, Any] = {"text": each.text, "name": each.name or "an element"}
        if not each.reached:
            yield failed(each.place(), "flees", **told)
        elif each.hides and not each.dismissed:
            yield failed(each.place(), "stays", hides=each.hides, **told)
        else:
            yield passed(each.place())
