"""Move the mouse over what may bring up more, and try to reach it, keep it and be rid of it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from typing import Any

from civiscope.browser.cdp import CdpError
from civiscope.browser.tab import Tab
from civiscope.collectors.interaction.clicks.listeners import find_listeners
from civiscope.collectors.interaction.keyboard.frames import Frames
from civiscope.collectors.interaction.keyboard.keys import SHIFT
from civiscope.collectors.interaction.keyboard.keys import press as press_key
from civiscope.collectors.interaction.probe import Answer, Probe, Probing
from civiscope.collectors.interaction.script import put_in

_HERE = "civiscopeHovered"
_COMING = frozenset({"mouseenter", "mouseover", "pointerenter", "pointerover"})
MAX_TRIGGERS = 12
MAX_POPUPS = 5
TIMEOUT_S = 60.0
_SHOW_S = 0.6
_GO_S = 0.8
_STEPS = 12
_CORNER = {"x": 2.0, "y": 2.0}


async def hover_over(probing: Probing) -> Answer:
    """Return what came up under the mouse, and what becomes of it."""
    tab = probing.tab
    await put_in(tab, "hovered.js")
    listening: dict[int, set[str]] = {}
    # Without the listeners, what styles and attributes tell of is tried all the same.
    with contextlib.suppress(CdpError):
        listening, _ = await find_listeners(tab, Frames(tab), _COMING)
    asked = f"{_HERE}.list({MAX_TRIGGERS}, {json.dumps(list(listening))})"
    listed = json.loads(await tab.evaluate(asked, timeout=10))
    end = time.monotonic() + TIMEOUT_S - 15
    found: list[dict[str, Any]] = []
    for index in range(listed["count"]):
        if len(found) >= MAX_POPUPS or time.monotonic() > end:
            listed["more"] += listed["count"] - index
            break
        seen = await _try(tab, index)
        if seen is None:
            continue
        if not seen["reached"] or not seen["dismissed"]:
            # Something that a page seems to do wrong has to happen twice.
            again = await _try(tab, index)
            if again is None:
                continue
            seen["reached"] = seen["reached"] or again["reached"]
            seen["dismissed"] = seen["dismissed"] or again["dismissed"]
        seen["by_focus"] = seen["repeats"] or await _comes_by_focus(tab, index)
        found.append(seen)
    if listed["count"]:
        await _move(tab, _CORNER)
    probing.spoilt = bool(listed["count"])
    return {"found": found, "more": listed["more"]}


async def _try(tab: Tab, index: int) -> dict[str, Any] | None:
    """Return what comes up over one trigger; None when nothing does, or it does not go again."""
    await _move(tab, _CORNER)
    at = json.loads(await tab.evaluate(f"{_HERE}.aim({index})"))
    if at is None or not await _show(tab, at):
        return None
    facts: dict[str, Any] = json.loads(await tab.evaluate(f"{_HERE}.facts()"))
    hides = await tab.evaluate(f"{_HERE}.hides()")
    if not await _gone(tab) or not await _show(tab, at):
        return None
    to = json.loads(await tab.evaluate(f"{_HERE}.inside()"))
    for step in range(1, _STEPS + 1):
        part = step / _STEPS
        await _move(tab, {axis: at[axis] + (to[axis] - at[axis]) * part for axis in ("x", "y")})
        await asyncio.sleep(0.02)
    await asyncio.sleep(_GO_S)
    reached = bool(await tab.evaluate(f"{_HERE}.still()"))
    if not await _gone(tab) or not await _show(tab, at):
        return None
    return {**facts, "reached": reached, "hides": hides, "dismissed": await _dismiss(tab, at)}


async def _show(tab: Tab, at: dict[str, Any]) -> bool:
    await _move(tab, at)
    return await _comes_up(tab)


async def _comes_up(tab: Tab) -> bool:
    for _ in range(round(_SHOW_S / 0.1)):
        await asyncio.sleep(0.1)
        if await tab.evaluate(f"{_HERE}.shown()"):
            return True
        if await tab.nothing_due(_SHOW_S):
            break
    return bool(await tab.evaluate(f"{_HERE}.shown()"))


async def _gone(tab: Tab) -> bool:
    """Take the mouse away, and say whether what came up goes as well."""
    await _move(tab, _CORNER)
    for _ in range(round(_GO_S / 0.1)):
        await asyncio.sleep(0.1)
        if not await tab.evaluate(f"{_HERE}.still()"):
            return True
    return False


async def _comes_by_focus(tab: Tab, index: int) -> bool | None:
    """Say whether it also comes up by keyboard; None when the page does not stand as it did."""
    await _move(tab, _CORNER)
    if json.loads(await tab.evaluate(f"{_HERE}.aim({index})")) is None:
        return None
    try:
        if not await tab.evaluate(f"{_HERE}.enter()"):
            return False
        if await _comes_up(tab):
            return True
        # Styles may wait for a focus that keys have given.
        await press_key(tab.session, "Tab", SHIFT)
        await press_key(tab.session, "Tab")
        return await _comes_up(tab)
    finally:
        await tab.evaluate(f"{_HERE}.leave()")


async def _dismiss(tab: Tab, at: dict[str, Any]) -> bool:
    """Try to be rid of it with the mouse where it is: by Escape, or by a press."""
    await press_key(tab.session, "Escape")
    await asyncio.sleep(0.4)
    if not await tab.evaluate(f"{_HERE}.still()"):
        return True
    if at["acts"]:
        return False
    button = {"x": at["x"], "y": at["y"], "button": "left", "clickCount": 1}
    for kind, buttons in (("mousePressed", 1), ("mouseReleased", 0)):
        params = {"type": kind, **button, "buttons": buttons}
        await tab.session.send("Input.dispatchMouseEvent", params, timeout=10)
    await asyncio.sleep(0.4)
    gone = not await tab.evaluate(f"{_HERE}.still()")
    # What shows on focus as well would stay for the focus that the press has given.
    await tab.evaluate(f"{_HERE}.leave()")
    return gone


async def _move(tab: Tab, at: dict[str, Any]) -> None:
    params = {"type": "mouseMoved", "x": at["x"], "y": at["y"]}
    await tab.session.send("Input.dispatchMouseEvent", params, timeout=10)


PROBE = Probe("hovered", hover_over, seconds=TIMEOUT_S, tidy=True)
