"""Clear-Site-Data: what browsers forget of a site when it says so, on signing out for example."""

from __future__ import annotations

from dataclasses import dataclass

from civiscope.headers.lists import decode_and_split

KNOWN = frozenset(
    {
        "*",
        "cache",
        "clientHints",
        "cookies",
        "executionContexts",
        "prefetchCache",
        "prerenderCache",
        "storage",
    }
)
"""Kinds of data; browsers compare them letter by letter."""


@dataclass(frozen=True, slots=True)
class ClearSiteData:
    """What the field asks browsers to forget."""

    kinds: tuple[str, ...] = ()
    """Kinds that browsers know, in order, each once."""
    ignored: tuple[str, ...] = ()
    """Members that browsers skip: unknown kinds, and kinds without their double quotes."""

    def clears(self, kind: str) -> bool:
        """Say whether data of this kind goes."""
        return kind in self.kinds or "*" in self.kinds


def parse_clear_site_data(values: tuple[str, ...]) -> ClearSiteData | None:
    """Return what the field says, None when it was not sent. It counts over HTTPS only."""
    if not values:
        return None
    kinds: dict[str, None] = {}
    ignored: dict[str, None] = {}
    for member in decode_and_split(values):
        kind = member[1:-1]
        if len(member) > 2 and member[0] == member[-1] == '"' and kind in KNOWN:
            kinds[kind] = None
        elif member:
            ignored[member] = None
    return ClearSiteData(tuple(kinds), tuple(ignored))
