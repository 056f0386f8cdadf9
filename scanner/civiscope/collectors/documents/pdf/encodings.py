"""Names of glyphs that the codes of simple fonts stand for, and the characters of those names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module

# fontTools says nothing of its types.
AGL2UV: Mapping[str, int] = import_module("fontTools.agl").AGL2UV
_MAC_ROMAN: Sequence[str] = import_module("fontTools.encodings.MacRoman").MacRoman
_STANDARD: Sequence[str] = import_module("fontTools.encodings.StandardEncoding").StandardEncoding

_UNI = re.compile(r"uni(?:[0-9A-F]{4})+|u[0-9A-F]{4,6}")
_SYMBOL_NAMES = re.compile(r"a\d{1,3}")
"""Glyphs of ZapfDingbats."""
_NAMES = {
    0x20: "space",
    0x2D: "hyphen",
    0xA0: "space",
    0xAD: "hyphen",
    0xB5: "mu",
    0xB7: "periodcentered",
    0xAF: "macron",
}


@cache
def _by_character() -> dict[int, str]:
    found: dict[int, str] = {}
    for glyph, code in AGL2UV.items():
        if glyph in _STANDARD or glyph in _MAC_ROMAN or code not in found:
            found[code] = glyph
    return found | _NAMES


@cache
def encoding(name: str) -> dict[int, str]:
    """Return the glyph names of a standard encoding, by code."""
    if name == "WinAnsiEncoding":
        found: dict[int, str] = {}
        for code in range(32, 256):
            try:
                character = ord(bytes([code]).decode("cp1252"))
            except UnicodeDecodeError:
                found[code] = "bullet"
                continue
            found[code] = _by_character().get(character, "bullet")
        return found | {0x27: "quotesingle", 0x60: "grave", 0x7F: "bullet"}
    if name == "MacRomanEncoding":
        table = {code: glyph for code, glyph in enumerate(_MAC_ROMAN) if code >= 32}
        return {code: glyph for code, glyph in table.items() if glyph != ".notdef"} | {
            0xCA: "space"
        }
    if name == "StandardEncoding":
        return {code: glyph for code, glyph in enumerate(_STANDARD) if glyph != ".notdef"}
    return {}


def characters_of(glyph: str) -> str | None:
    """Return the characters that the name of a glyph stands for; None when it is unknown."""
    base = glyph.partition(".")[0] if not glyph.startswith(".") else glyph
    if base in AGL2UV:
        return chr(AGL2UV[base])
    if _UNI.fullmatch(base):
        digits = base[3:] if base.startswith("uni") else base[1:]
        step = 4 if base.startswith("uni") else len(digits)
        try:
            return "".join(
                chr(int(digits[at : at + step], 16)) for at in range(0, len(digits), step)
            )
        except ValueError:
            return None
    if _SYMBOL_NAMES.fullmatch(base):
        return "\u2022"
    return None


def is_listed(glyph: str) -> bool:
    """Say whether a name is in the Adobe Glyph List."""
    return glyph in AGL2UV
