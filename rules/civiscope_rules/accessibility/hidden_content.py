"""Say whether hidden parts of a page were judged. Why it matters: hidden_content.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, passed
from civiscope.model import EvidenceMissing, Missing
from civiscope.model.evidence import PARTS_HIDDEN


def check(page: Page) -> Iterator[Outcome]:
    """Apply to every page. What was not opened is told in coverage, as no fault of the page."""
    if any(part.kind == "hidden" for part in page.parts):
        raise EvidenceMissing(Missing("not-gathered", PARTS_HIDDEN))
    yield passed("page")
