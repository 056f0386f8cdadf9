"""A font of a PDF and what every kind of font may have wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from civiscope.collectors.documents.pdf.cmaps import read_cmap
from civiscope.collectors.documents.pdf.elements import has_private_use
from civiscope.collectors.documents.pdf.font_program import FontProgram
from civiscope.collectors.documents.pdf.font_programs import read_font
from civiscope.collectors.documents.pdf.font_use import FontUse
from civiscope.collectors.documents.pdf.objects import (
    Object,
    dictionary,
    name,
    stream,
)
from civiscope.collectors.documents.sightings import Sightings, plain
from civiscope.model.document_facts import DocumentPlace

SUBSET = re.compile(r"[A-Z]{6}\+")
"""How the name of a font begins of which not every glyph is there."""
_INVALID = frozenset("\x00\ufeff\ufffe")
_MANY_CODES, _LARGE_SHARE = 5, 0.3
"""From when on it is text that nobody can read out, and not some signs for bullets."""
WIDTH_TOLERANCE = 1.0
"""Thousandths of the size by which a font's widths may differ from the program's."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """What a code comes to."""

    index: int | None
    """The glyph in the program; None when that is not known or it has none."""
    known: bool
    """Whether the program was looked at."""
    notdef: bool = False


class Font:
    """A font, and what was shown in it."""

    def __init__(self, use: FontUse, seen: Sightings) -> None:
        self.use = use
        self.font = use.font
        self.seen = seen
        self.kind = name(use.font, "/Subtype")
        self.label = plain(name(use.font, "/BaseFont") or name(use.font, "/Name") or self.kind)
        self.place = DocumentPlace(use.page, detail=self.label)
        self.descriptor = self.find_descriptor()
        unicode_map = stream(self.font, "/ToUnicode")
        self.unicode = read_cmap(bytes(unicode_map.read_bytes())) if unicode_map else None
        self.program = self.read_program()

    def find_descriptor(self) -> Object:
        """Return the font's descriptor."""
        return dictionary(self.font, "/FontDescriptor")

    def read_program(self) -> FontProgram | None:
        """Return the embedded program; None when there is none or it cannot be read."""
        for key, subtype in (
            ("/FontFile", "Type1"),
            ("/FontFile2", "TrueType"),
            ("/FontFile3", "CFF"),
        ):
            found = stream(self.descriptor, key)
            if found is not None:
                return read_font(bytes(found.read_bytes()), subtype)
        return None

    @property
    def embedded(self) -> bool:
        """Whether a program comes with the file."""
        return any(
            stream(self.descriptor, key) is not None
            for key in ("/FontFile", "/FontFile2", "/FontFile3")
        )

    def see(self) -> None:
        """Note what is wrong with it."""
        if self.use.shown and not self.embedded and self.kind != "Type3":
            self.seen.add("font-not-embedded", self.place)
        self.see_own()
        shown = set(self.codes(self.use.shown))
        unseen = set(self.codes(self.use.unseen))
        self._see_characters(shown | unseen)
        self._see_private_use(set(self.codes(self.use.bare)))
        self._see_glyphs(shown, unseen - shown)

    def see_own(self) -> None:
        """Note what only this kind of font can have wrong."""

    def codes(self, texts: set[bytes]) -> Iterator[bytes]:
        """Yield the codes of *texts*."""
        for each in texts:
            for code in each:
                yield bytes((code,))

    def character(self, code: bytes) -> str | None:
        """Return the characters of *code*; None when nothing says so."""
        if self.unicode is not None and code in self.unicode.characters:
            return self.unicode.characters[code]
        return None

    def reads_as_letters(self) -> bool:
        """Say whether its codes, taken for Western letters as programs do, read like words."""
        return False

    def glyph(self, code: bytes) -> Glyph:
        """Return what *code* comes to in the program."""
        return Glyph(None, False)

    def width(self, code: bytes) -> float | None:
        """Return the width that the font gives *code*."""
        return None

    def _see_characters(self, codes: set[bytes]) -> None:
        unknown = invalid = 0
        for code in codes:
            found = self.character(code)
            if found is None or found == "":
                unknown += 1
            elif not _INVALID.isdisjoint(found):
                invalid += 1
        self.seen.counts["codes"] += len(codes)
        if unknown:
            self.seen.counts["codes-without-character"] += unknown
            told = f"{self.label}: {unknown} of {len(codes)}"
            if unknown >= _MANY_CODES and unknown >= len(codes) * _LARGE_SHARE:
                kind = "text-mapped-by-habit" if self.reads_as_letters() else "text-unmapped"
                self.seen.add(kind, DocumentPlace(self.use.page, detail=told))
            self.seen.add("font-without-unicode", DocumentPlace(self.use.page, detail=told))
        if invalid:
            self.seen.add("font-invalid-unicode", self.place)

    def _see_private_use(self, codes: set[bytes]) -> None:
        if any(has_private_use(self.character(code) or "") for code in codes):
            self.seen.add("private-use-in-text", self.place)

    def _see_glyphs(self, shown: set[bytes], unseen: set[bytes]) -> None:
        missing = notdef = wrong = 0
        for code in shown:
            glyph = self.glyph(code)
            notdef += glyph.notdef
            if not glyph.known or self.program is None:
                continue
            if glyph.index is None:
                missing += 1
                continue
            told, real = self.width(code), self.program.width_of(glyph.index)
            if told is not None and real is not None and abs(told - real) > WIDTH_TOLERANCE:
                wrong += 1
        notdef += sum(self.glyph(code).notdef for code in unseen)
        for kind, count in (
            ("glyph-missing", missing),
            ("glyph-notdef", notdef),
            ("glyph-widths", wrong),
        ):
            if count:
                self.seen.add(kind, self.place)
