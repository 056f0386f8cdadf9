"""Judge shortcuts of a single character. Why they matter is told in character_key_shortcuts.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.keyboard import Shortcuts


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pages that listen to keys as a whole."""
    seen = page.probe("shortcuts", Shortcuts)
    loud = [shortcut.key for shortcut in seen.shortcuts if not shortcut.off]
    if seen.active and not seen.shortcuts:
        # So many that none was followed up: it may be a game, or a search that begins by itself.
        yield cannot_tell(page.url, "typing", count=seen.active)
        return
    if loud:
        keys = " ".join(loud)
        if seen.elsewhere:
            yield cannot_tell(page.url, "elsewhere", keys=keys)
        else:
            yield failed(page.url, "active", keys=keys)
    seen.require_all()
    if seen.listens and not loud:
        yield passed(page.url)
