"""Decide, by the pixels behind a text, what axe-core left open about its contrast."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape

from civiscope import EvidenceMissing, Outcome, Page, Place, failed, passed
from civiscope.model.contrast import SampledContrast, SampledText

_LEAF = re.compile(r"<[a-zA-Z][^<>]*>([^<>]+)</[^<>]*>")
"""The whole of a short element without others in it."""
_WORD = re.compile(r"[^\W_]{2}")
_MAX_LOW_INK = 0.01
"""A text passes when no more of its strokes than this lack contrast: rims and rounding."""
_SEEN = 0.8
"""A text is decided when at least this part of its letters was to be seen."""
_LOW_LETTERS = 0.2
"""A text fails when this part of its letters, and two of them, lack contrast as a whole."""
_SAME_COLOUR = 1.1
"""Text with no more contrast than this may be meant not to be seen."""


def decided(page: Page, axe_rule: str, *, enhanced: bool) -> Iterator[Outcome]:
    """Yield an outcome for each text of *axe_rule* that is clear after all.

    *enhanced* asks for the contrast of level AAA.
    """
    answer = page.axe.rule(axe_rule)
    if answer is None:
        return
    for node in answer.violations:
        if holds_no_language(node.snippet):
            yield passed(Place(component=node.selector, selector=node.selector))
    open_still = {node.selector for node in answer.incomplete}
    usual = page.axe.rule("color-contrast")
    if enhanced and usual is not None:
        # axe-core leaves to the usual rule what may have less contrast than that one asks.
        open_still |= {node.selector for node in usual.incomplete}
    try:
        texts = page.probe("contrast", SampledContrast).texts
    except EvidenceMissing:
        # Then axe-core's own answer stands.
        return
    yield from _by_pixels((t for t in texts if t.selector in open_still), enhanced=enhanced)


def holds_no_language(snippet: str) -> bool:
    """Say whether an element holds a row of signs, hardly a letter or figure: no text to read."""
    match = _LEAF.fullmatch(snippet.strip())
    signs = "".join(unescape(match[1]).split()) if match else ""
    figures = sum(map(str.isalnum, signs))
    return 4 * figures < len(signs) and _WORD.search(signs) is None


def _by_pixels(texts: Iterable[SampledText], *, enhanced: bool) -> Iterator[Outcome]:
    for text in texts:
        if text.reason == "inactive":
            # Nobody has to read what belongs to a control that cannot be used.
            yield passed(Place(component=text.selector, selector=text.selector))
        if text.reason or text.inked < _SEEN * text.letters:
            continue
        low_letters = text.low_letters_aaa if enhanced else text.low_letters
        low_ink = text.low_ink_aaa if enhanced else text.low_ink
        place = Place(component=text.selector, selector=text.selector)
        if low_ink <= _MAX_LOW_INK * text.ink:
            yield passed(place)
        elif text.mean >= _SAME_COLOUR and low_letters >= max(2, _LOW_LETTERS * text.inked):
            yield failed(
                place,
                "low",
                low=low_letters,
                letters=text.inked,
                least=f"{text.low:.2f}",
                need=f"{_needed(text, enhanced=enhanced):g}",
            )


def _needed(text: SampledText, *, enhanced: bool) -> float:
    if enhanced:
        return 4.5 if text.large else 7.0
    return 3.0 if text.large else 4.5
