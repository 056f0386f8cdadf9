"""Read embedded font programs: which glyphs they have and how wide those are."""

from __future__ import annotations

import io
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from civiscope.collectors.documents.pdf.font_program import FontProgram
from civiscope.collectors.documents.pdf.type1 import read_type1

_MAX_BYTES = 30_000_000


def _fonttools(module: str) -> Any:  # noqa: ANN401 - fontTools has no types
    return import_module(f"fontTools.{module}")


def read_font(data: bytes, subtype: str) -> FontProgram | None:
    """Return the font program in *data*; None when it cannot be read."""
    if not data or len(data) > _MAX_BYTES:
        return None
    try:
        if data[:4] in {b"\x00\x01\x00\x00", b"true", b"OTTO", b"ttcf"}:
            return _sfnt(data)
        if subtype == "Type1":
            return read_type1(data)
        return _cff(data)
    except Exception:
        # Fonts are hostile like all else in a file; what fontTools cannot read is not judged.
        return None


def _sfnt(data: bytes) -> FontProgram | None:
    font = _fonttools("ttLib").TTFont(io.BytesIO(data), lazy=True, fontNumber=0)
    if "CFF " in font:
        return _cff(font.getTableData("CFF "))
    count = int(font["maxp"].numGlyphs)
    per_em = float(font["head"].unitsPerEm) or 1000.0
    widths = _advance_widths(font, count)
    tables: dict[tuple[int, int], Mapping[int, int]] = {}
    if "cmap" in font:
        # Glyphs go by number here: their names, if the file has any, are not asked for.
        font.setGlyphOrder([f"g{number}" for number in range(count)])
        for table in font["cmap"].tables:
            mapping: Any = getattr(table, "cmap", None) or {}
            tables[table.platformID, table.platEncID] = {
                int(code): int(glyph[1:]) for code, glyph in mapping.items()
            }
    names: dict[str, int] = {}
    if "post" in font.reader.keys():  # noqa: SIM118 - not a mapping
        names = _post_names(data)

    def width_of(glyph: int) -> float | None:
        return widths[glyph] * 1000.0 / per_em if 0 <= glyph < len(widths) else None

    def filled() -> frozenset[int]:
        places = font["loca"]
        return frozenset(at for at in range(count) if places[at + 1] > places[at])

    return FontProgram("truetype", count, names, tables, width_of=width_of, filled=filled)


def _advance_widths(font: Any, count: int) -> list[int]:  # noqa: ANN401 - fontTools has no types
    if "hhea" not in font or "hmtx" not in font.reader.keys():  # noqa: SIM118 - not a mapping
        return []
    metrics = int(font["hhea"].numberOfHMetrics)
    raw = font.getTableData("hmtx")
    found = [
        int.from_bytes(raw[at * 4 : at * 4 + 2], "big") for at in range(min(metrics, len(raw) // 4))
    ]
    return found + [found[-1]] * (count - len(found)) if found else []


def _post_names(data: bytes) -> dict[str, int]:
    try:
        order = (
            _fonttools("ttLib")
            .TTFont(io.BytesIO(data), lazy=True, fontNumber=0)["post"]
            .getGlyphOrder()
        )
    except Exception:
        return {}
    return {str(name): number for number, name in enumerate(order or ())}


def _cff(data: bytes) -> FontProgram:
    fonts = _fonttools("cffLib").CFFFontSet()
    fonts.decompile(io.BytesIO(data), None)
    top: Any = fonts[0]
    strings: Any = top.CharStrings
    order = [str(name) for name in top.charset]
    scale = 1000.0 * float(getattr(top, "FontMatrix", [0.001])[0] or 0.001)
    by_number = hasattr(top, "ROS")

    def width_of(glyph: int) -> float | None:
        if not 0 <= glyph < len(order):
            return None
        name = order[glyph]
        string, selector = strings.getItemAndSelector(name)
        private = top.FDArray[selector].Private if selector is not None else top.Private
        string.decompile()
        return _cff_width(string, private) * scale

    if by_number:
        cids = {int(name[3:]): at for at, name in enumerate(order) if name[3:].isdecimal()}
        cids[0] = 0
        return FontProgram(
            "cid",
            len(order),
            {f"cid{cid}": at for cid, at in cids.items()},
            cids=frozenset(cids),
            width_of=width_of,
            filled=lambda: frozenset(cids),
        )
    found: Any = getattr(top, "Encoding", None)
    own: Any = [] if isinstance(found, str) or found is None else found
    if found == "StandardEncoding":
        own = _fonttools("encodings.StandardEncoding").StandardEncoding
    return FontProgram(
        "cff",
        len(order),
        {name: at for at, name in enumerate(order)},
        encoding={code: str(name) for code, name in enumerate(own) if name != ".notdef"},
        width_of=width_of,
    )


def _cff_width(string: Any, private: Any) -> float:  # noqa: ANN401 - fontTools has no types
    """Return the width of a charstring: what stands before its first operator, if it is one more
    number than the operator takes."""
    subroutines = getattr(private, "Subrs", [])
    reader = _fonttools("misc.psCharStrings").T2WidthExtractor(
        subroutines, string.globalSubrs, private.nominalWidthX, private.defaultWidthX, private
    )
    reader.execute(string)
    return float(reader.width)
