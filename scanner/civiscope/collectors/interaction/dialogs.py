"""Dialogs: open each with the keyboard, and see where the focus goes and how it comes back."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from civiscope.browser.tab import Tab
from civiscope.collectors.interaction.keyboard.frames import Frames
from civiscope.collectors.interaction.keyboard.keys import press
from civiscope.collectors.interaction.probe import Answer, Probe, Probing
from civiscope.collectors.interaction.script import put_in

_MAX_OPENERS = 12
"""Links and buttons that are tried."""
_DIALOGS = 5
_TIMEOUT_S = 25.0
_SOON = 0.15
_LATE = 0.5
"""Seconds for a dialog that moves in, and for scripts that move the focus when it has."""


async def run(probing: Probing) -> Answer:
    """Press Enter on what may open a dialog, and follow each dialog that opens to its end."""
    frames = await _begin(probing.tab)
    openers: list[dict[str, Any]] = await frames.ask("civiscopeDialogs.openers()")
    end = time.monotonic() + _TIMEOUT_S
    dialogs: list[dict[str, Any]] = []
    kinds: set[str] = set()
    before: dict[str, Any] | None = None
    tried, stopped = 0, ""
    for opener in openers:
        if opener["kind"] in kinds and not opener["sure"]:
            continue
        if tried >= _MAX_OPENERS or len(dialogs) >= _DIALOGS or time.monotonic() > end:
            stopped = "There were more buttons than there was time for."
            break
        kinds.add(opener["kind"])
        tried += 1
        probing.spoilt = True
        seen = await _open(probing.tab, frames, opener)
        if seen is not None and before is not None:
            # It may have come late, of what was pressed before.
            frames, seen = await _alone(probing, openers, opener, before)
        if seen is None:
            before = opener
            continue
        before = None
        if not any(seen["selector"] == known["selector"] for known in dialogs):
            dialogs.append(seen)
        # Whatever was opened and closed may have left its marks.
        frames = await _anew(probing, openers)
    return {"dialogs": dialogs, "stopped": stopped}


async def _alone(
    probing: Probing,
    openers: list[dict[str, Any]],
    opener: dict[str, Any],
    before: dict[str, Any],
) -> tuple[Frames, dict[str, Any] | None]:
    """Use an opener on a fresh page, or else the one before it; return the dialog that comes."""
    frames = await _anew(probing, openers)
    seen = await _open(probing.tab, frames, opener, patient=True)
    if seen is None:
        frames = await _anew(probing, openers)
        seen = await _open(probing.tab, frames, before, patient=True)
    return frames, seen


async def _anew(probing: Probing, openers: list[dict[str, Any]]) -> Frames:
    await probing.reload()
    frames = await _begin(probing.tab)
    _renumber(openers, await frames.ask("civiscopeDialogs.openers()"))
    return frames


async def _begin(tab: Tab) -> Frames:
    frames = Frames(tab)
    await frames.ask("0")
    await put_in(tab, "dialogs.js")
    return frames


def _renumber(openers: list[dict[str, Any]], now: list[dict[str, Any]]) -> None:
    numbers = {each["selector"]: each["number"] for each in now}
    for opener in openers:
        opener["number"] = numbers.get(opener["selector"], -1)


async def _open(
    tab: Tab, frames: Frames, opener: dict[str, Any], *, patient: bool = False
) -> dict[str, Any] | None:
    """Use one opener; None when no dialog came of it."""
    if opener["number"] < 0:
        return None
    await frames.ask("civiscopeDialogs.remember()")
    await frames.ask(f"civiscopeKeyboard.take({opener['number']})")
    await press(tab.session, "Enter")
    await asyncio.sleep(_SOON)
    dialog = await frames.ask("civiscopeDialogs.opened()")
    if dialog is None and (opener["sure"] or patient):
        await asyncio.sleep(_LATE)
        dialog = await frames.ask("civiscopeDialogs.opened()")
    if dialog is None:
        return None
    number = dialog["number"]
    moved = await _inside(frames, number)
    if not moved:
        await asyncio.sleep(_LATE)
        moved = await _inside(frames, number)
    kept = await _keeps(tab, frames, number, int(dialog["stops"]))
    escape, back = await _close(tab, frames, opener["number"], number)
    return {
        "selector": dialog["selector"],
        "snippet": dialog["snippet"],
        "box": dialog["box"],
        "name": dialog["name"],
        "declared": dialog["declared"],
        "modal": dialog["modal"],
        "opener": opener["name"] or opener["selector"],
        "stops": dialog["stops"],
        "moved_in": moved,
        "kept": kept,
        "escape": escape,
        "back": back,
    }


async def _keeps(tab: Tab, frames: Frames, number: int, stops: int) -> bool | None:
    """Say whether Tab stays in an open dialog; None when it cannot be told."""
    if not stops or not await frames.ask(f"civiscopeDialogs.enter({number})"):
        return None
    for _ in range(min(stops, 30) + 2):
        await press(tab.session, "Tab")
        look = await frames.step(30)
        if not await frames.ask(f"civiscopeDialogs.shows({number})"):
            return None
        # The browser's own controls come after the last element; that is not a leak.
        if look.key is not None and not await _inside(frames, number):
            return False
    return True


async def _close(tab: Tab, frames: Frames, opener: int, number: int) -> tuple[bool | None, str]:
    """End the dialog with Escape, else with its own button; say what worked and where one is."""
    if not await _inside(frames, number):
        await frames.ask(f"civiscopeDialogs.enter({number})")
    await press(tab.session, "Escape")
    await asyncio.sleep(_SOON)
    if not await _is_gone(frames, number):
        # The field that had the focus may have taken the key for itself.
        await frames.ask(f"civiscopeDialogs.enter({number})")
        await press(tab.session, "Escape")
        await asyncio.sleep(_SOON)
    if not await _is_gone(frames, number):
        closer = await frames.ask(f"civiscopeDialogs.closer({number})")
        if closer < 0:
            return False, "still open"
        await frames.ask(f"civiscopeKeyboard.take({closer})")
        await press(tab.session, "Enter")
        await asyncio.sleep(_SOON)
        if not await _is_gone(frames, number):
            return False, "still open"
        return False, await _back(frames, opener)
    return True, await _back(frames, opener)


async def _is_gone(frames: Frames, number: int) -> bool:
    shows = f"civiscopeDialogs.shows({number})"
    if not await frames.ask(shows):
        return True
    await asyncio.sleep(_LATE)
    return not await frames.ask(shows)


async def _back(frames: Frames, opener: int) -> str:
    where = str(await frames.ask(f"civiscopeDialogs.back({opener})"))
    if where == "nowhere":
        await asyncio.sleep(_LATE)
        where = str(await frames.ask(f"civiscopeDialogs.back({opener})"))
    return where


async def _inside(frames: Frames, number: int) -> bool:
    return bool(await frames.ask(f"civiscopeDialogs.inside({number})"))


PROBE = Probe("dialogs", run, seconds=60, tidy=True)
