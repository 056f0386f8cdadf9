"""Read the elements that a template prints, with the lines they stand on.

beautifulsoup4, with Python's own parser, tells lines and columns; template syntax is taken out
before, character for character, so that they stay right.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, cast

from civiscope.model.source import DYNAMIC, SourceElement, SourceFacts, Surroundings
from civiscope.source.dialects import Dialect
from civiscope.source.jsx import neutralise_jsx, svelte_tokens
from civiscope.source.lines import LineIndex, show
from civiscope.source.neutral import NeutralText, TemplateToken, neutralise

MAX_ELEMENTS = 5_000
MAX_TEXTS = 6
MAX_TEXT = 80
_LEFT_OUT = frozenset({"noscript", "iframe", "textarea", "title", "template", "object", "svg"})
"""Elements whose content is not read as elements of the page."""
_BOUND = re.compile(r"^(?::|v-bind:|x-bind:|bind:|\[(?:attr\.)?)([\w:-]+)\]?(?:\..*)?$")
_ALL_BOUND = frozenset({"v-bind", "x-bind", "v-attrs", "data-bind", "x-bind:", "ng-attr"})
_FILLING = frozenset(
    {"v-html", "v-text", "x-html", "x-text", "dangerouslysetinnerhtml", "innerhtml"}
)
_JSX_NAMES = {"classname": "class", "htmlfor": "for", "srcset": "srcset", "defaultvalue": "value"}
_VUE = re.compile(r"^<template\b[^>]*>(.*)</template\s*>", re.DOTALL | re.MULTILINE)
_OTHER_VUE = re.compile(r"""^<template\b[^>]*\blang=["'](?!html)""", re.MULTILINE)
_FILE_NAME = re.compile(r"""["']([\w./@-]{1,100}\.[a-z0-9]{2,5})["']""")
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


def can_read_templates() -> bool:
    """Say whether what reads templates is installed."""
    return find_spec("bs4") is not None


def read_template(text: str, dialect: Dialect) -> SourceFacts:
    """Return the elements of a template. Raises ValueError when no parser takes it."""
    lines = LineIndex(text)
    html = _prepared(text, dialect)
    builder = _Builder(text, html, dialect, lines)
    elements = tuple(builder.elements())
    gaps = (
        (f"It has more than {MAX_ELEMENTS:,} elements; those beyond were not read.",)
        if builder.more
        else ()
    )
    labelled = {e.value("for") or "" for e in elements if e.tag == "label"} - {""}
    return SourceFacts(
        form=dialect.name,
        elements=elements,
        labelled=tuple(sorted(labelled)),
        lines=lines.count,
        gaps=gaps,
    )


def _prepared(text: str, dialect: Dialect) -> NeutralText:
    if dialect.name == "jsx":
        return neutralise_jsx(text)
    if dialect.name == "svelte":
        return neutralise(text, dialect, spans=svelte_tokens(text))
    if dialect.name == "vue" and re.search(r"^<(?:template|script)\b", text, re.MULTILINE):
        text = _only_template(text)
    return neutralise(_FRONT_MATTER.sub(_blank, text), dialect)


def _only_template(text: str) -> str:
    """Return a Vue file with all but its template blanked."""
    found = _VUE.search(text)
    if found is None or _OTHER_VUE.search(text):
        return re.sub(r"[^\n]", " ", text)
    start, end = found.span(1)
    return re.sub(r"[^\n]", " ", text[:start]) + text[start:end] + re.sub(r"[^\n]", " ", text[end:])


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


@dataclass(slots=True)
class _Tag:
    """A start tag in the file."""

    start: int
    end: int
    tokens: list[TemplateToken]


class _Builder:
    def __init__(self, text: str, html: NeutralText, dialect: Dialect, lines: LineIndex) -> None:
        self._text = text
        self._html = html
        self._dialect = dialect
        self._lines = lines
        self._blocks, self._around = _surroundings(html.tokens)
        self._token_starts = [token.start for token in html.tokens]
        self.more = False

    def elements(self) -> Iterator[SourceElement]:
        """Yield the elements in the order of the file."""
        from bs4 import BeautifulSoup

        soup = BeautifulSoup(self._html.text, "html.parser", on_duplicate_attribute="ignore")
        numbers: dict[int, int] = {}
        skipped: set[int] = set()
        count = 0
        for tag in soup.find_all(True):
            if tag.sourceline is None or tag.sourcepos is None:
                continue
            parent = tag.parent
            if parent is not None and (id(parent) in skipped or self._is_apart(parent.name)):
                skipped.add(id(tag))
                continue
            if count >= MAX_ELEMENTS:
                self.more = True
                return
            numbers[id(tag)] = count
            count += 1
            yield self._element(tag, numbers.get(id(parent), -1))

    def _is_apart(self, name: str) -> bool:
        """Say whether what stands in an element called *name* is no part of the page."""
        if name == "template" and self._dialect.name in {"vue", "svelte"}:
            return False
        return name in _LEFT_OUT

    def _element(self, tag: Any, parent: int) -> SourceElement:  # noqa: ANN401 - bs4's own
        start = self._lines.offset(tag.sourceline, tag.sourcepos)
        place = self._tag(start)
        written = self._text[start : place.end]
        name = re.match(r"<([^\s/>]+)", written)
        own_name = name[1] if name else tag.name
        attributes, component = self._attributes(tag, own_name)
        line, column = self._lines.at(start)
        pieces, filled = _texts(tag)
        dynamic_name = any(token.state == "name" for token in place.tokens)
        names = {key for key, _ in attributes}
        return SourceElement(
            tag=DYNAMIC if dynamic_name else tag.name,
            line=line,
            column=column,
            end_line=self._lines.at(max(start, place.end - 1))[0],
            attributes=tuple(attributes),
            maybe=self._maybe(place, names),
            open=_is_open(place, tag.attrs),
            component=component,
            parent=parent,
            text=pieces,
            hints=self._hints(place),
            filled=filled or bool(_FILLING & set(tag.attrs)),
            inside=self._inside(start),
            snippet=show(written),
        )

    def _tag(self, start: int) -> _Tag:
        """Return the start tag at *start*, with the template syntax in it."""
        text = self._html.text
        quote = ""
        end = start + 1
        while end < len(text):
            letter = text[end]
            if quote:
                quote = "" if letter == quote else quote
            elif letter in "\"'" and text[end - 1] in "= \n\t":
                quote = letter
            elif letter == ">":
                break
            end += 1
        first = bisect_right(self._token_starts, start)
        stop = bisect_right(self._token_starts, end)
        return _Tag(start, min(end + 1, len(text)), self._html.tokens[first:stop])

    def _attributes(self, tag: Any, own_name: str) -> tuple[list[tuple[str, str]], bool]:  # noqa: ANN401
        found: list[tuple[str, str]] = []
        for key, value in tag.attrs.items():
            words = cast("list[str]", value) if isinstance(value, list) else [str(value or "")]
            told = " ".join(words)
            name = str(key)
            if bound := _BOUND.match(name):
                name, told = bound[1].lower(), DYNAMIC
            if self._dialect.name == "jsx":
                name = _JSX_NAMES.get(name, name)
            told = re.sub(f"{DYNAMIC}+", DYNAMIC, " ".join(told.split()))
            found.append((name, told[:300]))
        component = "-" in tag.name or "." in own_name or ":" in own_name
        if self._dialect.name in {"jsx", "vue", "svelte"}:
            component = component or own_name[:1].isupper()
        return found, component

    def _hints(self, place: _Tag) -> tuple[str, ...]:
        """Return the names of files in the template syntax of a tag."""
        found = [
            name
            for token in place.tokens
            for name in _FILE_NAME.findall(self._text[token.start : token.end])
        ]
        return tuple(dict.fromkeys(found))[:4]

    def _maybe(self, place: _Tag, names: set[str]) -> tuple[str, ...]:
        """Return the attributes that stand between the words of a condition."""
        found: set[str] = set()
        depth = 0
        since = place.start
        for token in place.tokens:
            if token.state not in {"tag", "name"}:
                continue
            if depth:
                between = self._html.text[since : token.start].lower()
                found |= {
                    n for n in names if re.search(rf"(?<![\w-]){re.escape(n)}(?![\w-])", between)
                }
            if token.kind == "open":
                depth += 1
            elif token.kind == "close":
                depth = max(0, depth - 1)
            since = token.end
        return tuple(sorted(found))

    def _inside(self, start: int) -> Surroundings:
        number = bisect_right(self._blocks, start) - 1
        return self._around[number] if number >= 0 else ""


def _is_open(place: _Tag, attributes: dict[str, Any]) -> bool:
    """Say whether something in the tag may print attributes that are not written here."""
    printed = any(
        token.state in {"tag", "name"} and token.kind in {"print", "print-html", "code"}
        for token in place.tokens
    )
    spread = any(str(name).startswith("{") for name in attributes)
    return printed or spread or bool(_ALL_BOUND & set(attributes))


def _texts(tag: Any) -> tuple[tuple[str, ...], bool]:  # noqa: ANN401 - bs4's own
    """Return the pieces of text directly in an element, and whether something is put in it."""
    from bs4.element import NavigableString

    if tag.name in {"script", "style"}:
        return (), False
    pieces: list[str] = []
    filled = False
    for child in tag.children:
        if type(child) is not NavigableString:
            continue
        filled = filled or DYNAMIC in child
        for piece in str(child).split(DYNAMIC):
            told = " ".join(piece.split())
            if told and len(pieces) < MAX_TEXTS:
                pieces.append(told[:MAX_TEXT])
    return tuple(pieces), filled


def _surroundings(tokens: list[TemplateToken]) -> tuple[list[int], list[Surroundings]]:
    """Return from where on which kind of block is around, by the tokens that open and close."""
    places: list[int] = []
    kinds: list[Surroundings] = []
    stack: list[str] = []
    for token in tokens:
        if token.state != "text":
            continue
        if token.kind == "open":
            stack.append(token.block)
        elif token.kind == "close" and stack:
            stack.pop()
        else:
            continue
        places.append(token.end)
        around: Surroundings = ""
        for each in ("macro", "loop", "branch"):
            if each in stack:
                around = each
                break
        kinds.append(around)
    return places, kinds
