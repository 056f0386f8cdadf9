"""The operators of a content stream, one after the other, with their operands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

MOVED = b"moved"
"""Stands for glyphs that are each moved to; its operands are (across, up, digits)."""
_MOVED = rb"([-+.\d]+) ([-+.\d]+) Td\s*<([0-9A-Fa-f]+)> ?Tj"
_TOKEN = re.compile(
    # Some programs place every glyph on its own: read as one, since there are so many.
    rb"((?:%(moved)s\s+){2,})"
    % {b"moved": re.sub(rb"\((?!\?)", rb"(?:", _MOVED)}
    + rb"|(\((?:[^()\\]|\\.|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\))*\))"
    rb"|<([0-9A-Fa-f\s]*)>"
    rb"|(<<|>>|\[|\])"
    rb"|/([^\s()<>\[\]{}/%]*)"
    rb"|([+-]?(?:\d+\.?\d*|\.\d+))"
    rb"|([A-Za-z'\"][A-Za-z0-9*]*)"
    rb"|%[^\r\n]*",
    re.S,
)
_MOVED_GLYPH = re.compile(_MOVED)
_CONSTANTS = frozenset({b"true", b"false", b"null"})
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.S)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_END_OF_IMAGE = re.compile(rb"\sEI(?=\s|$)")


def read_operations(source: bytes) -> Iterator[tuple[bytes, list[Any]]]:
    """Yield each operator of *source* with what stands before it.

    Numbers are floats, strings are bytes, names are text, arrays are lists.
    """
    operands: list[Any] = []
    arrays: list[int] = []
    at = 0
    while (match := _TOKEN.search(source, at)) is not None:
        moved, string, digits, bracket, name, number, operator = match.groups()[:7]
        at = match.end()
        if moved is not None:
            yield MOVED, list(_MOVED_GLYPH.findall(moved))
            operands = []
        elif operator is not None:
            if operator in _CONSTANTS:
                operands.append(None)
                continue
            if operator == b"ID":
                over = _END_OF_IMAGE.search(source, at)
                at = over.end() if over else len(source)
            yield operator, operands
            operands = []
            arrays.clear()
        elif number is not None:
            operands.append(float(number))
        elif string is not None:
            operands.append(_unescape(string[1:-1]))
        elif digits is not None:
            digits = b"".join(digits.split())
            operands.append(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii")))
        elif name is not None:
            operands.append(name.decode("latin-1"))
        elif bracket in {b"[", b"<<"}:
            arrays.append(len(operands))
        elif arrays:
            start = arrays.pop()
            parts = operands[start:]
            del operands[start:]
            operands.append(parts if bracket == b"]" else _dictionary(parts))


def _dictionary(parts: list[Any]) -> dict[str, Any]:
    pairs = zip(parts[::2], parts[1::2], strict=False)
    return {key: value for key, value in pairs if isinstance(key, str)}


def _unescape(raw: bytes) -> bytes:
    if b"\\" not in raw:
        return raw
    return _ESCAPE.sub(_escaped, raw)


def _escaped(found: re.Match[bytes]) -> bytes:
    what = found[1]
    if what[:1].isdigit() and what[:1] < b"8":
        return bytes([int(what, 8) & 0xFF])
    if what in {b"\n", b"\r", b"\r\n"}:
        return b""
    return _ESCAPED.get(what, what)
