"""Tell whether one element lies in another, from what a finding keeps of where they are."""

from __future__ import annotations

from civiscope.model import Place

_SLACK = 1
"""Pixels that rounding may put a box out of the one around it."""


def leads_to(outer: Place, inner: Place) -> bool:
    """Say whether the path to one element goes on to the other."""
    # A picture is often taller than the line of text that its link is.
    return bool(outer.selector) and inner.selector.startswith(f"{outer.selector} > ")


def holds(outer: Place, inner: Place) -> bool:
    """Say whether one element lies in the other, as far as boxes tell."""
    own, box = outer.box, inner.box
    return (
        own is not None
        and box is not None
        and own.x - _SLACK <= box.x
        and own.y - _SLACK <= box.y
        and box.x + box.width <= own.x + own.width + _SLACK
        and box.y + box.height <= own.y + own.height + _SLACK
    )
