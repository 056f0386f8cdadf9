"""Fonts whose codes are single bytes: Type 1, Type 3 and TrueType."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pikepdf

from civiscope.collectors.documents.pdf.encodings import characters_of, encoding, is_listed
from civiscope.collectors.documents.pdf.font import SUBSET, Font, Glyph
from civiscope.collectors.documents.pdf.font_program import FontProgram
from civiscope.collectors.documents.pdf.font_use import FontUse
from civiscope.collectors.documents.pdf.objects import (
    Object,
    array,
    dictionary,
    entry,
    integer,
    name,
    name_of,
    number,
    text,
)
from civiscope.collectors.documents.sightings import Sightings

_SYMBOLIC = 4
_VOWELS = frozenset(b"aeiouy")
_MAX_TEXTS = 2_000
_MOST, _HALF, _FEW_VOWELS = 0.95, 0.5, 0.28
"""Shares of codes that are readable, of letters among those, and of vowels among letters."""


class SimpleFont(Font):
    """A Type 1, MMType1 or Type 3 font."""

    def __init__(self, use: FontUse, seen: Sightings) -> None:
        super().__init__(use, seen)
        found = entry(self.font, "/Encoding")
        self.base = name_of(found) or name(found, "/BaseEncoding")
        self.differences = _differences(found)
        self.names = self.find_names()

    @property
    def symbolic(self) -> bool:
        """Whether the font says that its characters are not those of the Latin alphabet."""
        return bool(integer(self.descriptor, "/Flags") & _SYMBOLIC)

    def find_names(self) -> Mapping[int, str]:
        """Return the names of glyphs by code."""
        if self.base:
            table: Mapping[int, str] = encoding(self.base)
        elif self.program is not None and self.program.encoding:
            table = self.program.encoding
        elif self.kind == "Type3" or self.symbolic:
            table = {}
        else:
            table = encoding("StandardEncoding")
        return {**table, **self.differences}

    def see_own(self) -> None:
        """Note glyphs that the list of a subset leaves out."""
        listed = text(self.descriptor, "/CharSet")
        if listed is None or self.program is None or not SUBSET.match(self.label):
            return
        names = {each for each in re.split(r"[/\s]+", listed) if each}
        there = {each for each in self.program.names if each != ".notdef"}
        if there - names or (names - {".notdef"}) - there:
            self.seen.add("subset-list-incomplete", self.place)

    def character(self, code: bytes) -> str | None:
        """Return the characters of *code*, by its map or by the name of its glyph."""
        found = super().character(code)
        if found is not None:
            return found
        label = self.names.get(code[0])
        return None if label is None else characters_of(label)

    def reads_as_letters(self) -> bool:
        """Say whether its codes, taken for Western letters as programs do, read like words."""
        if self.differences:
            # Other names that stand for nothing are no habit.
            return self._are_names_codes()
        texts = b" ".join(sorted(self.use.shown | self.use.unseen)[:_MAX_TEXTS])
        letters = [each for each in texts.lower() if 97 <= each <= 122]
        readable = sum(32 <= each <= 126 for each in texts)
        vowels = sum(each in _VOWELS for each in letters)
        # Codes that were given out one after the other have as many of one letter as of any.
        return (
            readable >= len(texts) * _MOST
            and len(letters) >= readable * _HALF
            and _FEW_VOWELS <= vowels / max(1, len(letters)) <= _HALF
        )

    def _are_names_codes(self) -> bool:
        """Say whether names that are no one's are the codes again: "5" for 53, "#28" for 40."""
        codes = {code for each in self.use.shown | self.use.unseen for code in each}
        own = {code: self.names.get(code, "") for code in codes}
        strange = {code: name for code, name in own.items() if characters_of(name) is None}
        return all(
            name in {chr(code), f"#{code:02X}", f"#{code:02x}"} for code, name in strange.items()
        )

    def glyph(self, code: bytes) -> Glyph:
        """Return the glyph of the code's name."""
        label = self.names.get(code[0])
        if self.kind == "Type3":
            procedures = dictionary(self.font, "/CharProcs")
            there = label is not None and procedures is not None and f"/{label}" in procedures
            return Glyph(0 if there else None, False, label == ".notdef")
        if label is None or label == ".notdef":
            return Glyph(None, False, self.program is not None or label is not None)
        if self.program is None:
            return Glyph(None, False)
        return Glyph(self.program.names.get(label), self.program.kind != "cid")

    def width(self, code: bytes) -> float | None:
        """Return the entry of the font's list of widths."""
        widths = entry(self.font, "/Widths")
        if not isinstance(widths, pikepdf.Array):
            return None
        at = code[0] - integer(self.font, "/FirstChar")
        if 0 <= at < len(widths):
            return number(widths[at])
        return number(entry(self.descriptor, "/MissingWidth"))


class TrueTypeFont(SimpleFont):
    """A TrueType font."""

    def find_names(self) -> Mapping[int, str]:
        """Return the names of glyphs by code; a symbolic font without an encoding has none."""
        if self.base or self.differences:
            return {**encoding(self.base or "StandardEncoding"), **self.differences}
        return {} if self.symbolic else encoding("StandardEncoding")

    def see_own(self) -> None:
        """Note encodings that a TrueType font may not have."""
        has_encoding = entry(self.font, "/Encoding") is not None
        tables: set[tuple[int, int]] = set(self.program.tables) if self.program else set()
        truetype = self.program is not None and self.program.kind == "truetype"
        if self.symbolic:
            if has_encoding:
                self.seen.add("truetype-symbolic-encoding", self.place)
            if truetype and len(tables) != 1 and (3, 0) not in tables:
                self.seen.add("truetype-symbolic-tables", self.place)
            if truetype and not tables & {(3, 0), (1, 0)}:
                self.seen.add("truetype-symbolic-without-table", self.place)
            return
        if truetype and self.use.shown and not tables & {(3, 1), (1, 0)}:
            self.seen.add("truetype-without-table", self.place)
        if self.base not in {"MacRomanEncoding", "WinAnsiEncoding"}:
            self.seen.add("truetype-encoding", self.place)
        elif self.differences and (
            not all(is_listed(each) for each in self.differences.values())
            or (truetype and (3, 1) not in tables)
        ):
            self.seen.add("truetype-differences", self.place)

    def glyph(self, code: bytes) -> Glyph:
        """Return the glyph that a reader comes to by the font's tables."""
        program = self.program
        if program is None or program.kind != "truetype":
            return super().glyph(code) if program is not None else Glyph(None, False)
        value = code[0]
        index = self._by_symbol(program, value) if self.symbolic else self._by_name(program, value)
        if index is None and not program.tables:
            return Glyph(None, False)
        return Glyph(index or None, True, not index)

    @staticmethod
    def _by_symbol(program: FontProgram, value: int) -> int | None:
        symbol = program.tables.get((3, 0), {})
        for base in (0, 0xF000, 0xF100, 0xF200):
            if symbol.get(base + value):
                return symbol[base + value]
        for table in ((1, 0), (3, 1), (0, 3)):
            if program.tables.get(table, {}).get(value):
                return program.tables[table][value]
        return None

    def _by_name(self, program: FontProgram, value: int) -> int | None:
        label = self.names.get(value)
        if label is None:
            return None
        character = characters_of(label)
        unicode_table = program.tables.get((3, 1), {})
        if character and len(character) == 1:
            for each in _alike(ord(character)):
                if unicode_table.get(each):
                    return unicode_table[each]
        roman = program.tables.get((1, 0), {})
        for code, glyph in encoding("MacRomanEncoding").items():
            if glyph == label and roman.get(code):
                return roman[code]
        if program.names.get(label):
            return program.names[label]
        return self._by_symbol(program, value) if (3, 0) in program.tables else None


def _alike(code: int) -> tuple[int, ...]:
    """Return a character and those that stand for it in older fonts."""
    same = {0x20: 0xA0, 0x2D: 0xAD, 0xB5: 0x3BC, 0x2126: 0x3A9, 0x2206: 0x394, 0xB7: 0x2219}
    return (code, same[code]) if code in same else (code,)


def _differences(found: Object) -> dict[int, str]:
    differences: dict[int, str] = {}
    code = 0
    for each in array(found, "/Differences"):
        if isinstance(each, pikepdf.Name):
            if 0 <= code < 256:
                differences[code] = name_of(each)
            code += 1
        else:
            code = int(number(each))
    return differences
