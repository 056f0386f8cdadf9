"""Read what belongs to a number: its label, the name of its field or key, its column's head."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from civiscope.detectors.id_owners import (
    Owner,
    Tag,
    attribute_owners,
    element_owners,
    key_owner,
    names_another,
    names_its_page,
    owner_of_name,
    weigh_between,
)
from civiscope.detectors.id_schemes import Scheme
from civiscope.detectors.id_words import find_schemes, first_start, last_end
from civiscope.model.exposed import SourcePlace

_BEFORE = 400
_AFTER = 60
_AFTER_KEY = re.compile(r"""["'][^"'\n<>]{1,80}["']\s{0,5}:\s{0,5}\Z""")
"""Data that is shown as text: `"ticket": 12`."""
_READ_BEFORE = 90
"""Characters of text before the number in which its label has to stand."""
_READ_AFTER = 30
_NEAR = 40
_TAG = re.compile(r"<[^<>]*>")
_TAG_END = re.compile(r"^[^<>]*>")
_INLINE = (
    "a|abbr|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|nobr|output|q|s|samp|"
    "small|span|strong|sub|sup|time|tt|u|var|wbr"
)
_BLOCK = re.compile(rf"</?(?!(?:{_INLINE})\b)[A-Za-z][^<>]*>|<!--|-->", re.IGNORECASE)
_OPENED = re.compile(r"<([A-Za-z][\w.:-]{1,40})(?:\s[^<>]{0,200})?>\s{0,20}$")
"""The element that begins right before a number; in XML its name is the label."""
_HTML = frozenset(
    f"{_INLINE}|p|td|th|div|li|dd|dt|option|h1|h2|h3|h4|h5|h6|pre|caption|legend|button|summary|"
    "figcaption|blockquote|address|article|section|main|aside|header|footer|nav|body|html|form|"
    "fieldset|details|center|title|textarea|template|ul|ol|dl|tr|table|tbody|script|style|br|hr|img|"
    "input|noscript|value".split("|")
)
_IN_TAG = re.compile(r"<[A-Za-z][\w-]*\s")
_REST_OF_TAG = re.compile(r"[^<>]{0,200}")
_OWN_LETTERS = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{1,6}\Z")
_QUOTES = re.compile(r"[\"'`]")
_JOINED = re.compile(r"[\"'`\s+.,]*")
_EXAMPLE = re.compile(
    r"\b(?:example|e\.g\.|eg|such as|for instance|placeholder|format|sample|looks like|dummy|"
    r"exemple|par ex|z\. ?b\.|beispiel|ejemplo|esempio|voorbeeld|bijv|np\.|przykład|näide|näiteks|"
    r"esimerkki|exempel|t\.ex\.|eksempel|f\.eks\.|exemplo|pattern|mask)\b",
    re.IGNORECASE,
)
_TABLE = re.compile(r"<(/?)table\b", re.IGNORECASE)
_ROW = re.compile(r"<tr\b", re.IGNORECASE)
_CELL = re.compile(r"<t[dh]\b[^>]*>", re.IGNORECASE)
_CELL_OR_ROW = re.compile(r"<(/?)(td|th|tr|table)\b[^>]*>", re.IGNORECASE)
_SCRIPT = re.compile(r"<(/?)script\b", re.IGNORECASE)
_SEPARATORS = ",;\t|"
_MAX_TABLES = 200
_MAX_ROW_CHARACTERS = 6000
_MAX_HEAD_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class Label:
    """What the words of a number announce."""

    schemes: Mapping[Scheme, str] = field(default_factory=dict[Scheme, str])
    """Kinds of number, each with the word that names it."""
    example: bool = False
    """Whether they say that it is an example."""
    doubtful: bool = False
    """Whether words of something else stand between."""


_NOTHING = Label()
_Table = tuple[int, int, dict[int, Mapping[Scheme, str]]]


class Labels:
    """The labels of one source; for sources that are no HTML, *place* says what they are."""

    def __init__(self, source: str, place: SourcePlace | None = None) -> None:
        self._source = source
        self._place = place
        self._tables = _tables(source) if "<table" in source or "<TABLE" in source else []
        self._starts = [start for start, _, _ in self._tables]

    def beside(self, start: int, end: int) -> Label:
        """Return what is announced for the number from *start* to *end*."""
        near = _Near(self._source, start, end)
        found = near.announced or self._column(start)
        if not found:
            return _NOTHING
        label = Label(found, example=near.example)
        return label if self._place == "view state" else self._own_part(near, label)

    def _own_part(self, near: _Near, label: Label) -> Label:
        """Return what of *label* belongs to the number, and not to something else nearby."""
        for owner in self._owners(near):
            told = owner if isinstance(owner, Label) else _told(owner, near.raw_after)
            if told.schemes:
                return Label(told.schemes, label.example, told.doubtful)
        return _NOTHING

    def _owners(self, near: _Near) -> Iterator[Owner | Label]:
        """Yield what may own the number, the nearest first; nothing else can announce it."""
        before, after = near.raw_before, near.raw_after
        if near.tag is not None:
            text = _text(before[: before.rfind("<")])
            yield from attribute_owners(near.tag, near.start, near.end, text)
            yield Label(self._column(near.start))
            return
        if near.element and near.element.lower() not in _HTML and "-" not in near.element:
            yield owner_of_name(near.element)
            return
        if self._in_script(near.start):
            yield from _script_owners(before, after)
            return
        yield from element_owners(near.element_tag)
        cell = self._cell(near.start)
        if cell is not None:
            yield from cell
            yield Label(self._column(near.start))
            return
        text = _text(before)
        line = _line_owner(before, after)
        if line is not None:
            yield line
            return
        keyed = before[-1:] in "\"'" or _AFTER_KEY.search(before)
        key = key_owner(before, after) if keyed else None
        yield key if key is not None else Owner(text, prose=True)
        if not names_another(text):
            yield near.behind

    def _in_script(self, at: int) -> bool:
        if self._place is not None:
            return self._place in {"script", "data"} and "<" not in self._source[at - 1 : at]
        # Beginnings and ends take turns, so that the one before tells.
        number = bisect_right(self._scripts, (at, True)) - 1
        return number >= 0 and self._scripts[number][1]

    @cached_property
    def _scripts(self) -> list[tuple[int, bool]]:
        """Where scripts begin and end."""
        return [(mark.start(), not mark[1]) for mark in _SCRIPT.finditer(self._source)]

    def _cell(self, at: int) -> list[Owner] | None:
        """Return what may own the number in its row of a table; None when it is in no cell."""
        back = max(0, at - _MAX_ROW_CHARACTERS)
        row = max(self._last("<tr", back, at), self._last("<table", back, at), back)
        closed = -1
        cells: list[re.Match[str]] = []
        for mark in _CELL_OR_ROW.finditer(self._source, row, at):
            if mark[2].lower() in {"tr", "table"}:
                cells = []
            elif mark[1]:
                closed = mark.start()
            else:
                cells.append(mark)
        if not cells or closed > cells[-1].start():
            return None
        own = _text(self._source[cells[-1].end() : at])
        owners = [Owner(own, prose=True)]
        first = cells[0]
        rest = _CELL_OR_ROW.finditer(
            self._source, at, min(len(self._source), at + _MAX_ROW_CHARACTERS)
        )
        alone = len(cells) == 2 and not self._has_heads(back, row) and not _has_more_cells(rest)
        if len(cells) > 1 and (first[2].lower() == "th" or alone):
            owners.append(Owner(_text(self._source[first.end() : cells[1].start()])))
        return owners

    def _has_heads(self, back: int, row: int) -> bool:
        """Say whether the table that the *row* is of has heads above it."""
        table = max(back, self._last("<table", back, row))
        return self._last("<th", table, row) >= 0

    def _last(self, tag: str, start: int, end: int) -> int:
        return max(self._source.rfind(each, start, end) for each in (tag, tag.upper()))

    def _column(self, at: int) -> Mapping[Scheme, str]:
        """Return what the head of the table column announces that *at* stands in."""
        number = bisect_right(self._starts, at) - 1
        if number < 0 or at > self._tables[number][1]:
            return _NOTHING.schemes
        columns = self._tables[number][2]
        row = max(self._source.rfind("<tr", 0, at), self._source.rfind("<TR", 0, at))
        column = len(_CELL.findall(self._source, max(row, at - _MAX_ROW_CHARACTERS), at)) - 1
        return columns.get(column, _NOTHING.schemes)


class _Near:
    """What stands around one number."""

    def __init__(self, source: str, start: int, end: int) -> None:
        self.start, self.end = start, end
        before = source[max(0, start - _BEFORE) : start]
        after = source[end : end + _AFTER]
        # Letters that are part of the number, and quotes as they are written in texts of scripts.
        self.raw_before = _OWN_LETTERS.sub("", before)
        self.raw_after = after
        if "&quot;" in before or '\\"' in before:
            self.raw_before = self.raw_before.replace("&quot;", '"').replace('\\"', '"')
            self.raw_after = after.replace("&quot;", '"').replace('\\"', '"')
        self.tag: Tag | None = None
        self.element = self.element_tag = ""
        reach = _READ_AFTER
        at = before.rfind("<")
        # In scripts, `i < n` and `i<n;` begin no tag.
        if at > before.rfind(">") and _IN_TAG.match(before, at):
            # Within a tag the name of the field may stand after its value.
            rest = _REST_OF_TAG.match(source, end)
            after = rest[0] if rest else after
            reach = len(after)
            self.tag = Tag(source, start - len(before) + at, end + len(after))
        elif before[-1:].isspace() or before.endswith(">"):
            opened = _OPENED.search(before[-260:])
            if opened:
                self.element, self.element_tag = opened[1], opened[0]
        if "<" in before or ">" in before:
            before = _TAG_END.sub(" ", _TAG.sub(" ", before))
        if "<" in after:
            after = _TAG.sub(" ", after)
        before = f"{before} {self.element} {self.element_tag}" if self.element else before
        self._text = before[-_READ_BEFORE:]
        self._behind = after[:reach]

    @cached_property
    def announced(self) -> dict[Scheme, str]:
        """What is announced by words nearby, whatever they belong to."""
        return find_schemes(f"{self._text} {self._behind}")

    @property
    def example(self) -> bool:
        """Whether they say that it is an example."""
        return bool(_EXAMPLE.search(self._text[-_NEAR:]))

    @property
    def behind(self) -> Label:
        """What a label right behind the number announces: `943 476 5919 (NHS number)`."""
        text = _BLOCK.sub("¶", self.raw_after).partition("¶")[0]
        text = re.split(r"[.;!?](?:\s|$)", _TAG.sub(" ", text))[0][:_READ_AFTER]
        found = find_schemes(text)
        if not found:
            return _NOTHING
        at = min(first_start(text, word) for word in found.values())
        return Label(found, doubtful=not re.fullmatch(r"\s{0,2}[(\[=]\s{0,2}", text[: max(0, at)]))


def _told(owner: Owner, after: str) -> Label:
    """Return what the words that own a number announce."""
    found = find_schemes(owner.text)
    if not found or not owner.prose:
        more = owner.whole and not any(_is_whole(owner.text, word) for word in found.values())
        own = {s: word for s, word in found.items() if not names_its_page(owner.text, word)}
        return Label(own, doubtful=owner.doubtful or more)
    kept: dict[Scheme, str] = {}
    doubtful = True
    for scheme, word in found.items():
        weight = weigh_between(owner.text[max(0, last_end(owner.text, word)) :], after)
        if weight != "none":
            kept[scheme] = word
            doubtful = doubtful and weight == "doubt"
    return Label(kept, doubtful=doubtful and bool(kept))


def _is_whole(text: str, phrase: str) -> bool:
    return re.sub(r"[\W_]", "", text).lower().removesuffix("s") == phrase.replace(" ", "").lower()


def _script_owners(before: str, after: str) -> Iterator[Owner | Label]:
    owner = key_owner(before, after)
    if owner is not None:
        yield owner
        return
    # A sentence within one text, a comment, or texts that are put together.
    quotes = [*_QUOTES.finditer(before)]
    text = before[quotes[-1].end() :] if quotes else before
    yield Owner(text.rpartition("\n")[2][-_READ_BEFORE:], prose=True)
    if quotes and _JOINED.fullmatch(text):
        joined = _JOINED.sub("", before[-_READ_BEFORE:][::-1], count=1)[::-1]
        said = _QUOTES.split(joined)[-1]
        # `marker("NHS number help desk", 4711)`: another thing that a function is told.
        yield Owner(said, whole=True) if "," in text else Owner(said, prose=True)


def _line_owner(before: str, after: str) -> Owner | None:
    """Return the head of the column that a number stands in, in lines of values (CSV)."""
    lines = before.split("\n")
    own = lines[-1]
    for separator in _SEPARATORS:
        column = own.count(separator)
        if not column and not after.lstrip("\"'").startswith(separator):
            continue
        heads = [line for line in lines[:-1] if line.count(separator) >= max(1, column)]
        if heads and "<" not in own:
            head = next((h for h in reversed(heads) if find_schemes(h)), heads[0])
            return Owner(head.split(separator)[column])
    return None


def _text(markup: str) -> str:
    """Return the end of *markup* as text; `¶` stands where a block begins or ends."""
    if "<" in markup or ">" in markup:
        markup = _TAG_END.sub("¶", markup) if _TAG_END.match(markup) else markup
        markup = _TAG.sub(" ", _BLOCK.sub("¶", markup))
    return markup[-_READ_BEFORE:]


def _has_more_cells(marks: Iterator[re.Match[str]]) -> bool:
    for mark in marks:
        if mark[2].lower() in {"tr", "table"}:
            return False
        if not mark[1]:
            return True
    return False


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
    told = {number: find_schemes(_TAG.sub(" ", head)) for number, head in enumerate(heads)}
    return {number: schemes for number, schemes in told.items() if schemes}
