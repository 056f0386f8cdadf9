"""See what plays by itself, whether it sounds, what stops it, and whether captions load."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from civiscope.browser.cdp import CdpError
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.interaction.probe import Answer, Probe, Probing
from civiscope.collectors.interaction.script import put_in

_HERE = "civiscopeMedia"
_MAX_FRAMES = 20
_WATCHED = 0.8
"""Seconds in which a film that plays moves on, and its sound is decoded."""


async def look_at_media(probing: Probing) -> Answer:
    """Return what each audio and video element of the page and its frames does."""
    tab = probing.tab
    urls = await tab.frame_urls()
    frames = {"": "", **{frame: url for frame, url in urls.items() if tab.has_world(frame)}}
    busy: list[str] = []
    for frame in list(frames)[:_MAX_FRAMES]:
        try:
            await put_in(tab, "media.js", frame)
            if await tab.evaluate(f"{_HERE}.begin()", frame=frame, timeout=5):
                busy.append(frame)
        except (CdpError, PageLeft):
            if not frame:
                raise
    if busy:
        await asyncio.sleep(_WATCHED)
    media: list[dict[str, Any]] = []
    for frame in busy:
        try:
            found = await tab.evaluate(f"{_HERE}.look()", frame=frame, timeout=12)
        except (CdpError, PageLeft):
            if not frame:
                raise
            continue
        media += [{**one, "frame": frames[frame]} for one in json.loads(found)["media"]]
    # Players were moved on and buttons pressed.
    probing.spoilt = bool(media)
    return {"media": media}


PROBE = Probe("media", look_at_media, seconds=25, tidy=True, at_rest=True)
