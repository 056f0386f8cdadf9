"""Which pictures move, by their bytes alone. The pictures are made here."""

from __future__ import annotations

import struct
import zlib

import pytest

from civiscope.collectors.interaction.motion.pictures import Animation, animation_of

NETSCAPE = b"\x21\xff\x0bNETSCAPE2.0\x03\x01"
FRAME = b"\x2c" + bytes(8) + b"\x00" + b"\x02\x02\x4c\x01\x00"


def gif(*delays: int, loops: int | None = 0) -> bytes:
    """Return a GIF with a frame for each of *delays* (hundredths of a second)."""
    head = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + bytes(6)
    again = (
        b"" if loops is None else b"\x21\xff\x0bNETSCAPE2.0\x03\x01" + struct.pack("<HB", loops, 0)
    )
    control = [b"\x21\xf9\x04\x00" + struct.pack("<HBB", delay, 0, 0) for delay in delays]
    return head + again + b"".join(one + FRAME for one in control) + b"\x3b"


def png(*delays: tuple[int, int], loops: int = 0) -> bytes:
    """Return a PNG, animated with a frame for each of *delays* (numerator, denominator)."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        crc = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc)

    control = [
        chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, 1, 1, 0, 0, over, under, 0, 0))
        for over, under in delays
    ]
    animated = chunk(b"acTL", struct.pack(">II", len(delays), loops)) if delays else b""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + animated + b"".join(control) + chunk(b"IDAT", b"")


def webp(*delays: int, loops: int = 0) -> bytes:
    """Return an animated WebP with a frame for each of *delays* (milliseconds)."""
    chunks = b"ANIM" + struct.pack("<IIH", 6, 0, loops)
    for delay in delays:
        chunks += b"ANMF" + struct.pack("<I", 16) + bytes(12) + struct.pack("<I", delay)[:3] + b"\0"
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WEBP" + chunks


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (gif(10, 20), Animation(2, 0.3, 0)),
        (gif(50, 50, loops=2), Animation(2, 1.0, 3)),
        (gif(50, 50, loops=None), Animation(2, 1.0, 1)),
        (gif(0, 0), Animation(2, 0.2, 0)),
        (png((1, 10), (1, 0), loops=4), Animation(2, 0.11, 4)),
        (webp(100, 400), Animation(2, 0.5, 0)),
    ],
    ids=["gif for ever", "gif three times", "gif once", "gif in haste", "png", "webp"],
)
def test_an_animated_picture_tells_how_long_it_moves(data: bytes, expected: Animation) -> None:
    assert animation_of(data) == expected


@pytest.mark.parametrize(
    "data",
    [gif(10), png(), b"", b"GIF89a", b"\x89PNG\r\n\x1a\n\x00", b"RIFF\0\0\0\0WEBPVP8 ", b"<svg/>"],
    ids=["gif", "png", "nothing", "cut gif", "cut png", "webp", "svg"],
)
def test_a_still_or_broken_picture_does_not_move(data: bytes) -> None:
    assert animation_of(data) is None


def test_a_picture_cut_off_in_a_frame_is_read_as_far_as_it_goes() -> None:
    assert animation_of(gif(10, 10)[:-8]) in {None, Animation(2, 0.2, 0)}


def test_a_picture_that_turns_a_few_times_comes_to_rest() -> None:
    turning = animation_of(gif(50, 50, loops=2))

    assert turning is not None
    assert turning.lasts == 3.0
