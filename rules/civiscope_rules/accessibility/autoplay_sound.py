"""Judge sound that starts by itself. Why it matters is told in autoplay_sound.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.media import Media
from civiscope_rules.shared.sound import LONG, how_long, sounding


def check(page: Page) -> Iterator[Outcome]:
    """Apply to players that start by themselves, or would if they could be loaded."""
    for medium in sounding(page):
        place, tag, length = medium.place(), medium.tag, how_long(medium)
        short = not medium.loop and not medium.lasts_longer_than(LONG)
        if short or medium.controls or medium.stopped_by:
            yield passed(place)
        elif medium.tried:
            yield cannot_tell(place, "perhaps", tag=tag, length=length)
        else:
            yield failed(place, "unstoppable", tag=tag, length=length)
    for medium in page.probe("media", Media).media:
        if medium.autoplay and not medium.muted and not medium.loaded and not medium.controls:
            yield cannot_tell(medium.place(), "unknown", tag=medium.tag)
