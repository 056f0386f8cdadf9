"""Judge whether what sounds by itself is short. Why it matters: autoplay_sound_length.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, failed, passed
from civiscope_rules.shared.sound import LONG, how_long, sounding


def check(page: Page) -> Iterator[Outcome]:
    """Apply to players that start by themselves and are heard."""
    for medium in sounding(page):
        if medium.lasts_longer_than(LONG):
            yield failed(medium.place(), "long", tag=medium.tag, length=how_long(medium))
        else:
            yield passed(medium.place())
