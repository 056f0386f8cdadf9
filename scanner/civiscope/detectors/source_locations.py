"""Say where in a source something stands: its line, and whether anybody sees it."""

from __future__ import annotations

from bisect import bisect_left

from civiscope.model.exposed import SourcePlace

_LOOK_BACK = 200_000


class Lines:
    """Line numbers of one source, counted once."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._ends: list[int] | None = None

    def at(self, start: int) -> int:
        """Return the line, from 1, that the character at *start* stands in."""
        if self._ends is None:
            self._ends = [at for at, letter in enumerate(self._source) if letter == "\n"]
        return bisect_left(self._ends, start) + 1


def place_in(source: str, at: int) -> SourcePlace:
    """Return what kind of place of an HTML source the character *at* stands in."""
    before = source[max(0, at - _LOOK_BACK) : at].lower()
    if before.rfind("<!--") > before.rfind("-->"):
        return "comment"
    if before.rfind("<script") > before.rfind("</script"):
        return "script"
    return "attribute" if before.rfind("<") > before.rfind(">") else "text"
