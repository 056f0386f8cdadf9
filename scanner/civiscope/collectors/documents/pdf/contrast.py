"""Measure how text in a PDF file stands out from what is behind it, on pages as they are drawn."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

from civiscope.collectors.documents.limits import MAX_CONTRAST_RUNS, MAX_PLACES, MEASURE_TIMEOUT_S
from civiscope.collectors.documents.measured import ContrastResult
from civiscope.collectors.documents.pdf.drawn_text import Colour, LetterRun, text_runs
from civiscope.collectors.documents.pdf.graphics import luminance
from civiscope.model import Box
from civiscope.model.document_facts import DocumentPlace

Picture = Any
"""A picture of Pillow's."""
_DOTS_A_POINT = 1.5
_MAX_DOTS = 6_000_000
"""Of a page; a larger one is drawn smaller."""
_CHANGED = 8
"""By how much a colour differs where text is drawn, of 255."""
_MIN_DOTS = 6
"""Fewer dots of text than that are no text that anybody sees."""
_HALF = 0.5
_MAX_SAMPLES = 3
"""Runs of the same colours that are looked at on a page."""


def measure_contrast(path: Path, pages: Sequence[int]) -> ContrastResult:
    """Return how text on *pages* (from 1) stands out, of as many as there is time for."""
    pdfium: Any = import_module("pypdfium2")
    end = time.process_time() + MEASURE_TIMEOUT_S
    seen: list[int] = []
    found: dict[tuple[str, bool], DocumentPlace] = {}
    with closing(pdfium.PdfDocument(path)) as document:
        for number in pages:
            if number > len(document) or time.process_time() > end:
                break
            page = document[number - 1]
            # Boxes are those of the page before it is turned.
            page.set_rotation(0)
            for run, told, box in _PageMeasure(page).low_runs():
                found.setdefault((told, run.large), DocumentPlace(number, detail=told, box=box))
            seen.append(number)
            page.close()
    return ContrastResult(tuple(seen), tuple(found.values())[:MAX_PLACES], len(found))


class _PageMeasure:
    """One page, drawn with its text and without."""

    def __init__(self, page: Any) -> None:  # noqa: ANN401 - pypdfium2 has no types
        self._page = page
        self._left, low, right, self._top = page.get_bbox()
        across, up = max(1.0, right - self._left), max(1.0, self._top - low)
        self._scale = min(_DOTS_A_POINT, (_MAX_DOTS / (across * up)) ** 0.5)
        self._drawn: Picture = None

    def low_runs(self) -> Iterator[tuple[LetterRun, str, Box]]:
        """Yield the runs of text that do not stand out, with what they are drawn in and where."""
        runs, objects = text_runs(self._page)
        if not runs:
            return
        ground = self._draw_without(objects)
        looked_at: Counter[object] = Counter()
        for run in runs[:MAX_CONTRAST_RUNS]:
            frame = self._frame(run, ground.size)
            if frame is None:
                continue
            behind = _behind(ground, frame)
            key = run.colour, behind, run.large
            if looked_at[key] >= _MAX_SAMPLES:
                continue
            if _ratio(_over(run.colour, behind), behind) < run.wanted:
                looked_at[key] += 1
                told = self._measure(run, ground, frame)
                if told:
                    yield run, told, self._box(run)

    def _measure(self, run: LetterRun, ground: Picture, frame: tuple[int, int, int, int]) -> str:
        """Return the colours and their contrast, when it is low where text is really drawn."""
        if self._drawn is None:
            self._drawn = _render(self._page, self._scale)
        over, under = self._drawn.crop(frame).tobytes(), ground.crop(frame).tobytes()
        pairs: Counter[tuple[bytes, bytes]] = Counter(
            (over[at : at + 3], under[at : at + 3])
            for at in range(0, len(over), 3)
            if over[at : at + 3] != under[at : at + 3]
        )
        changed = {
            pair: count
            for pair, count in pairs.items()
            if max(abs(a - b) for a, b in zip(*pair, strict=True)) >= _CHANGED
        }
        if sum(changed.values()) < _MIN_DOTS:
            return ""
        behind: Counter[bytes] = Counter()
        for (shown, back), count in changed.items():
            # Strokes thinner than a dot are drawn paler than their colour is.
            drawn = max(
                _ratio(tuple(shown), tuple(back)),
                _ratio(_over(run.colour, tuple(back)), tuple(back)),
            )
            if drawn < run.wanted:
                behind[back] += count
        if sum(behind.values()) < sum(changed.values()) * _HALF:
            return ""
        ((most, _),) = behind.most_common(1)
        text = _over(run.colour, tuple(most))
        # Rounded down: 4.49 is not 4.5.
        ratio = int(_ratio(text, tuple(most)) * 10) / 10
        return f"{_name(text)} on {_name(tuple(most))}, {ratio:.1f} to 1"

    def _draw_without(self, objects: Sequence[Any]) -> Picture:
        raw: Any = import_module("pypdfium2.raw")
        for each in objects:
            raw.FPDFPageObj_SetIsActive(each, 0)
        ground = _render(self._page, self._scale)
        for each in objects:
            raw.FPDFPageObj_SetIsActive(each, 1)
        return ground

    def _frame(self, run: LetterRun, size: tuple[int, int]) -> tuple[int, int, int, int] | None:
        """Return the dots that a run covers; None when it is not on the page."""
        left, low, right, high = run.box
        frame = (
            max(0, int((left - self._left) * self._scale)),
            max(0, int((self._top - high) * self._scale)),
            min(size[0], int((right - self._left) * self._scale) + 1),
            min(size[1], int((self._top - low) * self._scale) + 1),
        )
        return frame if frame[0] < frame[2] and frame[1] < frame[3] else None

    def _box(self, run: LetterRun) -> Box:
        left, low, right, high = run.box
        return Box(left - self._left, self._top - high, right - left, high - low)


def _render(page: Any, scale: float) -> Picture:  # noqa: ANN401 - pypdfium2 has no types
    return page.render(scale=scale).to_pil().convert("RGB")


def _behind(ground: Picture, frame: tuple[int, int, int, int]) -> Colour:
    """Return the colour of the ground that is met most often on the middle line of *frame*."""
    left, top, right, bottom = frame
    line = (top + bottom) // 2
    step = max(1, (right - left) // 5)
    met = Counter(ground.getpixel((at, line)) for at in range(left, right, step))
    ((most, _),) = met.most_common(1)
    return tuple(most)


def _over(colour: Sequence[int], behind: Sequence[int]) -> Colour:
    """Return what *colour*, with how opaque it is at its end, comes to on *behind*."""
    share = colour[3] / 255 if len(colour) > 3 else 1.0
    red, green, blue = (
        round(a * share + b * (1 - share)) for a, b in zip(colour[:3], behind, strict=True)
    )
    return red, green, blue


def _ratio(one: Sequence[int], other: Sequence[int]) -> float:
    """Return the contrast of two colours, as WCAG reckons it."""
    low, high = sorted(luminance([each / 255 for each in colour]) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def _name(colour: Sequence[int]) -> str:
    return "#" + "".join(f"{each:02x}" for each in colour[:3])
