"""Follow pictures that scripts draw out of sight: whether the page shows them after all."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection
from functools import lru_cache
from importlib.resources import files
from typing import Any

from civiscope.browser.cdp import CdpError
from civiscope.browser.tab import Tab, TabLost
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.consent.closed_roots import roots_script
from civiscope.model.privacy import ScriptCall

_MAX_TOLD = 3000
Key = tuple[str, str]
"""Where a picture was read while nobody could see it, and its number there."""


class DrawnPictures:
    """What instrument.js reports of pictures, put together with what the document shows.

    A script reads a picture (`canvas.read` with the number of the picture); what it gets has an
    address, or a size when it is a blob; a blob of that size is given an address, in the page or in
    another script; and the document shows an address, or the canvas itself.
    """

    def __init__(self) -> None:
        self._addresses: dict[Key, str] = {}
        self._sizes: dict[Key, str] = {}
        self._blobs: dict[str, set[str]] = {}
        """Addresses given to blobs of a size."""
        self._seen: set[Key] = set()
        self._shown: set[str] = set()

    def take_in(self, place: str, api: str, detail: str) -> bool:
        """Take in what a script did with a picture; say whether that is what *api* reports."""
        first, _, second = detail.partition(" ")
        if api == "picture.url" and len(self._addresses) < _MAX_TOLD:
            self._addresses[place, first] = second
        elif api == "picture.size" and len(self._sizes) < _MAX_TOLD:
            self._sizes[place, first] = second
        elif api == "picture.shown":
            self._seen.add((place, first))
        elif api == "blob.picture" and len(self._blobs) < _MAX_TOLD:
            self._blobs.setdefault(first, set()).add(second)
        return api in {"picture.url", "picture.size", "picture.shown", "blob.picture"}

    def note_shown(self, numbers: Collection[str]) -> None:
        """Note numbers of addresses that the document shows."""
        self._shown.update(numbers)

    def detail(self, place: str, call: ScriptCall) -> str:
        """Return the detail of *call*; of a picture that was read, with whether it is shown."""
        if call.api != "canvas.read":
            return call.detail
        try:
            read: Any = json.loads(call.detail)
            key = (place, str(read.pop("picture", "")))
        except (ValueError, AttributeError, TypeError):
            return call.detail
        if self._is_shown(key):
            read["shown"] = True
        return json.dumps(read)

    def _is_shown(self, key: Key) -> bool:
        addresses = {self._addresses.get(key, ""), *self._blobs.get(self._sizes.get(key, ""), ())}
        return key in self._seen or bool(addresses & self._shown)


async def find_pictures(tab: Tab) -> list[str]:
    """Return the numbers of pictures that the page and its frames show; raises TabLost."""
    found: list[str] = []
    for frame in (tab.main_frame, *await tab.frame_urls()):
        if not tab.has_world(frame):
            continue
        try:
            with contextlib.suppress(CdpError, PageLeft):
                found += await tab.evaluate(f"{roots_script()};{_source()}", frame=frame, timeout=5)
        except TabLost:
            if frame == tab.main_frame:
                raise
    return found


@lru_cache(maxsize=1)
def _source() -> str:
    folder = files("civiscope.collectors.consent")
    return folder.joinpath("pictures.js").read_text(encoding="utf-8")
