"""Press the buttons of a page, while nothing leaves the browser, and read what it says then."""

from __future__ import annotations

import json
from typing import Any

from civiscope.collectors.interaction.probe import Answer, Probe, Probing
from civiscope.collectors.interaction.script import put_in

_HERE = "civiscopeStatus"
MAX_PRESSED = 8


async def press_buttons(probing: Probing) -> Answer:
    """Return what came to be read after each press, and whether software is told of it."""
    listed = await _list(probing)
    presses: list[dict[str, Any]] = []
    for index in range(listed["count"]):
        seen = await _press(probing, index)
        if seen is None or not seen["texts"]:
            continue
        if any(text["live"] == "none" for text in seen["texts"]):
            # Something that a page seems to do wrong has to happen twice.
            await probing.reload()
            await _list(probing)
            again = await _press(probing, index)
            texts: list[dict[str, Any]] = again["texts"] if again is not None else []
            seen["again"] = [each["text"] for each in texts if each["live"] == "none"]
        presses.append(seen)
    probing.spoilt = bool(listed["count"])
    return {"presses": presses, "more": listed["more"]}


async def _list(probing: Probing) -> dict[str, int]:
    await put_in(probing.tab, "status.js")
    listed: dict[str, int] = json.loads(
        await probing.tab.evaluate(f"{_HERE}.list({MAX_PRESSED})", timeout=10)
    )
    return listed


async def _press(probing: Probing, index: int) -> dict[str, Any] | None:
    tab = probing.tab
    before = len(tab.attempts)
    found: dict[str, Any] | None = json.loads(
        await tab.evaluate(f"{_HERE}.press({index})", timeout=10)
    )
    if found is None:
        return None
    held = any(each.kind in {"request", "navigation"} for each in tab.attempts[before:])
    return {**found, "held": held}


PROBE = Probe("status", press_buttons, seconds=60, tidy=True)
