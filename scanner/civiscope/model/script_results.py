"""Read what a rule's script in the page answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from civiscope.model import Box, Place
from civiscope.model.fingerprints import element_component


def place_of(result: Mapping[str, Any]) -> Place:
    """Return the place of the element that *answer* speaks of."""
    snippet, selector = str(result.get("snippet", "")), str(result.get("selector", ""))
    return Place(
        component=str(result.get("component") or element_component(snippet, selector)),
        selector=selector,
        snippet=snippet,
        box=_box(result.get("box")),
    )


def _box(box: Any) -> Box | None:  # noqa: ANN401 - plain data from the page
    if not isinstance(box, dict):
        return None
    sides = cast("dict[str, float]", box)
    return Box(*(float(sides.get(side, 0)) for side in ("x", "y", "width", "height")))
