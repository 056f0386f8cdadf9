"""Read what wider spacing does to the text. Why it matters is told in text_spacing.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.viewport import Viewport


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pages with text."""
    view = page.probe("viewport", Viewport).spaced
    if view is None:
        return
    for cut in view.clipped:
        yield failed(cut.spot.place(), "cut", percent=round(100 * cut.share), text=cut.text)
    for lying in view.overlaps:
        yield cannot_tell(lying.spot.place(), "lying", text=lying.text)
    view.demand_whole()
    if not view.clipped and not view.overlaps:
        yield passed("page")
