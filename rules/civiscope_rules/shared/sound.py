"""What rules on sound that starts by itself have in common."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Page
from civiscope.model.media import Media, Medium

LONG = 3.0
"""Seconds; sound that is over by then is not in the way (WCAG 1.4.2)."""


def sounding(page: Page) -> Iterator[Medium]:
    """Yield players that start by themselves and are heard."""
    return (medium for medium in page.probe("media", Media).media if medium.is_heard)


def how_long(medium: Medium) -> str:
    """Return how long *medium* sounds, in words."""
    if medium.endless or medium.loop:
        return "as long as the page is open"
    return f"{medium.length or 0:.0f} seconds"
