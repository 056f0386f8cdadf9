"""A font program that is embedded in a PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


def _no_glyph(_: object) -> float | None:
    return None


@dataclass
class FontProgram:
    """A font program, as far as checks ask about it."""

    kind: str
    """`truetype`, `type1`, `cff`, or `cid` for CFF whose glyphs go by numbers."""
    glyphs: int = 0
    names: Mapping[str, int] = field(default_factory=dict[str, int])
    """Glyphs by name, where they have names."""
    tables: Mapping[tuple[int, int], Mapping[int, int]] = field(
        default_factory=dict[tuple[int, int], Mapping[int, int]]
    )
    """Of TrueType: glyphs by code, for each platform and encoding."""
    encoding: Mapping[int, str] = field(default_factory=dict[int, str])
    """Its own encoding: names by code."""
    cids: frozenset[int] | None = None
    """Glyph numbers that are there; None when any up to `glyphs` may be."""
    width_of: Callable[[int], float | None] = _no_glyph
    """The width of a glyph by its number, in thousandths of the size."""
    filled: Callable[[], frozenset[int]] = frozenset
    """The glyphs that draw something."""
