"""The text of a page as values: runs of text by marked content, with their places."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

WORD_GAP = 0.16
"""In sizes of the font: what is wider apart are two words."""
MarkedContent = tuple[tuple[int, int], int]
"""The form it is in, or (0, 0) for the page itself, and its number."""
PAGE_ITSELF = (0, 0)
ARTIFACT: MarkedContent = ((-1, -1), -1)
"""Marked as no part of the text: lines at the head and foot of pages."""


class TextRun(NamedTuple):
    """Text that one operator shows: what, and where it begins and ends on its line."""

    text: str
    start: float
    end: float
    line: float
    """How high the line stands, along the direction of the text."""
    size: float
    page: int


@dataclass(slots=True)
class PageText:
    """What was read from a page."""

    runs: dict[MarkedContent, list[TextRun]] = field(
        default_factory=dict[MarkedContent, list[TextRun]]
    )
    glyphs: int = 0
    unreadable: int = 0
    """Glyphs whose font does not say which characters they are."""
