"""Take the HTML out of JSX and Svelte without moving anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from civiscope.model.source import DYNAMIC
from civiscope.source.neutral import NeutralText, TemplateToken

_STRING_OR_COMMENT = re.compile(
    r""""(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|//[^\n]*|/\*.*?\*/""", re.DOTALL
)
_REGEX = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/[a-z]*")
_NAME = re.compile(r"[A-Za-z][\w.:-]*")
_ATTRIBUTE = re.compile(r"[A-Za-z_@:$][\w.:-]*")
_GENERIC = re.compile(r"<[A-Z]\w*\s*(?:,|extends\b)")
_KEYWORD = re.compile(r"\b(?:return|default|case|yield|await|typeof|do|else|in|of)$")
_TEXT_LITERAL = re.compile(r"""\{\s*(["'`])((?:(?!\1)[^\\$<>\n])*)\1\s*\}""")
_LOOP = re.compile(r"\.\s*(?:map|flatMap|reduce|from)\s*\(")
MAX_NESTING = 150


class TooDeepError(ValueError):
    """Says that a file is nested deeper than anybody writes."""


@dataclass(slots=True)
class _Scanner:
    text: str
    kept: list[str]
    tokens: list[TemplateToken] = field(default_factory=list[TemplateToken])
    depth: int = 0
    muted: int = 0
    """Above nought in values of attributes, whose elements are not told of."""

    def keep(self, start: int, end: int) -> None:
        """Let a part of the file stand as HTML."""
        if not self.muted:
            self.kept[start:end] = self.text[start:end]

    def put(self, start: int, text: str) -> None:
        """Put *text* where the file has something else, of the same length."""
        if not self.muted:
            self.kept[start : start + len(text)] = text

    def code(self, place: int, stop: str) -> int:
        """Read JavaScript up to the bracket *stop*; return where that is, or the end."""
        text = self.text
        brackets = 0
        while place < len(text):
            letter = text[place]
            if letter in "\"'/":
                place = self._quoted(place)
            elif letter == "`":
                place = self._literal(place + 1)
            elif letter == stop and not brackets:
                return place
            elif letter in "{([":
                brackets += 1
                place += 1
            elif letter in "})]":
                brackets = max(0, brackets - 1)
                place += 1
            elif letter == "<" and self._begins_element(place):
                place = self.element(place)
            else:
                place += 1
        return place

    def _quoted(self, place: int) -> int:
        found = _STRING_OR_COMMENT.match(self.text, place)
        if found:
            return found.end()
        if self.text[place] == "/" and self._is_operand(place):
            found = _REGEX.match(self.text, place)
            return found.end() if found else place + 1
        return place + 1

    def _literal(self, place: int) -> int:
        """Read a template literal, with the code in it."""
        text = self.text
        while place < len(text):
            if text[place] == "\\":
                place += 2
            elif text[place] == "`":
                return place + 1
            elif text.startswith("${", place):
                place = self._nested(place + 2) + 1
            else:
                place += 1
        return place

    def _nested(self, place: int) -> int:
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise TooDeepError("It is nested too deep.")
        end = self.code(place, "}")
        self.depth -= 1
        return end

    def _is_operand(self, place: int) -> bool:
        """Say whether a value may begin here: after an operator, a bracket or a keyword."""
        before = self.text[max(0, place - 40) : place].rstrip()
        if not before:
            return True
        return before[-1] in "(,=:[!&|?{};>+" or bool(_KEYWORD.search(before))

    def _begins_element(self, place: int) -> bool:
        after = self.text[place + 1 : place + 2]
        if not (after.isalpha() or after == ">") or not self._is_operand(place):
            return False
        return not _GENERIC.match(self.text, place)

    def element(self, place: int) -> int:
        """Read an element, and return where it ends."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise TooDeepError("It is nested too deep.")
        place, closed = self._start_tag(place)
        if not closed:
            place = self._children(place)
        self.depth -= 1
        return place

    def _start_tag(self, start: int) -> tuple[int, bool]:
        text = self.text
        name = _NAME.match(text, start + 1)
        if name is None:
            # A fragment prints nothing.
            return start + 2, False
        self.keep(start, name.end())
        place = name.end()
        while place < len(text):
            letter = text[place]
            if letter == ">":
                self.keep(place, place + 1)
                return place + 1, False
            if text.startswith("/>", place):
                self.keep(place, place + 2)
                return place + 2, True
            if letter == "{":
                end = self._value_end(place)
                self.tokens.append(TemplateToken(place, end, "tag", "print"))
                place = end
            elif found := _ATTRIBUTE.match(text, place):
                place = self._attribute(found)
            elif text.startswith("/*", place):
                end = text.find("*/", place)
                place = len(text) if end < 0 else end + 2
            else:
                place += 1
        return place, True

    def _attribute(self, name: re.Match[str]) -> int:
        text = self.text
        self.keep(*name.span())
        sign = re.compile(r"\s*=\s*").match(text, name.end())
        if sign is None:
            return name.end()
        place = sign.end()
        self.put(name.end(), "=")
        letter = text[place : place + 1]
        if letter in {'"', "'"}:
            end = text.find(letter, place + 1)
            end = len(text) if end < 0 else end + 1
            self.keep(place, end)
            return end
        if letter == "{":
            end = self._value_end(place)
            if found := _TEXT_LITERAL.fullmatch(text, place, end):
                begin, stop = found.span(2)
                self.keep(begin, stop)
                self.put(begin - 1, '"')
                self.put(stop, '"')
            else:
                inner = re.sub(r"[^\n]", DYNAMIC, text[place + 1 : end - 1])
                self.put(place, f'"{inner}"')
            return end
        return place + 1

    def _value_end(self, place: int) -> int:
        """Return where the brackets of a value end; elements in it are not told of."""
        tokens = len(self.tokens)
        self.muted += 1
        end = min(self._nested(place + 1) + 1, len(self.text))
        self.muted -= 1
        del self.tokens[tokens:]
        return end

    def _children(self, place: int) -> int:
        text = self.text
        while place < len(text):
            letter = text[place]
            if text.startswith("</", place):
                end = text.find(">", place)
                end = len(text) if end < 0 else end + 1
                if end > place + 3:
                    self.keep(place, end)
                return end
            if letter == "<":
                place = self.element(place)
            elif letter == "{":
                place = self._inserted(place)
            else:
                if letter not in "&>":
                    self.keep(place, place + 1)
                place += 1
        return place

    def _inserted(self, place: int) -> int:
        """Read what is put into the text; elements in it are in a branch or a loop."""
        text = self.text
        count = len(self.tokens)
        comment = re.compile(r"\{\s*/\*").match(text, place)
        self.tokens.append(TemplateToken(place, place + 1, "text", "open", "branch"))
        end = min(self._nested(place + 1) + 1, len(text))
        inner = text[place:end]
        if _LOOP.search(inner):
            self.tokens[count] = TemplateToken(place, place + 1, "text", "open", "loop")
        self.tokens.append(TemplateToken(max(place, end - 1), end, "text", "close"))
        if not comment:
            self.put(place, DYNAMIC)
        return end


def neutralise_jsx(text: str) -> NeutralText:
    """Return the elements of a JSX or TSX file as HTML. Raises TooDeepError."""
    scanner = _Scanner(text, ["\n" if letter == "\n" else " " for letter in text])
    place = 0
    while place < len(text):
        # A bracket too many ends what is read, and not the file.
        place = scanner.code(place, "") + 1
    return NeutralText("".join(scanner.kept), scanner.tokens)


def svelte_tokens(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the expressions in braces of a Svelte file are."""
    scanner = _Scanner(text, list(text))
    skip = [m.span() for m in re.finditer(r"<(script|style)\b.*?</\1\s*>", text, re.DOTALL | re.I)]
    place = text.find("{")
    while place >= 0:
        inside = next((end for start, end in skip if start <= place < end), None)
        if inside is not None:
            place = text.find("{", inside)
            continue
        end = min(_brace_end(scanner, place), len(text))
        yield place, end
        place = text.find("{", end)


def _brace_end(scanner: _Scanner, place: int) -> int:
    depth = 0
    text = scanner.text
    while place < len(text):
        if text[place] in "\"'`":
            found = re.compile(rf"{text[place]}(?:\\.|[^\\{text[place]}])*{text[place]}", re.DOTALL)
            match = found.match(text, place)
            place = match.end() if match else place + 1
            continue
        depth += (text[place] == "{") - (text[place] == "}")
        place += 1
        if depth == 0:
            return place
    return place
