"""Read the instructions of content that matter to checks, with operands as Python values.

Most content is written plainly, and one regular expression reads it several times as fast as
objects of pikepdf are made. What it does not know to the last byte, pikepdf reads instead: with
either, the instructions are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from civiscope.collectors.documents.pdf.objects import Object, entry, name_of, number

Operands = Any
Instruction = tuple[str, Operands]
"""An operator and its operands:

* that show text: the pieces of text, as codes;
* of numbers: the numbers; where another thing stands, 0, and -1 for `sc` and `scn`;
* of names (`Tf`, `gs`, `Do`, `cs`): the name, empty for another thing, None for nothing;
* `BMC` and `BDC`: the tag, and the properties: None, the name of a resource, the number of the
  content where that is all they hold, or a dictionary;
* all others: None.
"""

PAINTS = frozenset(["S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "INLINE IMAGE"])
SHOWS = frozenset(("Tj", "TJ", "'", '"'))
_NUMBERS = frozenset({"cm", "Tr", "g", "rg", "k", "sc", "scn"})
_NAMES = frozenset({"Tf", "gs", "Do", "cs"})
_OPERATORS = (
    "q Q cm gs Tf Tr g rg k sc scn cs Tj TJ ' \" BMC BDC EMC Do BI ID EI S s f F f* B B* b b* sh"
)

_BLANK = r"[\t\n\x0c\r ]"
_END = r"(?=[\t\n\x0c\r \[(/<]|\Z)"
_NUMBER = r"-?(?:\d{1,15}(?:\.\d{0,15})?|\.\d{1,15})(?=[\t\n\x0c\r \[\](/<]|\Z)"
_NAME = r"/[!$&'*-.0-;=?-Z^-z|~]++(?=[\t\n\x0c\r \[\](/<>])"
_CHARACTER = r"[^()\\\r]++|\\(?:[^\r4-9]|[4-7](?![0-7]{2}))"
_STRING = rf"\((?:{_CHARACTER}|\((?:{_CHARACTER})*+\))*+\)"
_HEX = rf"<(?:[0-9A-Fa-f]++|{_BLANK}++)*+>"
_TEXT = rf"(?:{_STRING}|{_HEX})"
_PART = rf"[^<>()\\%\r{{}}]++|{_TEXT}"
_BORING = r"BT|ET|T[cdDLmswz*]|[wJjMidlcvyhnm]|re|ri|W\*?|BX|EX|G|RG|K|SC|SCN|CS|d0|d1|MP|DP"
_OTHER = rf"(?:{_NUMBER}|{_NAME}|\[(?:{_BLANK}++|{_NUMBER})*+\])"
_INSTRUCTION = re.compile(
    rf"""
    (?:(?:{_BLANK}++|{_OTHER})*+(?:{_BORING}){_END})*+{_BLANK}*+
    (?:
        \[ (?P<texts>(?:{_BLANK}++|{_NUMBER}|{_TEXT})*+) \] {_BLANK}*+ (?P<array>TJ) {_END}
      | (?:(?:{_NUMBER}{_BLANK}*+){{2}})?+ (?P<text>{_TEXT}) {_BLANK}*+ (?P<show>Tj|'|") {_END}
      | (?P<name>{_NAME}) {_BLANK}*+ (?:
            (?P<size>{_NUMBER})? {_BLANK}*+ (?P<named>Tf|gs|Do|cs|sh|scn|BMC) {_END}
          | (?:<<{_BLANK}*+/MCID{_BLANK}++(?P<mcid>\d{{1,9}}){_BLANK}*+>>
              | (?P<properties><<(?:{_PART}|<<(?:{_PART})*+>>)*+>>)
              | (?P<resource>{_NAME})
            ) {_BLANK}*+ (?P<marked>BDC) {_END}
        )
      | (?P<numbers>(?:{_NUMBER}{_BLANK}++)*+)
        (?P<operator>q|Q|cm|EMC|[fBb]\*?|[FSsgk]|rg|scn?|Tr) {_END}
      | (?P<end>\Z)
      | (?P<unknown>[\s\S])
    )
    """.encode(),
    re.VERBOSE,
)
_SIMPLE = re.compile(rb"\(([^()]*)\)")
_PIECE = re.compile(rf"({_STRING})|({_HEX})".encode())
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|[\s\S])")
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b""}


def read_instructions(holder: Object) -> list[Instruction]:
    """Return the instructions of a page or a form. Raises what pikepdf raises."""
    content = _content_of(holder)
    found = read_plain_content(content) if content is not None else None
    return found if found is not None else read_any_content(holder)


def _content_of(holder: Object) -> bytes | None:
    """Return the content as pikepdf puts it together; None where that is in doubt."""
    if holder.get("/Type") == "/Page":
        found = holder.get("/Contents")
        parts = list(found) if isinstance(found, pikepdf.Array) else [found]
    else:
        parts = [holder]
    content = b""
    for part in parts:
        if not isinstance(part, pikepdf.Stream):
            return None
        try:
            more = part.read_bytes()
        except pikepdf.PdfError:
            return None
        gap = b"\n" if content and not content.endswith(b"\n") else b""
        content = content + gap + more if content else more
    return content


def read_plain_content(content: bytes) -> list[Instruction] | None:
    """Return the instructions of *content*; None when it is not written plainly."""
    found: list[Instruction] = []
    add = found.append
    for match in _INSTRUCTION.finditer(content):
        kind = match.lastgroup
        if kind == "operator":
            operator = match["operator"].decode("ascii")
            numbers = operator in _NUMBERS
            add((operator, [float(each) for each in match["numbers"].split()] if numbers else None))
        elif kind == "array":
            add(("TJ", _pieces_of(match["texts"])))
        elif kind == "show":
            add((match["show"].decode("ascii"), _pieces_of(match["text"])))
        elif kind == "named":
            add(_named(match["named"].decode("ascii"), match))
        elif kind == "marked":
            try:
                add(("BDC", (match["name"][1:].decode("ascii"), _properties_of(match))))
            except _NotPlainError:
                return None
        else:
            return found if kind == "end" else None
    return None


class _NotPlainError(Exception):
    """What is written may mean another thing to pikepdf."""


def _named(operator: str, match: re.Match[bytes]) -> Instruction:
    label = match["name"][1:].decode("ascii")
    if operator == "scn":
        return operator, [-1.0] if match["size"] is None else [-1.0, float(match["size"])]
    if operator == "BMC":
        return operator, (label, None)
    return operator, label if operator in _NAMES else None


def _properties_of(match: re.Match[bytes]) -> Object:
    if match["mcid"] is not None:
        return int(match["mcid"])
    if match["resource"] is not None:
        return match["resource"][1:].decode("ascii")
    raw = match["properties"]
    if b"R" in raw and re.search(rb"\d\s+R", raw):
        raise _NotPlainError
    try:
        return _mark_of(pikepdf.Object.parse(raw))
    except (pikepdf.PdfError, ValueError):
        raise _NotPlainError from None


def _pieces_of(raw: bytes) -> list[bytes]:
    """Return the texts in *raw* as codes."""
    if b"\\" not in raw and b"<" not in raw:
        found: list[bytes] = _SIMPLE.findall(raw)
        if len(found) == raw.count(b"("):
            return found
    return [
        _unescaped(match[1][1:-1]) if match[1] is not None else _bytes_of(match[2])
        for match in _PIECE.finditer(raw)
    ]


def _unescaped(text: bytes) -> bytes:
    return _ESCAPE.sub(_character, text) if b"\\" in text else text


def _character(match: re.Match[bytes]) -> bytes:
    escaped = match[1]
    if escaped.isdigit():
        return bytes([int(escaped, 8)])
    return _ESCAPED.get(escaped, escaped)


def _bytes_of(raw: bytes) -> bytes:
    digits = b"".join(raw[1:-1].split()).decode("ascii")
    return bytes.fromhex(digits + "0" * (len(digits) % 2))


def read_any_content(holder: Object) -> list[Instruction]:
    """Return the instructions of a page or a form, read by pikepdf."""
    return [
        (str(each.operator), _values_of(str(each.operator), each.operands))
        for each in pikepdf.parse_content_stream(holder, _OPERATORS)
    ]


def _values_of(operator: str, operands: Object) -> Operands:
    if operator in SHOWS:
        last = operands[-1] if len(operands) else None
        listed = isinstance(last, pikepdf.Array) and operator == "TJ"
        return [bytes(each) for each in _listed(last, listed) if isinstance(each, pikepdf.String)]
    if operator in _NUMBERS:
        default = -1.0 if operator in {"sc", "scn"} else 0.0
        return [number(each, default) for each in operands]
    if operator in _NAMES:
        return name_of(operands[0]) if len(operands) else None
    if operator in {"BMC", "BDC"}:
        tag = name_of(operands[0]) if len(operands) else ""
        return tag, _mark_of(operands[1]) if operator == "BDC" and len(operands) > 1 else None
    return None


def _listed(last: Object, listed: bool) -> Iterator[Object]:
    yield from last if listed else [last]


def _mark_of(properties: Object) -> Object:
    """Return the properties of a mark: a name, the number of its content, or a dictionary."""
    if isinstance(properties, pikepdf.Name):
        return name_of(properties)
    if not isinstance(properties, pikepdf.Dictionary):
        return None
    if len(properties) == 1:
        only = entry(properties, "/MCID")
        if type(only) is int and 0 <= only < 10**9:
            return only
    return properties
