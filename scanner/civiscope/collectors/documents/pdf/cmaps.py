"""Read CMaps: which codes a text is made of, which characters and glyphs they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from civiscope.collectors.documents.limits import MAX_CMAP_ENTRIES

_PREDEFINED = """
Identity-H Identity-V GB-EUC-H GB-EUC-V GBpc-EUC-H GBpc-EUC-V GBK-EUC-H GBK-EUC-V GBKp-EUC-H
GBKp-EUC-V GBK2K-H GBK2K-V UniGB-UCS2-H UniGB-UCS2-V UniGB-UTF16-H UniGB-UTF16-V B5pc-H B5pc-V
HKscs-B5-H HKscs-B5-V ETen-B5-H ETen-B5-V ETenms-B5-H ETenms-B5-V CNS-EUC-H CNS-EUC-V UniCNS-
UCS2-H UniCNS-UCS2-V UniCNS-UTF16-H UniCNS-UTF16-V 83pv-RKSJ-H 90ms-RKSJ-H 90ms-RKSJ-V 90msp-
RKSJ-H 90msp-RKSJ-V 90pv-RKSJ-H Add-RKSJ-H Add-RKSJ-V EUC-H EUC-V Ext-RKSJ-H Ext-RKSJ-V H V
UniJIS-UCS2-H UniJIS-UCS2-V UniJIS-UCS2-HW-H UniJIS-UCS2-HW-V UniJIS-UTF16-H UniJIS-UTF16-V
KSC-EUC-H KSC-EUC-V KSCms-UHC-H KSCms-UHC-V KSCms-UHC-HW-H KSCms-UHC-HW-V KSCpc-EUC-H UniKS-
UCS2-H UniKS-UCS2-V UniKS-UTF16-H UniKS-UTF16-V
"""
PREDEFINED = frozenset(_PREDEFINED.split())
"""CMaps that every reader knows: ISO 32000, 9.7.5.2."""

_TOKEN = re.compile(
    rb"%[^\r\n]*|<([0-9A-Fa-f\s]*)>|(\[|\])|/([^\s<>\[\]()/%]+)|([^\s<>\[\]()/%]+)|\([^)]*\)"
)
_MAX_BYTES = 5_000_000
_ENDS = frozenset({"def"})
_BEGINNINGS = frozenset(
    f"begin{kind}" for kind in ("codespacerange", "bfchar", "bfrange", "cidchar", "cidrange")
)
_COLLECTIONS = (
    ("GB1", ("GB", "UniGB")),
    ("CNS1", ("B5", "HKscs", "ETen", "CNS", "UniCNS")),
    ("Korea1", ("KSC", "UniKS")),
    ("Japan1", ("83pv", "90", "Add", "EUC", "Ext", "UniJIS", "H", "V")),
)


def collection_of(name: str) -> str:
    """Return the collection of glyphs that a CMap which every reader knows is for."""
    if name not in PREDEFINED or name.startswith("Identity"):
        return ""
    return next(
        (
            ordering
            for ordering, beginnings in _COLLECTIONS
            if any(name == each or (len(each) > 1 and name.startswith(each)) for each in beginnings)
        ),
        "",
    )


@dataclass
class CMap:
    """What a CMap says."""

    spaces: list[tuple[bytes, bytes]] = field(default_factory=list[tuple[bytes, bytes]])
    """Ranges of codes, which tell how many bytes a code has."""
    characters: dict[bytes, str] = field(default_factory=dict[bytes, str])
    cids: dict[bytes, int] = field(default_factory=dict[bytes, int])
    ranges: list[tuple[bytes, bytes, int]] = field(default_factory=list[tuple[bytes, bytes, int]])
    """Ranges of codes and the first glyph of each."""
    mode: int = 0
    """1 when it is for vertical writing."""
    uses: str = ""
    """The CMap that it builds on."""

    def codes(self, shown: bytes) -> list[bytes]:
        """Return the codes of a text."""
        lengths = {len(low) for low, _ in self.spaces}
        if len(lengths) == 1:
            (size,) = lengths
            return [shown[at : at + size] for at in range(0, len(shown), size)]
        if not lengths:
            return [shown[at : at + 2] for at in range(0, len(shown), 2)]
        found: list[bytes] = []
        at = 0
        while at < len(shown):
            size = next(
                (
                    size
                    for size in sorted(lengths)
                    if any(
                        len(low) == size and _within(shown[at : at + size], low, high)
                        for low, high in self.spaces
                    )
                ),
                min(lengths),
            )
            found.append(shown[at : at + size])
            at += size
        return found

    def cid(self, code: bytes) -> int | None:
        """Return the glyph that a code stands for; None when it stands for none."""
        if code in self.cids:
            return self.cids[code]
        for low, high, first in self.ranges:
            if len(low) == len(code) and low <= code <= high:
                return first + int.from_bytes(code, "big") - int.from_bytes(low, "big")
        return None


def _within(code: bytes, low: bytes, high: bytes) -> bool:
    return len(code) == len(low) and all(
        a <= each <= b for each, a, b in zip(code, low, high, strict=True)
    )


Token = bytes | str


def read_cmap(data: bytes) -> CMap:
    """Return what *data* says; what cannot be read is left out."""
    cmap = CMap()
    block: list[Token] = []
    kind = ""
    for token in _tokens(data[:_MAX_BYTES]):
        if isinstance(token, str) and token in _BEGINNINGS:
            kind, block = token[5:], []
        elif isinstance(token, str) and kind and token == f"end{kind}":
            _take(cmap, kind, block)
            kind, block = "", []
        elif isinstance(token, str) and token.startswith("usecmap") and block:
            cmap.uses = str(block[-1]).lstrip("/")
        elif isinstance(token, str) and token in _ENDS and len(block) >= 2 and not kind:
            if block[-2] == "/WMode" and str(block[-1]).isdecimal():
                cmap.mode = int(str(block[-1]))
            block = []
        else:
            block.append(token)
            if len(block) > MAX_CMAP_ENTRIES * 3:
                break
    return cmap


def _tokens(data: bytes) -> list[Token]:
    found: list[Token] = []
    for match in _TOKEN.finditer(data):
        code, bracket, label, word = match.groups()
        if code is not None:
            digits = b"".join(code.split())
            found.append(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()))
        elif bracket is not None:
            found.append(bracket.decode())
        elif label is not None:
            found.append("/" + label.decode("latin-1"))
        elif word is not None:
            found.append(word.decode("latin-1"))
    return found


def _take(cmap: CMap, kind: str, block: list[Token]) -> None:
    if kind == "codespacerange":
        for low, high in zip(block[::2], block[1::2], strict=False):
            if isinstance(low, bytes) and isinstance(high, bytes) and 0 < len(low) <= 4:
                cmap.spaces.append((low, high))
    elif kind == "bfchar":
        for code, value in zip(block[::2], block[1::2], strict=False):
            if isinstance(code, bytes) and isinstance(value, bytes):
                cmap.characters[code] = _text(value)
    elif kind == "bfrange":
        _take_ranges(cmap, block)
    elif kind == "cidchar":
        for code, value in zip(block[::2], block[1::2], strict=False):
            if isinstance(code, bytes) and isinstance(value, str) and value.isdecimal():
                cmap.cids[code] = int(value)
    elif kind == "cidrange":
        for low, high, value in zip(block[::3], block[1::3], block[2::3], strict=False):
            if isinstance(low, bytes) and isinstance(high, bytes) and str(value).isdecimal():
                cmap.ranges.append((low, high, int(str(value))))


def _take_ranges(cmap: CMap, block: list[Token]) -> None:
    at = 0
    while at + 2 < len(block):
        low, high, target = block[at : at + 3]
        at += 3
        if not (isinstance(low, bytes) and isinstance(high, bytes)):
            continue
        first, last = int.from_bytes(low, "big"), int.from_bytes(high, "big")
        room = MAX_CMAP_ENTRIES - len(cmap.characters)
        codes = [n.to_bytes(len(low), "big") for n in range(first, min(last, first + room) + 1)]
        if target == "[":
            values: list[Token] = []
            while at < len(block) and block[at] != "]":
                values.append(block[at])
                at += 1
            at += 1
            for code, value in zip(codes, values, strict=False):
                if isinstance(value, bytes):
                    cmap.characters[code] = _text(value)
        elif isinstance(target, bytes) and target:
            start = int.from_bytes(target, "big")
            for offset, code in enumerate(codes):
                reached = (start + offset) % (1 << 8 * len(target))
                cmap.characters[code] = _text(reached.to_bytes(len(target), "big"))


def _text(value: bytes) -> str:
    if len(value) == 1:
        return chr(value[0])
    return value.decode("utf-16-be", "replace")
