"""Fonts of a PDF: the characters that the bytes shown in them stand for, and how wide they are."""

from __future__ import annotations

import re
from typing import Any

import pikepdf

from .glyphs import base_encoding, character_of

_DEFAULT_WIDTH = 500.0
MAX_CMAP_BYTES = 2_000_000
_SECTION = re.compile(
    rb"begin(bfchar|bfrange|codespacerange)(.*?)end(?:bfchar|bfrange|codespacerange)", re.S
)
_PART = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
MAX_RANGE = 70_000


class PdfFont:
    """A font: reads the strings that are shown in it."""

    def __init__(self, facts: Any) -> None:  # noqa: ANN401 - pikepdf objects have no static shape
        self._two_bytes = str(facts.get("/Subtype", "")) == "/Type0"
        self._characters: dict[int, str] = {}
        self._widths: dict[int, float] = {}
        self._default = _DEFAULT_WIDTH
        self.readable = True
        if self._two_bytes:
            self._read_composite(facts)
        else:
            self._read_simple(facts)
        unicode_map = facts.get("/ToUnicode")
        if isinstance(unicode_map, pikepdf.Stream):
            codes, one_byte = _read_cmap(_bytes_of(unicode_map))
            self._characters.update(codes)
            self._two_bytes = self._two_bytes and not one_byte
            self.readable = bool(self._characters)

    def read(self, shown: bytes) -> tuple[str, float, int]:
        """Return the text of *shown*, its width in thousandths of the size, and its glyphs."""
        codes: list[int]
        if self._two_bytes:
            codes = [(a << 8) | b for a, b in zip(shown[::2], shown[1::2], strict=False)]
        else:
            codes = list(shown)
        characters, widths, default = self._characters, self._widths, self._default
        text = "".join([characters.get(code, "") for code in codes])
        return text, sum([widths.get(code, default) for code in codes]), len(codes)

    def _read_simple(self, facts: Any) -> None:  # noqa: ANN401 - a pikepdf object
        encoding = facts.get("/Encoding")
        base = "/StandardEncoding"
        if isinstance(encoding, pikepdf.Name):
            base = str(encoding)
        elif isinstance(encoding, pikepdf.Dictionary):
            base = str(encoding.get("/BaseEncoding", base))
        elif encoding is None and str(facts.get("/Subtype", "")) == "/TrueType":
            base = "/WinAnsiEncoding"
        self._characters = base_encoding(base)
        if isinstance(encoding, pikepdf.Dictionary):
            code = 0
            for each in _list_of(encoding.get("/Differences")):
                if isinstance(each, int):
                    code = each
                else:
                    self._characters[code] = character_of(str(each)[1:])
                    code += 1
        first = _number(facts.get("/FirstChar"), 0)
        for index, width in enumerate(_list_of(facts.get("/Widths"))):
            self._widths[int(first) + index] = _number(width, _DEFAULT_WIDTH)

    def _read_composite(self, facts: Any) -> None:  # noqa: ANN401 - a pikepdf object
        # Codes of Identity are numbers of glyphs: without ToUnicode nothing says what they show.
        encoding = str(facts.get("/Encoding", "")) if "/Encoding" in facts else ""
        self.readable = False
        if "UCS2" in encoding or "UTF16" in encoding:
            self.readable = True
            self._characters = {code: chr(code) for code in range(0x20, 0xD800)}
        descendants = _list_of(facts.get("/DescendantFonts"))
        if not descendants:
            return
        self._default = _number(descendants[0].get("/DW"), 1000.0)
        parts = _list_of(descendants[0].get("/W"))
        at = 0
        while at + 1 < len(parts):
            first, second = int(_number(parts[at], 0)), parts[at + 1]
            if isinstance(second, pikepdf.Array):
                for index, width in enumerate(_list_of(second)):
                    self._widths[first + index] = _number(width, self._default)
                at += 2
            elif at + 2 < len(parts):
                last = min(int(_number(second, 0)), first + MAX_RANGE)
                width = _number(parts[at + 2], self._default)
                self._widths.update(dict.fromkeys(range(first, last + 1), width))
                at += 3
            else:
                break


def _bytes_of(stream: Any) -> bytes:  # noqa: ANN401 - a pikepdf object
    try:
        return bytes(stream.read_bytes())[:MAX_CMAP_BYTES]
    except pikepdf.PdfError:
        return b""


def _list_of(value: Any) -> list[Any]:  # noqa: ANN401 - a pikepdf object
    return list(value) if isinstance(value, pikepdf.Array) else []


def _number(value: Any, default: float) -> float:  # noqa: ANN401 - a pikepdf object
    try:
        return float(value) if value is not None else default
    except (TypeError, ValueError):
        return default


def _read_cmap(source: bytes) -> tuple[dict[int, str], bool]:
    """Return code → text of a ToUnicode map, and whether its codes are one byte long."""
    codes: dict[int, str] = {}
    lengths: set[int] = set()
    for section in _SECTION.finditer(source):
        parts = _PART.findall(section[2])
        if section[1] == b"codespacerange":
            lengths.update(len(_hex(part)) for part, _, _ in parts[::2])
        elif section[1] == b"bfchar":
            for (code, _, _), (text, _, _) in zip(parts[::2], parts[1::2], strict=False):
                codes[int.from_bytes(_hex(code), "big")] = _utf16(_hex(text))
        else:
            _add_ranges(parts, codes)
    return codes, lengths == {1}


def _add_ranges(parts: list[tuple[bytes, bytes, bytes]], codes: dict[int, str]) -> None:
    at = 0
    while at + 2 < len(parts):
        first = int.from_bytes(_hex(parts[at][0]), "big")
        last = min(int.from_bytes(_hex(parts[at + 1][0]), "big"), first + MAX_RANGE)
        at += 2
        if parts[at][1]:
            at += 1
            for code in range(first, last + 1):
                if at >= len(parts) or parts[at][2]:
                    break
                codes[code] = _utf16(_hex(parts[at][0]))
                at += 1
            while at < len(parts) and not parts[at][2]:
                at += 1
            at += 1
            continue
        text = _utf16(_hex(parts[at][0]))
        at += 1
        for offset in range(last - first + 1 if text else 0):
            value = ord(text[-1]) + offset
            if value < 0x110000:
                codes[first + offset] = text[:-1] + chr(value)


def _hex(digits: bytes) -> bytes:
    digits = b"".join(digits.split())
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def _utf16(raw: bytes) -> str:
    return (
        raw.decode("utf-16-be", "replace").replace("\x00", "")
        if len(raw) > 1
        else chr(raw[0])
        if raw
        else ""
    )
