"""Drag what can be dragged, and look for a way to the same by pressing alone."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from civiscope.browser.tab import Tab
from civiscope.collectors.interaction.probe import Answer, Probe, Probing
from civiscope.collectors.interaction.script import put_in

_HERE = "civiscopeDragged"
MAX_OF_A_KIND = 3
_MOVES = 8
_SOON = 0.25
Point = Mapping[str, float]


async def drag(probing: Probing) -> Answer:
    """Return what dragging moves, and whether presses move it, too."""
    listed = await _list(probing)
    moved: list[dict[str, Any]] = []
    for index in range(listed["sliders"]):
        await probing.reload()
        await _list(probing)
        moved += await _slider(probing.tab, index)
    for index in range(listed["lists"]):
        await probing.reload()
        await _list(probing)
        moved += await _list_item(probing.tab, index)
    probing.spoilt = bool(listed["sliders"] or listed["lists"])
    return {"moved": moved}


async def _list(probing: Probing) -> dict[str, int]:
    await put_in(probing.tab, "dragged.js")
    listed: dict[str, int] = json.loads(
        await probing.tab.evaluate(f"{_HERE}.list({MAX_OF_A_KIND})", timeout=10)
    )
    return listed


async def _slider(tab: Tab, index: int) -> list[dict[str, Any]]:
    before = json.loads(await tab.evaluate(f"{_HERE}.slider({index})"))
    if before is None or not before["seen"] or not before["long"]:
        return []
    axis = "y" if before["upright"] else "x"
    for way in (40, -40):
        to = {**before["at"], axis: before["at"][axis] + way}
        await _drag(tab, before["at"], to)
        if await tab.evaluate(f"{_HERE}.value({index})") != before["value"]:
            break
    else:
        return []
    facts: dict[str, Any] = json.loads(await tab.evaluate(f"{_HERE}.sliderFacts({index})"))
    pressed = await _press_track(tab, index, axis)
    beside = bool(await tab.evaluate(f"{_HERE}.besideSlider({index})"))
    return [{**facts, "kind": "slider", "by_press": pressed, "beside": beside}]


async def _press_track(tab: Tab, index: int, axis: str) -> bool:
    """Press the track in three places, and say whether that moves the handle."""
    for part in (0.2, 0.8, 0.5):
        now = json.loads(await tab.evaluate(f"{_HERE}.slider({index})"))
        if now is None:
            return True
        rail = now["rail"]
        at = {"x": rail["left"] + rail["width"] / 2, "y": rail["top"] + rail["height"] / 2}
        low, size = (rail["top"], rail["height"]) if axis == "y" else (rail["left"], rail["width"])
        at[axis] = low + size * part
        other = "x" if axis == "y" else "y"
        at[other] = now["at"][other]
        if abs(at[axis] - now["at"][axis]) < 12:
            continue
        await _mouse(tab, "mouseMoved", at, 0)
        await _mouse(tab, "mousePressed", at, 1)
        await _mouse(tab, "mouseReleased", at, 0)
        await asyncio.sleep(_SOON)
        if await tab.evaluate(f"{_HERE}.value({index})") != now["value"]:
            return True
    return False


async def _list_item(tab: Tab, index: int) -> list[dict[str, Any]]:
    before = await tab.evaluate(f"{_HERE}.order({index})")
    way = json.loads(await tab.evaluate(f"{_HERE}.item({index})"))
    if not way["seen"]:
        return []
    facts: dict[str, Any] = json.loads(await tab.evaluate(f"{_HERE}.listFacts({index})"))
    beside = bool(await tab.evaluate(f"{_HERE}.besideList({index})"))
    # A press on one and then on the other is a way without dragging.
    for at in (way["from"], way["to"]):
        await _mouse(tab, "mouseMoved", at, 0)
        await _mouse(tab, "mousePressed", at, 1)
        await _mouse(tab, "mouseReleased", at, 0)
    await asyncio.sleep(_SOON)
    pressed = await tab.evaluate(f"{_HERE}.order({index})") != before
    if not pressed:
        await _drag(tab, way["from"], way["to"])
        if await tab.evaluate(f"{_HERE}.order({index})") == before:
            return []
    return [{**facts, "kind": "list", "by_press": pressed, "beside": beside}]


async def _drag(tab: Tab, start: Point, to: Point) -> None:
    await _mouse(tab, "mouseMoved", start, 0)
    await _mouse(tab, "mousePressed", start, 1)
    for move in range(1, _MOVES + 1):
        part = move / _MOVES
        at = {axis: start[axis] + (to[axis] - start[axis]) * part for axis in ("x", "y")}
        await _mouse(tab, "mouseMoved", at, 1)
        await asyncio.sleep(0.02)
    await _mouse(tab, "mouseReleased", to, 0)
    await asyncio.sleep(_SOON)


async def _mouse(tab: Tab, kind: str, at: Point, buttons: int) -> None:
    params = {
        "type": kind,
        "x": at["x"],
        "y": at["y"],
        "button": "left" if buttons or kind == "mouseReleased" else "none",
        "buttons": buttons,
        "clickCount": 0 if kind == "mouseMoved" else 1,
    }
    await tab.session.send("Input.dispatchMouseEvent", params, timeout=10)


PROBE = Probe("dragged", drag, seconds=60, tidy=True)
