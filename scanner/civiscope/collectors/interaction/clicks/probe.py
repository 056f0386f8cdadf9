"""The mouse: what answers to it and to no key."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

from civiscope.browser.tab import Tab
from civiscope.collectors.interaction.clicks.hover import try_hover_menus
from civiscope.collectors.interaction.clicks.listeners import (
    DOUBLE,
    DOWN,
    KEYS,
    MOUSE,
    TILT,
    find_listeners,
)
from civiscope.collectors.interaction.clicks.tilt import tilt_device
from civiscope.collectors.interaction.keyboard.frames import Frames
from civiscope.collectors.interaction.keyboard.keys import press
from civiscope.collectors.interaction.probe import Answer, Probe, Probing
from civiscope.collectors.interaction.script import put_in

_MAX_CLICKS = 15
_TIMEOUT_S = 20.0
_SOON = 0.2
"""Seconds that an action may take until something of it can be seen."""
_DECORATION_S = 1.0
"""Seconds after which what only decorates a press is gone."""
_STEPS = 3
_KEYS = ("Enter", " ")
_BY_KEY = KEYS | {"click"}
"""Events that a key brings about."""
State = list[int]


async def run(probing: Probing) -> Answer:
    """Click what listens to the mouse and takes no focus, and look for another way to the same."""
    tab = probing.tab
    frames = await _begin(tab)
    by_element, above = await find_listeners(tab, frames, MOUSE | KEYS | TILT)
    numbers = [number for number, kinds in by_element.items() if kinds & MOUSE]
    down = {number for number, kinds in by_element.items() if kinds & DOWN}
    double = {n for n in numbers if by_element[n] & DOUBLE and not by_element[n] & (MOUSE - DOUBLE)}
    # Whoever listens to clicks is told of those that a key makes, too.
    no_key = [n for n in numbers if "click" not in above and not by_element[n] & _BY_KEY]
    delegated = "true" if above & (MOUSE - DOUBLE) else "false"
    found: list[dict[str, Any]] = await frames.ask(
        f"civiscopeClicks.candidates({numbers}, {delegated}, {no_key})"
    )
    end = time.monotonic() + _TIMEOUT_S
    clicked: list[dict[str, Any]] = []
    kinds: set[str] = set()
    tried, stopped = 0, ""
    for control in found:
        if control["untouched"] or control["kind"] in kinds:
            continue
        if tried >= _MAX_CLICKS or time.monotonic() > end:
            stopped = "There was more to click than there was time for."
            break
        kinds.add(control["kind"])
        tried += 1
        control["down"] = control["number"] in down
        control["clicks"] = 2 if control["number"] in double else 1
        frames, seen = await _try(probing, frames, control)
        marks = {"double": True} if control["clicks"] == 2 else {}
        marks |= {"takes_focus": True} if control["focus"] else {}
        clicked.append({**_spot(control), "why": control["why"], **marks, **seen})
    if tried:
        frames = await _again(probing)
    menus, more, moved = await try_hover_menus(tab, frames)
    answer: dict[str, Any] = {"clicked": clicked, "menus": menus, "stopped": stopped or more}
    if above & TILT:
        frames = await _again(probing)
        answer["tilt"] = await tilt_device(tab, frames, sorted(above & TILT))
        moved = True
    probing.spoilt = moved
    return answer


async def _begin(tab: Tab) -> Frames:
    frames = Frames(tab)
    await frames.ask("0")
    await put_in(tab, "clicks/clicks.js")
    return frames


async def _try(
    probing: Probing, frames: Frames, control: dict[str, Any]
) -> tuple[Frames, dict[str, Any]]:
    """Click one element twice, each time on a fresh page when the first click had an effect."""
    tab = probing.tab
    clicks = int(control["clicks"])
    # The page may have been loaded anew since the control was listed: its number is another then.
    here = await _find(frames, control["selector"])
    if here is None:
        return frames, {"effect": "unstable", "same": 0, "other": ""}
    effect = await _effect_of_click(tab, frames, here, clicks)
    if effect is None:
        return frames, {"effect": "none", "same": 0, "other": ""}
    frames = await _again(probing)
    number = await _find(frames, control["selector"])
    if number is None:
        return frames, {"effect": "unstable", "same": 0, "other": ""}
    options = await frames.ask(f"civiscopeClicks.alternatives({number})")
    confirmed = await _effect_of_click(tab, frames, number, clicks)
    if confirmed is not None and control["why"] == "down" and not await _stays(frames, confirmed):
        # A wave that runs over a button when it is pressed does nothing for anyone.
        confirmed = None
    if confirmed is None:
        return await _again(probing), {"effect": "unstable", "same": options["same"], "other": ""}
    paths = [await _path(frames, each) for each in options["numbers"]]
    other = ""
    for path in paths:
        frames = await _again(probing)
        by_key = await _by_key(tab, frames, path)
        if _is_other_state(by_key, confirmed):
            # The click came with what shows under the mouse; the key has to meet the same page.
            frames = await _again(probing)
            await _point_at(tab, frames, control["selector"])
            by_key = await _by_key(tab, frames, path)
        if by_key is not None and _is_same(by_key, confirmed):
            other = path
            break
    frames = await _again(probing)
    at_once: bool | None = None
    if control["down"]:
        at_once = await _happens_at_once(tab, frames, control["selector"])
        frames = await _again(probing)
    return frames, {
        "effect": confirmed[0],
        "same": options["same"],
        "other": other,
        "tried": sum(path != control["selector"] for path in paths),
        **({} if at_once is None else {"at_once": at_once}),
    }


async def _again(probing: Probing) -> Frames:
    await probing.reload()
    return await _begin(probing.tab)


async def _path(frames: Frames, number: int) -> str:
    described = await frames.ask(f"civiscope.place(civiscopeKeyboard.element({number})).selector")
    return str(described)


async def _find(frames: Frames, selector: str) -> int | None:
    """Return the number of what *selector* leads to; None when it is not there any more."""
    found = await frames.ask(f"civiscopeClicks.find({json.dumps(selector)})")
    return None if found < 0 else int(found)


Effect = tuple[str, State]


async def _effect_of_click(tab: Tab, frames: Frames, number: int, clicks: int = 1) -> Effect | None:
    point = await frames.ask(f"civiscopeClicks.pointOn({number})")
    if point is None:
        return None
    await mouse(tab, "mouseMoved", point)
    await asyncio.sleep(_SOON)
    before = await frames.ask("civiscopeClicks.state()")
    await asyncio.sleep(_SOON)
    if await frames.ask("civiscopeClicks.state()") != before:
        return None
    attempts = len(tab.attempts)
    await frames.ask("civiscopeClicks.noteFields()")
    for count in range(1, clicks + 1):
        await mouse(tab, "mousePressed", point, count)
        await mouse(tab, "mouseReleased", point, count)
    await asyncio.sleep(_SOON)
    effect = await _effect(tab, frames, before, attempts)
    if effect is not None and effect[0] == "changes":
        # Tab comes to the field, too: the mouse only puts the cursor into it.
        return None if await frames.ask("civiscopeClicks.wentIntoField()") else effect
    return effect


async def _stays(frames: Frames, effect: Effect) -> bool:
    """Say whether an effect on the page is still there when a decoration would be over."""
    if effect[0] not in {"changes", "closes"}:
        return True
    await asyncio.sleep(_DECORATION_S)
    after: State = await frames.ask("civiscopeClicks.state()")
    return after[:5] == effect[1][:5]


async def _happens_at_once(tab: Tab, frames: Frames, selector: str) -> bool:
    """Say whether pressing the mouse has its effect already, and letting go elsewhere keeps it."""
    number = await _find(frames, selector)
    point = None if number is None else await frames.ask(f"civiscopeClicks.pointOn({number})")
    if point is None:
        return False
    before = await frames.ask("civiscopeClicks.state()")
    attempts = len(tab.attempts)
    await mouse(tab, "mouseMoved", point)
    await mouse(tab, "mousePressed", point)
    await asyncio.sleep(_SOON)
    pressed = await _effect(tab, frames, before, attempts)
    away = {"x": 1.0, "y": 1.0}
    await mouse(tab, "mouseMoved", away)
    await mouse(tab, "mouseReleased", away)
    await asyncio.sleep(_SOON)
    return pressed is not None and await _effect(tab, frames, before, attempts) is not None


async def _point_at(tab: Tab, frames: Frames, selector: str) -> None:
    """Leave the mouse where it was when the element was clicked, as long as it was there."""
    number = await _find(frames, selector)
    point = None if number is None else await frames.ask(f"civiscopeClicks.pointOn({number})")
    if point is not None:
        await mouse(tab, "mouseMoved", point)
        await asyncio.sleep(2 * _SOON)


async def _by_key(tab: Tab, frames: Frames, path: str) -> Effect | None:
    """Return what Enter, or else the space bar, does on the control that *path* leads to."""
    number = await _find(frames, path)
    if number is None:
        return None
    before = await frames.ask("civiscopeClicks.state()")
    attempts = len(tab.attempts)
    for key in _KEYS:
        await frames.ask(f"civiscopeKeyboard.take({number})")
        await press(tab.session, key)
        await asyncio.sleep(_SOON)
        effect = await _effect(tab, frames, before, attempts)
        if effect is not None:
            return effect
    return None


def _is_same(effect: Effect, wanted: Effect) -> bool:
    return effect[0] == wanted[0] and effect[1][:4] == wanted[1][:4]


def _is_other_state(effect: Effect | None, wanted: Effect) -> bool:
    """Say whether the page changed as wanted, but looks another way than after the click."""
    return (
        effect is not None and effect[0] == wanted[0] == "changes" and not _is_same(effect, wanted)
    )


async def _effect(tab: Tab, frames: Frames, before: State, attempts: int) -> Effect | None:
    for attempt in tab.attempts[attempts:]:
        if attempt.kind != "request":
            # Where it would have gone is what has to be the same.
            return attempt.kind, [sum(attempt.url.encode()), 0, 0, 0]
    after: State = await frames.ask("civiscopeClicks.state()")
    if after[:5] != before[:5]:
        fewer = after[1] < before[1] and after[0] <= before[0]
        return "closes" if fewer else "changes", after
    # A request alone shows nobody anything; most of them only count clicks.
    return None


async def mouse(tab: Tab, kind: str, point: dict[str, float], count: int = 1) -> None:
    """Send one event of the mouse at a point of the window: of its first click, or the second."""
    pressed = kind != "mouseMoved"
    await tab.session.send(
        "Input.dispatchMouseEvent",
        {"type": kind, **point, **({"button": "left", "clickCount": count} if pressed else {})},
        timeout=10,
    )


def _spot(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: facts[name] for name in ("selector", "snippet", "box", "tag", "role", "name")}


PROBE = Probe("clicks", run, seconds=60, tidy=True)
