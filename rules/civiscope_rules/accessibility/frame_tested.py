"""Say whether all frames of a page were judged. Why it matters: frame_tested.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, passed
from civiscope.model import EvidenceMissing, Missing
from civiscope.model.evidence import FRAMES_CLOSED


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pages with frames. Untested ones are told in coverage, as no fault of the page."""
    if page.axe.untested_frames:
        raise EvidenceMissing(Missing("not-gathered", FRAMES_CLOSED))
    if page.dom.frames:
        yield passed("page")
