"""Look at pictures of elements with and without the focus, where styles do not tell."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from civiscope.browser.cdp import CdpError
from civiscope.browser.tab import Tab
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.interaction.keyboard.frames import Frames, Key

Indicator = Literal["style", "caret", "pixels", "none", "unstable", "unchecked"]

_MAX_PICTURES = 12
_TIMEOUT_S = 8.0
_SOON = 0.05
_LATE = 0.35
"""Seconds that a transition may take until something of it can be seen."""


@dataclass(frozen=True, slots=True)
class Subject:
    """An element whose pictures are to be compared."""

    key: Key
    kind: str
    """Elements of one kind are styled alike, so one of them stands for all."""


async def compare(tab: Tab, frames: Frames, subjects: list[Subject]) -> Mapping[Key, Indicator]:
    """Return what pictures say of *subjects*; those there was no time for are left out."""
    end = time.monotonic() + _TIMEOUT_S
    kinds: dict[str, Indicator] = {}
    for subject in subjects:
        if subject.kind in kinds or len(kinds) >= _MAX_PICTURES or time.monotonic() > end:
            continue
        try:
            kinds[subject.kind] = await _compare(tab, frames, subject.key)
        except (PageLeft, CdpError):
            kinds[subject.kind] = "unchecked"
    return {s.key: kinds[s.kind] for s in subjects if s.kind in kinds}


async def _compare(tab: Tab, frames: Frames, key: Key) -> Indicator:
    frame, number = key
    await frames.ask(f"civiscopeKeyboard.bring({number})", frame)
    first = await _without(tab, frames, key)
    with_focus = await _with(tab, frames, key, _SOON)
    if with_focus is None:
        return "unchecked"
    if with_focus == first:
        with_focus = await _with(tab, frames, key, _LATE)
    second = await _without(tab, frames, key, _LATE)
    if first != second:
        return "unstable"
    if with_focus != first:
        return "pixels"
    # None is a serious thing to say, so it is looked at twice.
    again = await _with(tab, frames, key, _LATE)
    return "none" if again == first else "unstable"


async def _without(tab: Tab, frames: Frames, key: Key, wait: float = _SOON) -> str:
    await frames.ask("civiscopeKeyboard.leave()", key[0])
    await asyncio.sleep(wait)
    return await _picture(tab)


async def _with(tab: Tab, frames: Frames, key: Key, wait: float) -> str | None:
    take = f"(civiscopeKeyboard.take({key[1]}), civiscopeKeyboard.element({key[1]}))"
    ready = f"{take}.matches(':focus-visible')"
    if not await frames.ask(ready, key[0]):
        return None
    await asyncio.sleep(wait)
    return await _picture(tab)


async def _picture(tab: Tab) -> str:
    # Lossless, and made alike each time: the same window gives the same bytes.
    params: dict[str, Any] = {"format": "png", "optimizeForSpeed": True}
    return str((await tab.session.send("Page.captureScreenshot", params, timeout=10))["data"])
