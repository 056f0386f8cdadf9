"""Point at things that hold hidden links, and see whether a key shows the links as well."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from civiscope.browser.tab import Tab
from civiscope.collectors.interaction.keyboard.frames import Frames
from civiscope.collectors.interaction.keyboard.keys import press

_MAX_MENUS = 6
_TIMEOUT_S = 10.0
_SOON = 0.25


async def try_hover_menus(tab: Tab, frames: Frames) -> tuple[list[dict[str, Any]], str, bool]:
    """Return the menus that open under the mouse, why some were not looked at, if so, and whether
    anything was done to the page."""
    groups: list[dict[str, Any]] = await frames.ask("civiscopeClicks.hiddenGroups()")
    end = time.monotonic() + _TIMEOUT_S
    menus: list[dict[str, Any]] = []
    kinds: set[str] = set()
    for group in groups:
        if group["kind"] in kinds:
            continue
        if len(kinds) >= _MAX_MENUS or time.monotonic() > end:
            return menus, "There were more menus than there was time for.", True
        kinds.add(group["kind"])
        if await _opens_under_mouse(tab, frames, group):
            by_key = await _opens_by_key(tab, frames, group)
            names = ("selector", "snippet", "box", "name", "links", "elsewhere")
            menus.append({**{name: group[name] for name in names}, "by_key": by_key})
    return menus, "", bool(groups)


async def _opens_under_mouse(tab: Tab, frames: Frames, group: dict[str, Any]) -> bool:
    point = await frames.ask(f"civiscopeClicks.pointOn({group['number']})")
    if point is None:
        return False
    await _move(tab, point)
    opened = await _open(frames, group)
    await _move(tab, {"x": 1, "y": 1})
    # What stays open when the mouse has gone was no hover menu.
    return opened and not await _open(frames, group)


async def _opens_by_key(tab: Tab, frames: Frames, group: dict[str, Any]) -> bool:
    if await frames.ask(f"civiscopeClicks.reachable({group['group']})"):
        # Whether people see where the focus is then, is another question (focus-visible).
        return True
    openers = await frames.ask(f"civiscopeClicks.openers({group['number']}, {group['group']})")
    for opener in openers:
        await frames.ask(f"civiscopeKeyboard.take({opener['number']})")
        if await _open(frames, group):
            return True
        for key in ("ArrowDown", " ") if opener["leads"] else ("ArrowDown", "Enter", " "):
            await press(tab.session, key)
            if await _open(frames, group):
                return True
    return False


async def _open(frames: Frames, group: dict[str, Any]) -> bool:
    await asyncio.sleep(_SOON)
    return bool(await frames.ask(f"civiscopeClicks.open({group['group']})"))


async def _move(tab: Tab, point: dict[str, float]) -> None:
    await tab.session.send("Input.dispatchMouseEvent", {"type": "mouseMoved", **point}, timeout=10)
