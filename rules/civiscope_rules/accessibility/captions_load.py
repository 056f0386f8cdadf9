"""Judge whether files of captions can be loaded. Why it matters is told in captions_load.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, failed, passed
from civiscope.model.media import Media, Track

_LOADED, _FAILED = 2, 3


def check(page: Page) -> Iterator[Outcome]:
    """Apply to tracks of captions or subtitles in films."""
    for medium in page.probe("media", Media).media:
        if medium.tag == "video":
            for track in medium.tracks:
                yield from _judge(track)


def _judge(track: Track) -> Iterator[Outcome]:
    place = track.spot.place()
    if not track.source:
        yield failed(place, "nameless")
    elif track.state == _FAILED:
        yield failed(place, "broken")
    elif track.state == _LOADED and not track.cues:
        yield failed(place, "empty")
    elif track.state == _LOADED:
        yield passed(place)
