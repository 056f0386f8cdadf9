"""Read what boxes cut off when the page is zoomed to 200 %. Why it matters: zoom_text_cut.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, failed, passed
from civiscope.model.viewport import Viewport


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pages with text in boxes that would hide what does not fit."""
    zoomed = page.probe("viewport", Viewport).zoomed
    if zoomed is None:
        return
    for cut in zoomed.clipped:
        yield failed(cut.spot.place(), "cut", percent=round(100 * cut.share), text=cut.text)
    zoomed.demand_whole()
    if zoomed.held and not zoomed.clipped:
        yield passed("page")
