"""Read Type 1 font programs: the names, widths and encoding of their glyphs."""

from __future__ import annotations

import re

from civiscope.collectors.documents.pdf.encodings import encoding
from civiscope.collectors.documents.pdf.font_program import FontProgram

_EEXEC_KEY, _CHARSTRING_KEY = 55665, 4330
_GLYPH = re.compile(rb"/([^\s/{}\[\]<>()%]+)\s+(\d{1,5})\s+(?:RD|-\|)\s")
_CODE = re.compile(rb"dup\s+(\d{1,3})\s*/([^\s/{}\[\]<>()%]+)\s+put")
_MATRIX = re.compile(rb"/FontMatrix\s*\[\s*([-+.\deE]+)")
_LEN_IV = re.compile(rb"/lenIV\s+(\d)")
_HEX = re.compile(rb"[0-9A-Fa-f\s]{8}")
_MAX_GLYPHS = 70_000


def read_type1(data: bytes) -> FontProgram | None:
    """Return the font program in *data*; None when it has no glyphs that could be read."""
    data = _without_segments(data)
    clear, mark, secret = data.partition(b"eexec")
    if not mark:
        return None
    secret = secret.lstrip(b" \t\r\n")
    if _HEX.match(secret[:8]):
        digits = re.sub(rb"[^0-9A-Fa-f]", b"", secret)
        secret = bytes.fromhex(digits[: len(digits) // 2 * 2].decode())
    private = _decrypted(secret, _EEXEC_KEY)[4:]
    found = _LEN_IV.search(private)
    skip = int(found[1]) if found else 4
    glyphs: dict[str, bytes] = {}
    at = private.find(b"/CharStrings")
    while at >= 0 and len(glyphs) < _MAX_GLYPHS:
        match = _GLYPH.search(private, at)
        if match is None:
            break
        end = match.end() + int(match[2])
        glyphs.setdefault(match[1].decode("latin-1"), private[match.end() : end])
        at = end
    if not glyphs:
        return None
    matrix = _MATRIX.search(clear)
    scale = 1000.0 * float(matrix[1]) if matrix else 1.0
    order = list(glyphs)

    def width_of(glyph: int) -> float | None:
        if not 0 <= glyph < len(order):
            return None
        width = _width(_decrypted(glyphs[order[glyph]], _CHARSTRING_KEY)[skip:])
        return None if width is None else width * scale

    return FontProgram(
        "type1",
        len(order),
        {name: number for number, name in enumerate(order)},
        encoding=_encoding(clear),
        width_of=width_of,
    )


def _without_segments(data: bytes) -> bytes:
    """Return the program without the headers that files on disk have."""
    parts: list[bytes] = []
    at = 0
    while data[at : at + 1] == b"\x80" and data[at + 1 : at + 2] in {b"\x01", b"\x02"}:
        size = int.from_bytes(data[at + 2 : at + 6], "little")
        parts.append(data[at + 6 : at + 6 + size])
        at += 6 + size
    return b"".join(parts) or data


def _decrypted(data: bytes, key: int) -> bytes:
    found = bytearray(len(data))
    for at, value in enumerate(data):
        found[at] = value ^ (key >> 8)
        key = ((value + key) * 52845 + 22719) & 0xFFFF
    return bytes(found)


def _encoding(clear: bytes) -> dict[int, str]:
    after = clear.partition(b"/Encoding")[2]
    if after.lstrip().startswith(b"StandardEncoding"):
        return dict(encoding("StandardEncoding"))
    return {
        int(code): name.decode("latin-1")
        for code, name in _CODE.findall(after)
        if int(code) < 256 and name != b".notdef"
    }


def _width(string: bytes) -> float | None:
    """Return what a charstring says of its width, with which each begins."""
    stack: list[float] = []
    at = 0
    while at < len(string):
        value = string[at]
        at += 1
        if value >= 32:
            if value <= 246:
                stack.append(value - 139)
            elif value <= 250:
                stack.append((value - 247) * 256 + string[at] + 108 if at < len(string) else 0)
                at += 1
            elif value <= 254:
                stack.append(-(value - 251) * 256 - string[at] - 108 if at < len(string) else 0)
                at += 1
            else:
                stack.append(int.from_bytes(string[at : at + 4], "big", signed=True))
                at += 4
        elif value == 13:
            return stack[1] if len(stack) >= 2 else None
        elif value == 12:
            second = string[at] if at < len(string) else 0
            at += 1
            if second == 7:
                return stack[2] if len(stack) >= 4 else None
            if second != 12 or len(stack) < 2 or not stack[-1]:
                return None
            divisor = stack.pop()
            stack[-1] /= divisor
        else:
            return None
    return None
