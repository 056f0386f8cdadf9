"""Read what happened to the text in a window 320 pixels wide. Why it matters: reflow.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.viewport import Viewport, WideText, WindowView

_MAX_WORDS = 8
"""Text that goes in a narrow window is reported from here on; labels often give way to icons."""


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pages with text in lines that run sideways."""
    seen = page.probe("viewport", Viewport)
    narrow = seen.narrow
    if narrow is None or seen.first.vertical:
        return
    faults = [*_wide(narrow.wide), *_cut(narrow, seen.zoomed)]
    yield from faults
    if not faults and narrow.gone.words >= _MAX_WORDS:
        for gone in narrow.gone.places:
            yield cannot_tell(gone.spot.place(), "gone", text=gone.text)
    narrow.demand_whole()
    if not faults:
        yield passed("page")


def _wide(texts: tuple[WideText, ...]) -> Iterator[Outcome]:
    # Lines wholly beyond the edge are the rest of what reaches over it, when anything does.
    reaching = [text for text in texts if not text.beyond]
    for text in reaching:
        message = "own_scroller" if text.scroller else "sideways"
        place = text.spot.place()
        yield failed(place, message, width=text.width, room=text.room, text=text.text)
    if not reaching:
        for text in texts:
            yield cannot_tell(text.spot.place(), "beyond", text=text.text)


def _cut(narrow: WindowView, zoomed: WindowView | None) -> Iterator[Outcome]:
    # What is cut off at 200 % already is told by the rule on zoom.
    told = {cut.spot.selector for cut in zoomed.clipped} if zoomed else set[str]()
    for cut in narrow.clipped:
        if cut.spot.selector not in told:
            yield failed(cut.spot.place(), "cut", text=cut.text)
