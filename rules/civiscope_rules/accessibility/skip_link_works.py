"""Judge whether links that skip content take the keyboard along. Why: skip_link_works.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, failed, passed
from civiscope.model.keyboard import KeyboardWalk


def check(page: Page) -> Iterator[Outcome]:
    """Apply to the first links of the page that lead to a part of it that is there.

    One that leads nowhere is left to `accessibility/skip-link`.
    """
    walk = page.probe("keyboard", KeyboardWalk)
    for skip in walk.skips:
        place = walk.stops[skip.stop].place()
        if skip.landed == "there":
            yield passed(place)
        elif skip.landed == "before":
            yield failed(place, "stays", href=skip.href)
    if not walk.closer:
        walk.require_end()
        walk.require_all_looked_at()
