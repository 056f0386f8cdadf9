"""Read what stands beside a number: its label, the name of its field or key, its column's head."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

from civiscope.detectors.id_schemes import Scheme, announcing

_BEFORE = 400
_AFTER = 60
_READ_BEFORE = 90
"""Characters of text before the number in which its label has to stand."""
_READ_AFTER = 30
_NEAR = 40
_TAG = re.compile(r"<[^<>]*>")
_TAG_END = re.compile(r"^[^<>]*>")
_OPENED = re.compile(r"<([A-Za-z][\w.:-]{1,40})(?:\s[^<>]{0,200})?>\s{0,20}$")
"""The element that begins right before a number; in XML its name is the label."""
_IN_TAG = re.compile(r"<[A-Za-z][\w-]*\s")
_REST_OF_TAG = re.compile(r"[^<>]{0,200}")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[^\W\d_]+")
# Marks of vowels are no letters to the pattern, but parts of words in these scripts.
_WORD_WITH_MARKS = re.compile("[\u0900-\u0dff\u0e00-\u0e7f]+")
_EXAMPLE = re.compile(
    r"\b(?:example|e\.g\.|eg|such as|for instance|placeholder|format|sample|looks like|dummy|"
    r"exemple|par ex|z\. ?b\.|beispiel|ejemplo|esempio|voorbeeld|bijv|np\.|przykład|näide|näiteks|"
    r"esimerkki|exempel|t\.ex\.|eksempel|f\.eks\.|exemplo|pattern|mask)\b",
    re.IGNORECASE,
)
_TABLE = re.compile(r"<(/?)table\b", re.IGNORECASE)
_ROW = re.compile(r"<tr\b", re.IGNORECASE)
_CELL = re.compile(r"<t[dh]\b[^>]*>", re.IGNORECASE)
_MAX_TABLES = 200
_MAX_ROW_CHARACTERS = 6000
_MAX_HEAD_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class Label:
    """What the words beside a number announce."""

    schemes: Mapping[Scheme, str] = field(default_factory=dict[Scheme, str])
    """Kinds of number, each with the word that names it."""
    example: bool = False
    """Whether they say that it is an example."""


_NOTHING = Label()


class Labels:
    """The labels of one source."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._tables = _tables(source) if "<table" in source or "<TABLE" in source else []
        self._starts = [start for start, _, _ in self._tables]

    def beside(self, start: int, end: int) -> Label:
        """Return what is announced for the number from *start* to *end*."""
        before = self._source[max(0, start - _BEFORE) : start]
        after = self._source[end : end + _AFTER]
        reach, named = _READ_AFTER, ""
        at = before.rfind("<")
        # In scripts, `i < n` and `i<n;` begin no tag.
        if at > before.rfind(">") and _IN_TAG.match(before, at):
            # Within a tag the name of the field may stand after its value.
            rest = _REST_OF_TAG.match(self._source, end)
            after = rest[0] if rest else after
            reach = len(after)
        elif before[-1:].isspace() or before.endswith(">"):
            opened = _OPENED.search(before[-260:])
            named = opened[1] if opened else ""
        if "<" in before or ">" in before:
            before = _TAG_END.sub(" ", _TAG.sub(" ", before))
        if "<" in after:
            after = _TAG.sub(" ", after)
        before = f"{before} {named}"[-_READ_BEFORE:] if named else before[-_READ_BEFORE:]
        found = _announced(f"{before} {after[:reach]}") or self._column(start)
        return Label(found, bool(_EXAMPLE.search(before[-_NEAR:]))) if found else _NOTHING

    def _column(self, at: int) -> Mapping[Scheme, str]:
        """Return what the head of the table column announces that *at* stands in."""
        number = bisect_right(self._starts, at) - 1
        if number < 0 or at > self._tables[number][1]:
            return _NOTHING.schemes
        columns = self._tables[number][2]
        row = max(self._source.rfind("<tr", 0, at), self._source.rfind("<TR", 0, at))
        column = len(_CELL.findall(self._source, max(row, at - _MAX_ROW_CHARACTERS), at)) - 1
        return columns.get(column, _NOTHING.schemes)


_Table = tuple[int, int, dict[int, Mapping[Scheme, str]]]


def _tables(source: str) -> list[_Table]:
    """Return start, end and telling columns of the tables whose heads announce such numbers."""
    found: list[_Table] = []
    opened: list[int] = []
    for mark in list(_TABLE.finditer(source))[:_MAX_TABLES]:
        if not mark[1]:
            opened.append(mark.end())
        elif opened:
            start = opened.pop()
            columns = _heads(source, start, mark.start())
            if columns:
                found.append((start, mark.start(), columns))
    return sorted(found, key=lambda table: table[0])


def _heads(source: str, start: int, end: int) -> dict[int, Mapping[Scheme, str]]:
    rows = _ROW.finditer(source, start, end)
    first, second = next(rows, None), next(rows, None)
    if first is None or second is None:
        return {}
    last = min(second.start(), first.end() + _MAX_ROW_CHARACTERS)
    cells = [cell.end() for cell in _CELL.finditer(source, first.end(), last)]
    heads = [
        source[cell : min(following, cell + _MAX_HEAD_CHARACTERS)]
        for cell, following in zip(cells, [*cells[1:], last], strict=True)
    ]
    announced = {number: _announced(_TAG.sub(" ", head)) for number, head in enumerate(heads)}
    return {number: schemes for number, schemes in announced.items() if schemes}


def _announced(text: str) -> dict[Scheme, str]:
    """Return the kinds of number that *text* names."""
    phrases, exact = announcing()
    words = _words(text)
    found: dict[Scheme, str] = {}
    for word in phrases.keys() & words:
        plain = f" {' '.join(words)} "
        found.update((scheme, phrase) for phrase, scheme in phrases[word] if f" {phrase} " in plain)
    for word in exact.keys() & words:
        for written, scheme in exact[word]:
            # As an abbreviation in capitals, or as the name of a field or key.
            if re.search(rf"\b{re.escape(written)}\b|[\"'\[]{re.escape(word)}[\"'\]]", text):
                found[scheme] = written
    return found


def names_any(source: str) -> bool:
    """Say whether a word that may announce a number stands anywhere in *source*."""
    phrases, exact = announcing()
    words = set(_words(source))
    if not exact.keys().isdisjoint(words):
        return True
    told = (phrase for word in phrases.keys() & words for phrase, _ in phrases[word])
    return any(words.issuperset(phrase.split()) for phrase in told)


def _words(text: str) -> list[str]:
    words = _WORD.findall(text.lower())
    if _HUMP.search(text):
        words += _WORD.findall(_HUMP.sub(" ", text).lower())
    if not text.isascii():
        words += _WORD_WITH_MARKS.findall(text)
    return words
