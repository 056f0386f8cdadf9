"""The text of a page by marked content: which words stand under which number, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, cast

import pikepdf

from .fonts import PdfFont
from .matrices import UNIT, Matrix, matrix_of, multiply
from .operations import MOVED, read_operations
from .page_text import ARTIFACT, PAGE_ITSELF, WORD_GAP, MarkedContent, PageText, TextRun

MAX_CONTENT_BYTES = 20_000_000
"""Of one page; what is longer is read up to there."""
MAX_FORM_DEPTH = 8
MAX_STATES = 500


@dataclass(slots=True)
class TextState:
    """What `q` keeps and `Q` brings back."""

    matrix: Matrix = UNIT
    font: PdfFont | None = None
    size: float = 1.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0


class ContentReader:
    """Reads the content of pages; knows the fonts that it has met."""

    def __init__(self) -> None:
        self._fonts: dict[tuple[int, int], PdfFont] = {}

    def read_page(self, page: Any, number: int) -> PageText:  # noqa: ANN401 - a pikepdf object
        """Return the text of *page*, which is the *number*th."""
        found = PageText()
        contents = page.get("/Contents")
        streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        source = b"\n".join(_bytes_of(each) for each in streams)[:MAX_CONTENT_BYTES]
        resources = _inherited(page, "/Resources")
        _Interpreter(self, found, number, PAGE_ITSELF).run(source, resources, TextState(), 0)
        return found

    def font(self, resources: Any, name: bytes) -> PdfFont | None:  # noqa: ANN401 - pikepdf
        """Return the font that *resources* call *name*."""
        fonts = resources.get("/Font") if resources is not None else None
        facts = fonts.get("/" + name.decode("latin-1")) if fonts is not None else None
        if not isinstance(facts, pikepdf.Dictionary):
            return None
        key = facts.objgen
        if key == (0, 0):
            return PdfFont(facts)
        if key not in self._fonts:
            self._fonts[key] = PdfFont(facts)
        return self._fonts[key]


class _Interpreter:
    """Runs the operators of one stream that have to do with text."""

    def __init__(
        self, reader: ContentReader, found: PageText, page: int, form: tuple[int, int]
    ) -> None:
        self._reader = reader
        self._found = found
        self._page = page
        self._form = form
        self._text = self._line = UNIT
        self._marks: list[MarkedContent | None] = []
        """Open marked content; None for what has no number."""
        self._instead: list[bool] = []
        """Whether the open marked content has a text that stands instead of what is shown."""
        self._operands: list[Any] = []
        self._resources: Any = None
        self._state = TextState()
        self._states: list[TextState] = []
        self._depth = 0

    def run(self, source: bytes, resources: Any, state: TextState, depth: int) -> None:  # noqa: ANN401
        """Run *source*."""
        self._resources, self._state, self._depth = resources, state, depth
        for operator, operands in read_operations(source):
            act = _OPERATORS.get(operator)
            if act is not None:
                self._operands = operands
                act(self)

    # Graphics state.

    def save(self) -> None:
        if len(self._states) < MAX_STATES:
            self._states.append(replace(self._state))

    def restore(self) -> None:
        if self._states:
            self._state = self._states.pop()

    def transform(self) -> None:
        if matrix := self._matrix():
            self._state.matrix = multiply(matrix, self._state.matrix)

    # Text state and position.

    def set_font(self) -> None:
        if len(self._operands) >= 2 and isinstance(self._operands[-2], str):
            name = self._operands[-2].encode("latin-1")
            self._state.font = self._reader.font(self._resources, name)
            self._state.size = self._number()

    def set_spacing(self) -> None:
        self._state.spacing = self._number()

    def set_word_spacing(self) -> None:
        self._state.word_spacing = self._number()

    def set_stretch(self) -> None:
        self._state.stretch = self._number() / 100

    def set_leading(self) -> None:
        self._state.leading = self._number()

    def begin_text(self) -> None:
        self._text = self._line = UNIT

    def move(self) -> None:
        across, up = self._number(-2), self._number()
        a, b, c, d, e, f = self._line
        self._line = (a, b, c, d, across * a + up * c + e, across * b + up * d + f)
        self._text = self._line

    def move_and_lead(self) -> None:
        self._state.leading = -self._number()
        self.move()

    def next_line(self) -> None:
        self._operands = [0.0, -self._state.leading]
        self.move()

    def set_matrix(self) -> None:
        if matrix := self._matrix():
            self._text = self._line = matrix

    # Showing text.

    def show(self) -> None:
        if self._operands and isinstance(self._operands[-1], bytes):
            self._show([self._operands[-1]])

    def show_adjusted(self) -> None:
        if self._operands and isinstance(self._operands[-1], list):
            self._show([*cast("Iterable[Any]", self._operands[-1])])

    def show_on_next_line(self) -> None:
        shown = self._operands[-1:]
        self.next_line()
        self._operands = shown
        self.show()

    def show_spaced_on_next_line(self) -> None:
        self._state.word_spacing, self._state.spacing = self._number(-3), self._number(-2)
        self.show_on_next_line()

    def _show(self, parts: list[Any]) -> None:
        state, font = self._state, self._state.font
        if font is None:
            return
        pieces: list[str] = []
        moved = 0.0
        for part in parts:
            if isinstance(part, float):
                moved -= part * state.size / 1000
                # What other programs move by, where a space would stand.
                if part < -180 and pieces and not pieces[-1].endswith(" "):
                    pieces.append(" ")
            elif isinstance(part, bytes):
                text, width, glyphs = font.read(part)
                pieces.append(text)
                moved += width * state.size / 1000 + glyphs * state.spacing
                moved += text.count(" ") * state.word_spacing
                self._found.glyphs += glyphs
                if not font.readable:
                    self._found.unreadable += glyphs
        moved *= state.stretch
        a, b, c, d, e, f = self._text
        start = (e, f)
        self._text = (a, b, c, d, moved * a + e, moved * b + f)
        self._keep("".join(pieces), start, (self._text[4], self._text[5]))

    def show_moved(self) -> None:
        """Show glyphs that are each moved to; those that stand side by side become one text."""
        state, font = self._state, self._state.font
        pieces: list[str] = []
        at = end = 0.0
        a, b, c, d, e, f = self._line
        for across, up, digits in self._operands:
            x, y = float(across), float(up)
            if y and pieces:
                self._text = (a, b, c, d, end * a + e, end * b + f)
                self._keep("".join(pieces), (e, f), (self._text[4], self._text[5]))
                pieces.clear()
            if pieces:
                at += x
            else:
                # Where the text begins; `at` counts from there.
                x += at
                e, f = x * a + y * c + e, x * b + y * d + f
                at = end = 0.0
            if font is None:
                continue
            if at - end > WORD_GAP * state.size and pieces:
                pieces.append(" ")
            text, width, glyphs = font.read(bytes.fromhex(digits.decode("ascii")))
            pieces.append(text)
            end = at + (width * state.size / 1000 + glyphs * state.spacing) * state.stretch
            self._found.glyphs += glyphs
            if not font.readable:
                self._found.unreadable += glyphs
        self._text = (a, b, c, d, end * a + e, end * b + f)
        self._keep("".join(pieces), (e, f), (self._text[4], self._text[5]))
        self._line = (a, b, c, d, at * a + e, at * b + f)

    def _keep(self, text: str, start: tuple[float, float], end: tuple[float, float]) -> None:
        mark = self._mark()
        if mark is None or mark == ARTIFACT or not text or any(self._instead):
            return
        self._found.runs.setdefault(mark, []).append(self._placed(text, start, end))

    def _mark(self) -> MarkedContent | None:
        return next((each for each in reversed(self._marks) if each is not None), None)

    def _placed(self, text: str, start: tuple[float, float], end: tuple[float, float]) -> TextRun:
        a, b, c, d, e, f = self._state.matrix
        along_x = self._text[0] * a + self._text[1] * c
        along_y = self._text[0] * b + self._text[1] * d
        # Along the direction of the text, so that turned pages read like any other.
        length = (along_x * along_x + along_y * along_y) ** 0.5 or 1.0
        cos, sin = along_x / length, along_y / length
        x0, y0 = start[0] * a + start[1] * c + e, start[0] * b + start[1] * d + f
        x1, y1 = end[0] * a + end[1] * c + e, end[0] * b + end[1] * d + f
        size = abs(self._state.size * length) or 1.0
        return TextRun(
            text,
            x0 * cos + y0 * sin,
            x1 * cos + y1 * sin,
            y0 * cos - x0 * sin,
            size,
            self._page,
        )

    # Marked content.

    def begin_marked(self) -> None:
        tag = self._operands[-1] if self._operands else ""
        self._marks.append(ARTIFACT if tag == "Artifact" else None)
        self._instead.append(False)

    def begin_marked_with_facts(self) -> None:
        if len(self._operands) < 2:
            self.begin_marked()
            return
        tag, facts = self._operands[-2:]
        told: dict[str, Any] = {}
        if isinstance(facts, str):
            told = self._named_facts(facts)
        elif isinstance(facts, dict):
            told = cast("dict[str, Any]", facts)
        number = told.get("MCID")
        mark = ARTIFACT if tag == "Artifact" else None
        self._marks.append((self._form, int(number)) if isinstance(number, float) else mark)
        instead = told.get("ActualText")
        text = _text_string(instead)
        if text:
            self._keep(text, self._text[4:], self._text[4:])
        self._instead.append(text is not None)

    def end_marked(self) -> None:
        if self._marks:
            self._marks.pop()
            self._instead.pop()

    def _named_facts(self, name: str) -> dict[str, Any]:
        properties = self._resources.get("/Properties") if self._resources is not None else None
        found = properties.get("/" + name) if properties is not None else None
        if not isinstance(found, pikepdf.Dictionary):
            return {}
        facts: dict[str, Any] = {}
        if "/MCID" in found:
            facts["MCID"] = float(found["/MCID"])
        if "/ActualText" in found:
            facts["ActualText"] = bytes(found["/ActualText"])
        return facts

    # Forms.

    def draw(self) -> None:
        name = self._operands[-1] if self._operands else ""
        forms = self._resources.get("/XObject") if self._resources is not None else None
        form = forms.get("/" + name) if forms is not None and isinstance(name, str) else None
        if not isinstance(form, pikepdf.Stream) or str(form.get("/Subtype", "")) != "/Form":
            return
        if self._depth >= MAX_FORM_DEPTH:
            return
        state = replace(self._state)
        if matrix := matrix_of(_list_of(form.get("/Matrix"))):
            state.matrix = multiply(matrix, state.matrix)
        inner = _Interpreter(self._reader, self._found, self._page, form.objgen)
        # What the page marks around a form is the form's text, too.
        inner._marks, inner._instead = [self._mark()], [any(self._instead)]
        resources = form.get("/Resources", self._resources)
        inner.run(_bytes_of(form)[:MAX_CONTENT_BYTES], resources, state, self._depth + 1)

    def _number(self, place: int = -1) -> float:
        value = self._operands[place] if len(self._operands) >= -place else 0.0
        return value if isinstance(value, float) else 0.0

    def _matrix(self) -> Matrix | None:
        return matrix_of(self._operands[-6:])


_OPERATORS = {
    b"q": _Interpreter.save,
    b"Q": _Interpreter.restore,
    b"cm": _Interpreter.transform,
    b"Tf": _Interpreter.set_font,
    b"Tc": _Interpreter.set_spacing,
    b"Tw": _Interpreter.set_word_spacing,
    b"Tz": _Interpreter.set_stretch,
    b"TL": _Interpreter.set_leading,
    b"BT": _Interpreter.begin_text,
    b"Td": _Interpreter.move,
    b"TD": _Interpreter.move_and_lead,
    b"T*": _Interpreter.next_line,
    b"Tm": _Interpreter.set_matrix,
    b"Tj": _Interpreter.show,
    b"TJ": _Interpreter.show_adjusted,
    b"'": _Interpreter.show_on_next_line,
    b'"': _Interpreter.show_spaced_on_next_line,
    b"BMC": _Interpreter.begin_marked,
    b"BDC": _Interpreter.begin_marked_with_facts,
    b"EMC": _Interpreter.end_marked,
    MOVED: _Interpreter.show_moved,
    b"Do": _Interpreter.draw,
}


def _text_string(raw: Any) -> str | None:  # noqa: ANN401 - an operand of any type
    if not isinstance(raw, bytes):
        return None
    if raw.startswith(b"\xfe\xff"):
        return raw[2:].decode("utf-16-be", "replace")
    if raw.startswith(b"\xef\xbb\xbf"):
        return raw[3:].decode("utf-8", "replace")
    return raw.decode("latin-1")


def _bytes_of(stream: Any) -> bytes:  # noqa: ANN401 - a pikepdf object
    if not isinstance(stream, pikepdf.Stream):
        return b""
    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError:
        return b""


def _inherited(page: Any, key: str) -> Any:  # noqa: ANN401 - a pikepdf object
    for _ in range(50):
        if page is None:
            return None
        if key in page:
            return page[key]
        page = page.get("/Parent")
    return None


def _list_of(value: Any) -> list[Any]:  # noqa: ANN401 - a pikepdf object
    return list(value) if isinstance(value, pikepdf.Array) else []
