"""Read what larger letters do to the text. Why it matters is told in text_enlarged.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, cannot_tell, passed
from civiscope.model.viewport import Viewport


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pages with text."""
    view = page.probe("viewport", Viewport).enlarged
    if view is None:
        return
    for cut in view.clipped:
        yield cannot_tell(cut.spot.place(), "cut", text=cut.text)
    for lying in view.overlaps:
        yield cannot_tell(lying.spot.place(), "lying", text=lying.text)
    view.demand_whole()
    if not view.clipped and not view.overlaps:
        yield passed("page")
