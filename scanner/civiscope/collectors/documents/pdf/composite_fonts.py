"""Fonts whose codes stand for numbered glyphs: Type 0."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pikepdf

from civiscope.collectors.documents.pdf.cmaps import PREDEFINED, CMap, collection_of, read_cmap
from civiscope.collectors.documents.pdf.font import SUBSET, Font, Glyph
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
    stream,
    text,
)
from civiscope.collectors.documents.sightings import Sightings

_IDENTITY = frozenset({"Identity-H", "Identity-V"})
_COLLECTIONS = frozenset({"GB1", "CNS1", "Japan1", "Korea1", "KR"})
_MAX_CODES = 70_000


class CompositeFont(Font):
    """A Type 0 font: its codes stand for numbered glyphs."""

    def __init__(self, use: FontUse, seen: Sightings) -> None:
        found = array(use.font, "/DescendantFonts")
        self.cid_font = found[0] if found and isinstance(found[0], pikepdf.Dictionary) else None
        super().__init__(use, seen)
        encoded = entry(self.font, "/Encoding")
        self.cmap_name = name_of(encoded)
        self.cmap: CMap | None = None
        self.cmap_stream = encoded if isinstance(encoded, pikepdf.Stream) else None
        if self.cmap_stream is not None:
            self.cmap = read_cmap(bytes(self.cmap_stream.read_bytes()))
            self.cmap_name = name(self.cmap_stream, "/CMapName") or "?"
        self.identity = self.cmap_stream is None and self.cmap_name in _IDENTITY
        gids = stream(self.cid_font, "/CIDToGIDMap")
        self.gids = bytes(gids.read_bytes()) if gids is not None else None
        self.widths = _cid_widths(self.cid_font)

    def find_descriptor(self) -> Object:
        """Return the descriptor of the font whose glyphs it shows."""
        return dictionary(self.cid_font, "/FontDescriptor")

    def see_own(self) -> None:
        """Note what does not fit together."""
        self._see_system()
        if name(self.cid_font, "/Subtype") == "CIDFontType2" and self.embedded:
            found = entry(self.cid_font, "/CIDToGIDMap")
            if not isinstance(found, pikepdf.Stream) and name_of(found) != "Identity":
                self.seen.add("cid-map-missing", self.place)
        if self.cmap_stream is None:
            if self.cmap_name not in PREDEFINED:
                self.seen.add("cmap-not-embedded", self.place)
        elif self.cmap is not None:
            if self.cmap.mode != integer(self.cmap_stream, "/WMode"):
                self.seen.add("cmap-mode", self.place)
            used = entry(self.cmap_stream, "/UseCMap")
            names = {name_of(used), name(used, "/CMapName"), self.cmap.uses} - {""}
            if names - PREDEFINED:
                self.seen.add("cmap-reference", self.place)
        self._see_subset()

    def _see_system(self) -> None:
        if self.cmap_name in _IDENTITY:
            return
        own = dictionary(self.cid_font, "/CIDSystemInfo")
        if self.cmap_stream is None:
            ordering = collection_of(self.cmap_name)
            # Which supplement a known one is for is not in the file.
            if ordering and text(own, "/Ordering") != ordering:
                self.seen.add("cid-system", self.place)
            return
        other = dictionary(self.cmap_stream, "/CIDSystemInfo")
        if other is None:
            found = array(self.cmap_stream, "/CIDSystemInfo")
            other = found[0] if found else None
        fits = (
            text(own, "/Registry") == text(other, "/Registry")
            and text(own, "/Ordering") == text(other, "/Ordering")
            and text(own, "/Ordering") is not None
        )
        mine, its = integer(own, "/Supplement"), integer(other, "/Supplement")
        if not fits:
            self.seen.add("cid-system", self.place)
        elif mine > its:
            self.seen.add("cid-supplement", self.place)

    def _see_subset(self) -> None:
        listed = stream(self.descriptor, "/CIDSet")
        if listed is None or self.program is None or not SUBSET.match(self.label):
            return
        bits = bytes(listed.read_bytes())
        if self.program.kind == "cid":
            there = set(self.program.cids or ())
        else:
            there = self._cids_of(self.program.filled())
        if any(cid and not _bit(bits, cid) for cid in there):
            self.seen.add("subset-set-incomplete", self.place)

    def _cids_of(self, glyphs: Iterable[int]) -> set[int]:
        wanted = set(glyphs)
        if self.gids is None:
            return wanted
        return {
            at // 2
            for at in range(0, min(len(self.gids), 2 * _MAX_CODES) - 1, 2)
            if int.from_bytes(self.gids[at : at + 2], "big") in wanted
        }

    def codes(self, texts: set[bytes]) -> Iterator[bytes]:
        """Yield the codes of *texts*."""
        space = self.cmap
        if space is None and not self.identity and self.unicode is not None:
            space = self.unicode
        space = space if space is not None and space.spaces else CMap()
        given = 0
        for each in texts:
            for code in space.codes(each):
                yield code
                given += 1
                if given > _MAX_CODES * 10:
                    return

    def character(self, code: bytes) -> str | None:
        """Return the characters of *code*: by its map, or by a collection that is known."""
        found = super().character(code)
        if found is None:
            system = dictionary(self.cid_font, "/CIDSystemInfo")
            if (
                text(system, "/Registry") == "Adobe"
                and text(system, "/Ordering") in _COLLECTIONS
                and not self.identity
            ):
                return "?"
        return found

    def _cid(self, code: bytes) -> int | None:
        if self.identity:
            return int.from_bytes(code, "big")
        return self.cmap.cid(code) if self.cmap is not None and not self.cmap.uses else None

    def glyph(self, code: bytes) -> Glyph:
        """Return the glyph of the code's number."""
        cid = self._cid(code)
        if cid is None:
            # A map of the file that does not speak of a code lets it come to no glyph.
            lost = self.cmap is not None and not self.cmap.uses
            return Glyph(None, False, lost)
        if cid == 0:
            return Glyph(None, False, True)
        program = self.program
        if program is None:
            return Glyph(None, False)
        if program.kind == "cid":
            return Glyph(program.names.get(f"cid{cid}"), True)
        index = cid
        if self.gids is not None:
            index = int.from_bytes(self.gids[cid * 2 : cid * 2 + 2], "big")
        return Glyph(index if 0 < index < program.glyphs else None, True)

    def width(self, code: bytes) -> float | None:
        """Return the width of the code's number."""
        cid = self._cid(code)
        if cid is None:
            return None
        default = entry(self.cid_font, "/DW")
        return self.widths.get(cid, 1000.0 if default is None else number(default))


def _bit(bits: bytes, at: int) -> bool:
    return at // 8 < len(bits) and bool(bits[at // 8] & (128 >> at % 8))


def _cid_widths(font: Object) -> dict[int, float]:
    found: dict[int, float] = {}
    values = array(font, "/W")
    at = 0
    while at + 1 < len(values) and len(found) < _MAX_CODES:
        first = int(number(values[at]))
        second = values[at + 1]
        if isinstance(second, pikepdf.Array):
            found |= {first + offset: number(each) for offset, each in enumerate(second)}
            at += 2
        elif at + 2 < len(values):
            last = min(int(number(second)), first + _MAX_CODES)
            found |= dict.fromkeys(range(first, last + 1), number(values[at + 2]))
            at += 3
        else:
            break
    return found
