"""Judge whether a button stops what sounds by itself. Why: autoplay_sound_control.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, failed, passed
from civiscope_rules.shared.sound import LONG, how_long, sounding


def check(page: Page) -> Iterator[Outcome]:
    """Apply to players that start by themselves and are heard for long."""
    for medium in sounding(page):
        if not medium.lasts_longer_than(LONG):
            continue
        if medium.controls or medium.stopped_by:
            yield passed(medium.place())
        elif not medium.tried:
            yield failed(medium.place(), "unstoppable", tag=medium.tag, length=how_long(medium))
