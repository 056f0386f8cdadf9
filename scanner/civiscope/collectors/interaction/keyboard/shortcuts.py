"""Shortcuts: press single characters, and see whether the page acts on them."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from civiscope.browser.tab import Tab
from civiscope.collectors.interaction.clicks.listeners import KEYS, listening
from civiscope.collectors.interaction.keyboard.frames import Frames
from civiscope.collectors.interaction.keyboard.keys import press
from civiscope.collectors.interaction.probe import Answer, Probe, Probing
from civiscope.collectors.interaction.script import put_in

_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789/?.,-+=[];*#!"
_AT_ONCE = 7
"""Characters pressed before the page is looked at; only if it changed are they tried singly."""
_MAX_SHORTCUTS = 6
"""Shortcuts that are followed up."""
_MAX_WAITS = 20
"""Looks for a page to come to rest."""
_TYPING = 35
"""A page that acts on so many characters takes them for typing, not for commands."""
_TIMEOUT_S = 30.0
_SOON = 0.08
_NOTHING: dict[str, Any] = {
    "listens": False,
    "shortcuts": [],
    "active": 0,
    "elsewhere": False,
    "stopped": "",
}


async def run(probing: Probing) -> Answer:
    """Press every character while nothing has the focus; then look for a way to turn it off."""
    tab = probing.tab
    frames = await _begin(tab)
    _, above = await listening(tab, frames, KEYS)
    if not above:
        return _NOTHING
    end = time.monotonic() + _TIMEOUT_S
    if not await _calm(frames):
        return {**_NOTHING, "listens": True, "stopped": "The page kept changing by itself."}
    suspects = ""
    for start in range(0, len(_CHARACTERS), _AT_ONCE):
        group = _CHARACTERS[start : start + _AT_ONCE]
        if await _acts(tab, frames, group):
            suspects += group
            await probing.reload()
            frames = await _begin(tab)
    if len(suspects) >= _TYPING:
        return {**_NOTHING, "listens": True, "active": len(suspects)}
    active: list[str] = []
    for character in suspects:
        if await acts_at_rest(tab, frames, character):
            active.append(character)
            await probing.reload()
            frames = await _begin(tab)
    elsewhere = bool(active) and bool(await frames.ask("civiscopeShortcuts.elsewhere()"))
    shortcuts: list[dict[str, Any]] = []
    for character in active[:_MAX_SHORTCUTS]:
        if time.monotonic() > end:
            break
        # A second time, on a fresh page: what happened may have been due just then.
        if await acts_at_rest(tab, frames, character):
            off = await _can_be_turned_off(probing, character)
            shortcuts.append({"key": character, "off": off})
        await probing.reload()
        frames = await _begin(tab)
    followed = len(shortcuts) == len(active)
    return {
        "listens": True,
        "shortcuts": shortcuts,
        "active": len(active),
        "elsewhere": elsewhere,
        "stopped": "" if followed else "Not every shortcut could be followed up.",
    }


async def _begin(tab: Tab) -> Frames:
    frames = Frames(tab)
    await frames.ask("0")
    await put_in(tab, "clicks/clicks.js")
    await put_in(tab, "keyboard/shortcuts.js")
    return frames


_STATE = "[civiscopeClicks.state(), civiscopeKeyboard.focused() ? 1 : 0]"


async def _calm(frames: Frames) -> bool:
    before = await frames.ask(_STATE)
    await asyncio.sleep(3 * _SOON)
    return bool(await frames.ask(_STATE) == before)


async def acts_at_rest(tab: Tab, frames: Frames, character: str) -> bool:
    """Say the same of one character, on a page that has come to rest.

    A page loaded anew often still moves by itself, as the bar does that tells of its loading.
    """
    for _ in range(_MAX_WAITS):
        if await _calm(frames):
            return await _acts(tab, frames, character)
    return False


async def _acts(tab: Tab, frames: Frames, characters: str) -> bool:
    """Say whether anything comes of pressing *characters* while nothing has the focus."""
    await frames.ask("civiscopeKeyboard.leave()")
    before = await frames.ask(_STATE)
    attempts = len(tab.attempts)
    for character in characters:
        await press(tab.session, character)
    await asyncio.sleep(_SOON)
    if any(attempt.kind != "request" for attempt in tab.attempts[attempts:]):
        return True
    return bool(await frames.ask(_STATE) != before)


async def _can_be_turned_off(probing: Probing, character: str) -> bool:
    """Use what may turn shortcuts off, each on a fresh page; say whether the key is silent then."""
    tab = probing.tab
    await probing.reload()
    frames = await _begin(tab)
    count = len(await frames.ask("civiscopeShortcuts.instruments()"))
    for index in range(count):
        numbers = await frames.ask("civiscopeShortcuts.instruments()")
        if index >= len(numbers):
            break
        await frames.ask("civiscopeShortcuts.remember()")
        await frames.ask(f"civiscopeShortcuts.use({numbers[index]})")
        await asyncio.sleep(_SOON)
        if not await _acts(tab, frames, character):
            return True
        # A button may only have shown the settings.
        for number in await frames.ask("civiscopeShortcuts.revealed()"):
            await frames.ask(f"civiscopeShortcuts.use({number})")
            await asyncio.sleep(_SOON)
            if not await _acts(tab, frames, character):
                return True
        await probing.reload()
        frames = await _begin(tab)
    return False


PROBE = Probe("shortcuts", run, seconds=60, restores=True, presses=True, takes_used=True)
