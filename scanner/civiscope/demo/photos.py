"""Photographs straight from the camera: PNG pictures far too big for a web page.

They are made when asked for, so that the package does not carry their megabytes.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from functools import lru_cache

WIDTH, HEIGHT = 1200, 800
COUNT = 3
_SKIES = (
    ((120, 165, 205), (214, 196, 170)),
    ((62, 92, 136), (226, 160, 120)),
    ((150, 185, 190),) * 2,
)
_GROUNDS = ((58, 92, 62), (46, 58, 74), (92, 104, 66))


@lru_cache(maxsize=COUNT)
def photo(number: int) -> bytes:
    """Return picture *number* (1 to 3) of hills below a sky, about 2.9 MB each."""
    (top, bottom), ground = _SKIES[number - 1], _GROUNDS[number - 1]
    # Camera noise: repeatable, and nothing that a compressor can shrink.
    noise = hashlib.shake_256(f"photo {number}".encode()).digest(3 * WIDTH)
    rows = bytearray()
    for y in range(HEIGHT):
        part = y / HEIGHT
        sky = bytes(_grain(noise, y, _mix(top, bottom, part)))
        hill = bytes(_grain(noise, y, _mix(ground, (18, 24, 20), part)))
        edge = _horizon(number, y)
        rows += b"\x00" + sky[: 3 * edge[0]] + hill[3 * edge[0] : 3 * edge[1]] + sky[3 * edge[1] :]
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    # Level 0 stores the bytes as they are: the same on every machine, whatever its zlib.
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(bytes(rows), 0))
        + _chunk(b"IEND", b"")
    )


def _mix(one: tuple[int, ...], other: tuple[int, ...], part: float) -> tuple[int, ...]:
    return tuple(round(a + (b - a) * part) for a, b in zip(one, other, strict=True))


def _grain(noise: bytes, y: int, colour: tuple[int, ...]) -> bytearray:
    """One row of *colour* with grain; the same noise, turned a little further on each row."""
    turn = y * 37 % len(noise) // 3 * 3
    turned = noise[turn:] + noise[:turn]
    row = bytearray(len(turned))
    for channel, value in enumerate(colour):
        table = bytes(min(255, value + n // 16) for n in range(256))
        row[channel::3] = turned[channel::3].translate(table)
    return row


def _horizon(number: int, y: int) -> tuple[int, int]:
    """Where the hill begins and ends on row *y*: nowhere above it, everywhere at the foot."""
    top = HEIGHT * (0.35 + 0.07 * number)
    if y < top:
        return (0, 0)
    half = int(((y - top) / (HEIGHT - top)) ** 0.5 * WIDTH)
    middle = WIDTH * number // 4
    return max(0, middle - half), min(WIDTH, middle + half)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
