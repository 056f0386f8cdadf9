"""Text of a drawn page of a PDF file: which colour it has, how large it is and where it stands."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from civiscope.collectors.documents.limits import MAX_CONTRAST_CHARACTERS

Colour = tuple[int, ...]
"""Red, green and blue up to 255; of text, how opaque it is besides."""
_FILLED = frozenset({0, 2, 4, 6})
"""Ways to draw text in which its inside has a colour."""
_LARGE_POINTS, _LARGE_BOLD_POINTS, _BOLD = 18.0, 14.0, 700
_ORDINARY, _LARGE = 4.5, 3.0
_MAX_RUN = 12
"""Characters that are looked at together."""


@dataclass(frozen=True, slots=True)
class LetterRun:
    """Letters side by side, in one colour."""

    colour: Colour
    large: bool
    box: tuple[float, float, float, float]
    """Left, low, right, high, in points."""

    @property
    def wanted(self) -> float:
        """The contrast that WCAG asks for."""
        return _LARGE if self.large else _ORDINARY


def text_runs(page: Any) -> tuple[list[LetterRun], list[Any]]:  # noqa: ANN401 - no types
    """Return runs of letters or digits that are filled with a colour, and all objects of text."""
    found: list[LetterRun] = []
    objects: dict[int, Any] = {}
    with closing(page.get_textpage()) as text:
        for own, letters in _pieces(text, objects):
            found += _runs(text, own, letters)
    return found, list(objects.values())


def _pieces(text: Any, objects: dict[int, Any]) -> Iterator[tuple[Any, list[int]]]:  # noqa: ANN401
    """Yield objects of text with the places of their letters; *objects* gets every one."""
    raw: Any = import_module("pypdfium2.raw")
    before, letters, own = 0, list[int](), None
    for at in range(min(text.count_chars(), MAX_CONTRAST_CHARACTERS)):
        handle = raw.FPDFText_GetTextObject(text, at)
        address = ctypes.cast(handle, ctypes.c_void_p).value or 0
        if address != before:
            if own is not None and letters:
                yield own, letters
            before, letters, own = address, [], handle if address else None
            if address:
                objects[address] = handle
        # Dots that lead to a number, bullets and rules are no text that is read.
        if address and chr(raw.FPDFText_GetUnicode(text, at) & 0xFFFF).isalnum():
            letters.append(at)
    if own is not None and letters:
        yield own, letters


def _runs(text: Any, own: Any, letters: list[int]) -> Iterator[LetterRun]:  # noqa: ANN401
    raw: Any = import_module("pypdfium2.raw")
    if raw.FPDFTextObj_GetTextRenderMode(own) not in _FILLED:
        return
    red, green, blue, opaque = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(own, red, green, blue, opaque) or not opaque.value:
        return
    colour = red.value, green.value, blue.value, opaque.value
    large = _is_large(text, letters[0])
    for first in range(0, len(letters), _MAX_RUN):
        boxes = [text.get_charbox(at) for at in letters[first : first + _MAX_RUN]]
        lefts, lows, rights, highs = zip(*boxes, strict=True)
        yield LetterRun(colour, large, (min(lefts), min(lows), max(rights), max(highs)))


def _is_large(text: Any, at: int) -> bool:  # noqa: ANN401 - no types
    raw: Any = import_module("pypdfium2.raw")
    matrix = raw.FS_MATRIX()
    size = float(raw.FPDFText_GetFontSize(text, at))
    if raw.FPDFText_GetMatrix(text, at, matrix):
        size *= math.hypot(matrix.c, matrix.d)
    bold = raw.FPDFText_GetFontWeight(text, at) >= _BOLD
    # What is drawn at 17.99 points was meant to have 18.
    return size + 0.1 >= (_LARGE_BOLD_POINTS if bold else _LARGE_POINTS)
