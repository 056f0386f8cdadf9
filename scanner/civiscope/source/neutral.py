"""Take template syntax out of a template without moving anything, and remember where it stood."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from civiscope.model.source import DYNAMIC
from civiscope.source.dialects import Dialect, TokenKind, kind_of_token

State = Literal["text", "name", "tag", "value", "skip"]
_RAW_TEXT = re.compile(r"<(script|style|textarea|title|iframe|noscript|xmp)\b", re.IGNORECASE)
_VERBATIM = re.compile(r"\{%-?\s*(verbatim|raw)\b[^%]*%\}(.*?)\{%-?\s*end\1\b", re.DOTALL)
_TRANSLATED = re.compile(
    r"""(\{%-?\s*(?:trans|translate)\s+|\{\{-?\s*(?:_|gettext|t|__)\(\s*)["']"""
    r"""([^"'<>\n]{2,80})["'][^\n]*[%}]\}\Z"""
)
MAX_TOKENS = 50_000


@dataclass(frozen=True, slots=True)
class TemplateToken:
    """A piece of template syntax, where it stood."""

    start: int
    end: int
    state: State
    kind: TokenKind
    block: str = ""
    """`loop`, `branch` or `macro`, for one that opens a block."""


@dataclass(slots=True)
class NeutralText:
    """A template as HTML of the same length, and what was in it besides."""

    text: str
    tokens: list[TemplateToken] = field(default_factory=list[TemplateToken])


def neutralise(
    text: str, dialect: Dialect, spans: Iterable[tuple[int, int]] | None = None
) -> NeutralText:
    """Return *text* with its template syntax replaced, character for character.

    *spans* say where that is, for languages that no pattern describes.
    """
    if spans is None:
        spans = (match.span() for match in dialect.token.finditer(text)) if dialect.token else ()
    found = NeutralText("")
    tracker = _Tracker(text)
    kept: list[str] = []
    place = opened = 0
    verbatim = [match.span(2) for match in _VERBATIM.finditer(text)]
    for start, end in spans:
        if any(begin <= start < stop for begin, stop in verbatim):
            continue
        if start < place or len(found.tokens) >= MAX_TOKENS:
            continue
        kept.append(text[place:start])
        state = tracker.state_at(start)
        token = text[start:end]
        kind, block = kind_of_token(token, dialect)
        if state == "value" and tracker.unquoted:
            # `alt=x{% endif %}`: what was opened before the value is closed behind it.
            opened += (kind == "open") - (kind == "close")
            if opened < 0:
                opened, state = 0, "tag"
        if state == "name" and _ends_name(text, start, kind):
            state = "tag"
        kept.append(_filler(token, state, kind))
        tracker.jump(end, state)
        found.tokens.append(TemplateToken(start, end, state, kind, block))
        place = end
    kept.append(text[place:])
    found.text = "".join(kept)
    return found


def _ends_name(text: str, start: int, kind: TokenKind) -> bool:
    """Say whether a token right behind a tag's name prints attributes, and no more of the name."""
    name = text[text.rfind("<", 0, start) + 1 : start].lower()
    # `<h{{ level }}>` goes on with the name, `<label{{ attributes }}>` does not.
    return name not in {"", "/", "h", "/h"} and (len(name) > 1 or kind not in {"print"})


def _filler(token: str, state: State, kind: TokenKind) -> str:
    """Return what stands for *token*: as long as it, with its ends of lines."""
    letter = " "
    if state == "value":
        letter = DYNAMIC
    elif state == "name":
        letter = "x"
    elif state == "text" and kind in {"print", "print-html"}:
        # A text that is put in is a text all the same, and may be written in the token.
        told = _TRANSLATED.match(token)
        if told is None:
            return DYNAMIC + re.sub(r"[^\n]", " ", token[1:])
        before, after = token[: told.start(2)], token[told.end(2) :]
        return DYNAMIC + " " * (len(before) - 1) + told[2] + DYNAMIC + " " * (len(after) - 1)
    return re.sub(r"[^\n]", letter, token)


class _Tracker:
    """Follows HTML from token to token: is this place in text, in a tag, in a value?"""

    def __init__(self, text: str) -> None:
        self._text = text
        self._place = 0
        self._state: State = "text"
        self._quote = ""
        self._raw = ""

    @property
    def unquoted(self) -> bool:
        """Whether a value that it stands in has no quotes."""
        return not self._quote

    def jump(self, place: int, state: State) -> None:
        """Go on behind a token."""
        self._place, self._state = place, state

    def state_at(self, end: int) -> State:
        """Return in what *end* stands."""
        text, place = self._text, self._place
        while place < end:
            letter = text[place]
            if self._state == "text":
                place = self._in_text(place, end)
                continue
            if self._state == "skip":
                stop = text.find("-->", place, end)
                place = end if stop < 0 else stop + 3
                self._state = "skip" if stop < 0 else "text"
                continue
            if self._state == "value":
                place = self._in_value(place, end)
                continue
            if letter == ">":
                self._state = "text"
            elif self._state == "name":
                if letter.isspace() or letter == "/":
                    self._state = "tag"
            elif letter == "=":
                place = self._begin_value(place, end)
                continue
            place += 1
        self._place = end
        return self._state

    def _in_text(self, place: int, end: int) -> int:
        text = self._text
        if self._raw:
            stop = re.compile(rf"</{self._raw}", re.IGNORECASE).search(text, place, end)
            if stop is None:
                return end
            self._raw, self._state = "", "name"
            return stop.end()
        sign = text.find("<", place, end)
        if sign < 0:
            return end
        if text.startswith("<!--", sign):
            self._state = "skip"
            return sign + 4
        after = text[sign + 1 : sign + 2]
        if sign + 1 == end or after.isalpha() or after in "/!":
            self._state = "name"
            if raw := _RAW_TEXT.match(text, sign):
                self._raw = raw[1]
        return sign + 1

    def _begin_value(self, place: int, end: int) -> int:
        place += 1
        while place < end and self._text[place].isspace():
            place += 1
        if place < end and self._text[place] in "\"'":
            self._quote = self._text[place]
            self._state = "value"
            return place + 1
        if place <= end:
            self._quote = ""
            self._state = "value"
        return place

    def _in_value(self, place: int, end: int) -> int:
        text = self._text
        if self._quote:
            stop = text.find(self._quote, place, end)
            if stop < 0:
                return end
            self._state = "tag"
            return stop + 1
        while place < end and not text[place].isspace() and text[place] != ">":
            place += 1
        if place < end:
            self._state = "tag"
        return place
