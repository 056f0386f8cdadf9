"""Remember from page to page which style sheets need no second look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

MAX_SHEETS = 300
"""Style sheets that are remembered, the latest of a site.

There have to be more than a page has, or each page makes those of the next be forgotten: pages of a
design system have a hundred and more.
"""


@dataclass(slots=True)
class SheetMemo:
    """Knows the style sheets that were found not to ask how the screen is held (sheets.js)."""

    _known: dict[str, None] = field(default_factory=dict[str, None])

    def known(self) -> list[str]:
        """Return what tells them, each by its address, its size and how many rules it has."""
        return list(self._known)

    def remember(self, found: Sequence[str]) -> None:
        """Add what a page has shown; the oldest make room."""
        self._known |= dict.fromkeys(found)
        for oldest in list(self._known)[:-MAX_SHEETS]:
            del self._known[oldest]
