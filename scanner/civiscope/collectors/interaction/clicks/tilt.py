"""Tilt and shake the device, see what of the page follows, and look for another way to the same."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any

from civiscope.browser.tab import Tab
from civiscope.collectors.interaction.keyboard.frames import Frames
from civiscope.collectors.interaction.keyboard.keys import press
from civiscope.collectors.interaction.script import put_in

_MAX_CONTROLS = 12
_SOON = 0.2


async def tilt_device(tab: Tab, frames: Frames, kinds: Sequence[str]) -> dict[str, Any]:
    """Return what of the page follows the device, and which controls do the same or end it.

    *kinds* are the events of the device's sensors that the page listens to.
    """
    await put_in(tab, "clicks/tilt.js")
    told: dict[str, Any] = {"kinds": list(kinds), "changes": False}
    if not await _tilt(frames, kinds) or not await _tilt(frames, kinds):
        return told
    controls: list[list[Any]] = await frames.ask("civiscopeTilt.controls()")
    by_control = ended = False
    untried = int(await frames.ask("civiscopeTilt.others()")) + max(
        0, len(controls) - _MAX_CONTROLS
    )
    for index, (number, key) in enumerate(controls[:_MAX_CONTROLS]):
        by_control = await _presses(tab, frames, number, key) or by_control
        if await _tilt(frames, kinds):
            continue
        ended = True
        # What ended it may let it go on; else nothing can be told of the others.
        await _presses(tab, frames, number, key)
        if not await _tilt(frames, kinds):
            untried += len(controls[:_MAX_CONTROLS]) - index - 1
            break
    return {
        **told,
        "changes": True,
        "by_control": by_control,
        "ended": ended,
        "untried": untried,
    }


async def _presses(tab: Tab, frames: Frames, number: int, key: str) -> bool:
    """Press a control with *key*, and say whether what follows the device changes by that."""
    await frames.ask("civiscopeTilt.watch()")
    await frames.ask(f"civiscopeKeyboard.take({number})")
    await press(tab.session, key)
    await asyncio.sleep(_SOON)
    return bool(await frames.ask("civiscopeTilt.isSame()"))


async def _tilt(frames: Frames, kinds: Sequence[str]) -> bool:
    """Say whether words or values on the page change when the device is moved."""
    await frames.ask("civiscopeTilt.watch()")
    await frames.ask(f"civiscopeTilt.move({json.dumps(list(kinds))})")
    await asyncio.sleep(_SOON)
    return bool(await frames.ask("civiscopeTilt.followed()"))
