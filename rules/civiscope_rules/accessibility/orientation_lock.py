"""Compare how text runs in an upright and a wide window. Why it matters: orientation_lock.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from civiscope import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.viewport import Viewport


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pages with text."""
    seen = page.probe("viewport", Viewport)
    if seen.upright is None:
        return
    degrees = (_most(seen.upright.angles) - _most(seen.first.angles)) % 360
    if degrees in {89, 90, 91, 269, 270, 271}:
        yield failed("page", "turned", degrees=degrees)
    elif seen.upright.overlay and not seen.first.overlay:
        overlay = seen.upright.overlay
        yield cannot_tell(overlay.spot.place(), "asked", text=overlay.text)
    else:
        yield passed("page")


def _most(angles: Mapping[int, int]) -> int:
    """Return the angle of more than half of the texts, 0 when there is none."""
    half = sum(angles.values()) / 2
    return next((angle for angle, texts in angles.items() if texts > half), 0)
