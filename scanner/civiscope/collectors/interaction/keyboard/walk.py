"""Walk through a page with Tab and Shift+Tab, and take down where the focus comes to."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from civiscope.browser.tab import Tab
from civiscope.collectors.interaction.keyboard.frames import Frames, Key, Look
from civiscope.collectors.interaction.keyboard.keys import SHIFT, press
from civiscope.collectors.interaction.keyboard.traps import Trap, find_exit, stays_in

MAX_STOPS = 250
_BACK_STOPS = 80
_TIMEOUT_S = 14.0
_BACK_SECONDS = 4.0
_WAIT = 16
"""Milliseconds after a key; scripts that move the focus on mostly do so at once."""
_LATE = 150
"""Milliseconds for scripts that do it later."""
_INSIDE = 30
"""How often Tab may move about inside one thing whose parts cannot be told apart."""
_TRAPS = 3


@dataclass(slots=True)
class Walked:
    """What the walk has come to so far."""

    order: list[Key] = field(default_factory=list[Key])
    looks: dict[Key, dict[str, Any]] = field(default_factory=dict[Key, dict[str, Any]])
    back: dict[Key, dict[str, Any]] = field(default_factory=dict[Key, dict[str, Any]])
    attempts: dict[Key, list[str]] = field(default_factory=dict[Key, list[str]])
    """What the page set out to do when the focus came to an element, each time."""
    taken: dict[Key, Key | None] = field(default_factory=dict[Key, "Key | None"])
    """Elements that the page took the focus from at once, and what it gave it to."""
    traps: list[Trap] = field(default_factory=list[Trap])
    stopped: str = ""
    """Why the walk did not come to the end of the page; empty when it did."""


async def walk(tab: Tab, frames: Frames) -> Walked:
    """Walk forward from where the focus is, to the end of the page, and then back again."""
    walked = Walked()
    await _forward(tab, frames, walked)
    if not walked.stopped:
        await _back(tab, frames, walked)
    return walked


async def _forward(tab: Tab, frames: Frames, walked: Walked) -> None:
    end = time.monotonic() + _TIMEOUT_S
    # A page that takes the focus when it loads is left once before its first elements are seen.
    rounds = 1 if (await frames.step(0)).key is None else 2
    run: list[Key] = []
    inside = 0
    while True:
        if len(walked.order) >= MAX_STOPS:
            walked.stopped = f"The walk was ended after {MAX_STOPS} stops."
            return
        if time.monotonic() > end:
            walked.stopped = f"The walk was ended after {_TIMEOUT_S:g} seconds."
            return
        look = await _tab(tab, frames, walked)
        if look.key is None:
            run = []
            if look.moves:
                inside += 1
            else:
                rounds -= 1
                late = await frames.step(_LATE) if not rounds else look
                if not rounds and late.key is None:
                    return
            if inside > _INSIDE:
                walked.stopped = "The page kept taking the focus away."
                return
            continue
        if run and look.key == run[-1] and (look.opaque or _several(walked, look.key)):
            inside += 1
            if inside > _INSIDE:
                walked.stopped = "The focus went into content that cannot be looked into."
                return
            continue
        if look.key not in run:
            run.append(look.key)
            continue
        members = await stays_in(tab, frames, tuple(run[run.index(look.key) :]))
        if not members:
            run = [look.key]
            inside += 1
            if inside > _INSIDE:
                walked.stopped = "The page kept moving the focus about."
                return
            continue
        if not await _out_of(tab, frames, walked, members):
            return
        run = []


async def _out_of(tab: Tab, frames: Frames, walked: Walked, members: tuple[Key, ...]) -> bool:
    """Look for a way out of a trap, and say whether to walk on from there."""
    trap = await find_exit(tab, frames, members)
    again = any(set(known.members) & set(members) for known in walked.traps)
    if not again:
        walked.traps.append(trap)
    if again or trap.exit in {"", "backward"} or len(walked.traps) >= _TRAPS:
        walked.stopped = "The focus was held in one part of the page."
        return False
    return True


async def _tab(tab: Tab, frames: Frames, walked: Walked) -> Look:
    """Go on by one Tab and take down what is there, and what the page does about it."""
    before = len(tab.attempts)
    await press(tab.session, "Tab")
    look = await frames.step(_WAIT, styles=True, cover=True)
    at = look.key or (look.moves[-1] if look.moves else None)
    if at is not None:
        _note(walked, at, look)
        if len(tab.attempts) > before:
            walked.attempts.setdefault(at, []).append(tab.attempts[-1].kind)
        first = look.moves[0] if look.moves else None
        if first is not None and first != look.key and first not in walked.taken:
            walked.taken[first] = look.key
    return look


def _note(walked: Walked, key: Key, look: Look) -> None:
    if key not in walked.looks:
        walked.order.append(key)
        walked.looks[key] = look.facts


def _several(walked: Walked, key: Key) -> bool:
    return bool(walked.looks.get(key, {}).get("several"))


async def _back(tab: Tab, frames: Frames, walked: Walked) -> None:
    """Walk back from the end: what sticks to the top of the window covers other things then."""
    end = time.monotonic() + _BACK_SECONDS
    unmoved = 0
    for _ in range(min(len(walked.order), _BACK_STOPS) + 1):
        before = len(tab.attempts)
        await press(tab.session, "Tab", SHIFT)
        look = await frames.step(_WAIT, cover=True)
        if look.key is None or time.monotonic() > end:
            return
        if look.key in walked.back:
            unmoved += 1
            if unmoved > _INSIDE:
                return
        walked.back.setdefault(look.key, look.facts)
        if len(tab.attempts) > before:
            walked.attempts.setdefault(look.key, []).append(tab.attempts[-1].kind)
