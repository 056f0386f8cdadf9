"""Decide, by the pixels behind a text, what axe-core left open about its contrast."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any, Literal

from civiscope import EvidenceMissing, Page
from civiscope.model.contrast import SampledContrast, SampledText

Seen = Literal["passed", "low", "same", "unpainted", "open"]
"""What pixels say: enough contrast, too little, none at all, nothing is painted, or no decision."""

NO_TEXT = re.compile(r"only non-text characters|has no value")
"""What axe-core says where there is nothing to read."""
_LEAF = re.compile(r"<[a-zA-Z][^<>]*>([^<>]+)</[^<>]*>")
"""The whole of a short element without others in it."""
_WORD = re.compile(r"[^\W_]{2}")
_DRAWN = re.compile(r"<(?:text|tspan|textPath)[\s>/]")
_MAX_LOW_INK = 0.01
"""A text passes when no more of its strokes than this lack contrast: rims and rounding."""
_MIN_INKED = 0.8
"""A text is decided when at least this part of its letters was to be seen."""
_MIN_LOW_LETTERS = 0.2
"""A text fails when this part of its letters, and two of them, lack contrast as a whole."""
_MEASURED = re.compile(r"insufficient color contrast of (\d+(?:\.\d+)?) ")
_ROUNDING = 0.05
"""Colours of pixels are whole numbers: contrasts that differ by no more are one contrast."""
_SAME_COLOUR = 1.1
"""Text with no more contrast than this is not to be seen."""
_ALL = 0.95
_NOTHING_TO_READ = {"inactive", "wordless"}
_UNPAINTED = {"gone", "covered", "outside", "hidden", "unpainted", *_NOTHING_TO_READ}


def sampled_texts(page: Page) -> Mapping[str, SampledText]:
    """Return what pixels say of each text of *page*; nothing where they were not looked at."""
    try:
        texts = page.probe("contrast", SampledContrast).texts
    except EvidenceMissing:
        return {}
    return {text.selector: text for text in texts}


def holds_no_language(snippet: str) -> bool:
    """Say whether an element holds a row of signs, hardly a letter or figure: no text to read."""
    match = _LEAF.fullmatch(snippet.strip())
    signs = "".join(unescape(match[1]).split()) if match else ""
    figures = sum(map(str.isalnum, signs))
    return 4 * figures < len(signs) and _WORD.search(signs) is None


def is_drawn(snippet: str) -> bool:
    """Say whether an element is text of a drawing (SVG), which may be a logo."""
    return _DRAWN.match(snippet) is not None


def by_pixels(text: SampledText | None, *, enhanced: bool = False) -> Seen:
    """Return what the pixels of *text* say; *enhanced* asks for the contrast of level AAA."""
    if text is None:
        return "open"
    if text.reason:
        # Nobody has to read what belongs to a control that cannot be used.
        return "unpainted" if text.reason in _UNPAINTED else "open"
    if text.inked < _MIN_INKED * text.letters:
        return "open"
    low_letters = text.low_letters_aaa if enhanced else text.low_letters
    low_ink = text.low_ink_aaa if enhanced else text.low_ink
    if low_ink <= _MAX_LOW_INK * text.ink:
        return "passed"
    if text.mean < _SAME_COLOUR:
        return "same" if low_letters >= _ALL * text.inked else "open"
    return "low" if low_letters >= max(2, _MIN_LOW_LETTERS * text.inked) else "open"


def needs_no_contrast(text: SampledText | None) -> bool:
    """Say whether *text* is a field that nothing stands in, or belongs to a control that is off."""
    return text is not None and text.reason in _NOTHING_TO_READ


def told_alike(summary: str, text: SampledText) -> bool:
    """Say whether all pixels of a *text* that lacks contrast have the contrast of axe-core's
    *summary*.

    One that moved as it was measured is then told in the words of one that did not, so that
    the next visit finds the same.
    """
    said = _MEASURED.search(summary)
    return said is not None and all(
        abs(float(said[1]) - each) <= _ROUNDING for each in (text.low, text.mean)
    )


def low_facts(text: SampledText, *, enhanced: bool = False) -> dict[str, Any]:
    """Return the figures of a text that lacks contrast, for its message."""
    needed = (4.5 if text.large else 7.0) if enhanced else (3.0 if text.large else 4.5)
    return {
        "low": text.low_letters_aaa if enhanced else text.low_letters,
        "letters": text.inked,
        "least": f"{text.low:.2f}",
        "mean": f"{text.mean:.2f}",
        "need": f"{needed:g}",
    }
