"""Parts of a page that come again on every page, by the regions that links carry."""

from __future__ import annotations

AROUND = frozenset({"header", "nav", "footer"})
AROUND_OR_BARE = AROUND | {""}
"""The same; empty where a page does not mark its parts."""
