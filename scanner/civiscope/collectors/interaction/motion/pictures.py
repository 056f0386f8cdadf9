"""Say of the bytes of a picture whether it is a film in disguise: an animated GIF, PNG or WebP."""

from __future__ import annotations

from dataclasses import dataclass

_FOREVER = 0
_GIF_DEFAULT_DELAY = 10
"""Hundredths of a second that browsers show a frame that names less than two."""


@dataclass(frozen=True, slots=True)
class Animation:
    """How long a picture moves."""

    frames: int
    seconds: float
    """Of one turn."""
    loops: int
    """0 means for ever."""

    @property
    def lasts(self) -> float:
        """How many seconds it moves in all."""
        return float("inf") if self.loops == _FOREVER else self.seconds * self.loops


def animation_of(data: bytes) -> Animation | None:
    """Return how *data* moves, None when it is a still picture or cannot be read."""
    try:
        found: Animation | None = None
        if data[:4] == b"GIF8":
            found = _gif(data)
        elif data[:8] == b"\x89PNG\r\n\x1a\n":
            found = _png(data)
        elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            found = _webp(data)
    except IndexError:
        # Cut off in the middle: nothing can be said of it.
        return None
    return found if found is not None and found.frames > 1 else None


def _gif(data: bytes) -> Animation:
    at = 13 + _table(data[10])
    frames, delay, total, loops = 0, 0, 0, 1
    while at < len(data) and data[at] != 0x3B:
        if data[at] == 0x21:
            label = data[at + 1]
            if label == 0xF9:
                delay = int.from_bytes(data[at + 4 : at + 6], "little")
            elif label == 0xFF and data[at + 3 : at + 14] in {b"NETSCAPE2.0", b"ANIMEXTS1.0"}:
                again = int.from_bytes(data[at + 16 : at + 18], "little")
                loops = again + 1 if again else _FOREVER
            at = _after_blocks(data, at + 2)
        elif data[at] == 0x2C:
            frames += 1
            total += delay if delay >= 2 else _GIF_DEFAULT_DELAY
            at = _after_blocks(data, at + 11 + _table(data[at + 9]))
        else:
            break
    return Animation(frames, total / 100, loops)


def _table(flags: int) -> int:
    """Return the size of the colour table that *flags* announce."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(data: bytes, at: int) -> int:
    while data[at]:
        at += data[at] + 1
    return at + 1


def _png(data: bytes) -> Animation | None:
    at, frames, loops, seconds = 8, 0, 1, 0.0
    while at + 12 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + size]
        if kind == b"acTL":
            frames, loops = int.from_bytes(body[:4], "big"), int.from_bytes(body[4:8], "big")
        elif kind == b"fcTL":
            over = int.from_bytes(body[22:24], "big") or 100
            seconds += int.from_bytes(body[20:22], "big") / over
        elif kind == b"IDAT" and not frames:
            return None
        at += 12 + size
    return Animation(frames, seconds, loops)


def _webp(data: bytes) -> Animation | None:
    at, frames, loops, milliseconds = 12, 0, 1, 0
    while at + 8 <= len(data):
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + size]
        if kind == b"ANIM":
            loops = int.from_bytes(body[4:6], "little")
        elif kind == b"ANMF":
            frames += 1
            milliseconds += int.from_bytes(body[12:15], "little")
        at += 8 + size + (size & 1)
    return Animation(frames, milliseconds / 1000, loops) if frames else None
