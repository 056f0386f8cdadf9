"""Show a page narrow, enlarged, spaced out and upright, and see what happens to its text."""

from __future__ import annotations

import json
from typing import Any

from civiscope.browser.tab import Tab
from civiscope.collectors.interaction.probe import Answer, Probe, Probing
from civiscope.collectors.interaction.script import put_in

_HERE = "civiscopeViewport"


async def look_at_views(probing: Probing) -> Answer:
    """Return what of the text is cut off, too wide, on other text or gone in each view."""
    tab = probing.tab
    await put_in(tab, "viewport.js")
    try:
        first = json.loads(await tab.evaluate(f"{_HERE}.begin()"))
        if not first["texts"]:
            return {"first": first}
        return {
            "first": first,
            # What 400 % of zoom leaves of a window of 1280 by 1024, and what 200 % leaves of it.
            "narrow": await _in_window(tab, (320, 256), "clipped", "wide", "gone"),
            "zoomed": await _in_window(tab, (640, 512), "clipped", "wide"),
            "upright": await _in_window(tab, (900, 1280), "turned"),
            "spaced": await _with(tab, "spacing"),
            "enlarged": await _with(tab, "enlarge"),
        }
    finally:
        tab.ordinary_view()


async def _in_window(tab: Tab, size: tuple[int, int], *questions: str) -> Any:  # noqa: ANN401 - plain data
    width, height = size
    await tab.session.send(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False},
        timeout=6,
    )
    return await _look(tab, *questions)


async def _with(tab: Tab, change: str) -> Any:  # noqa: ANN401 - plain data
    tab.ordinary_view()
    await tab.evaluate(f"{_HERE}.{change}(true)")
    seen = await _look(tab, "clipped", "overlaps")
    await tab.evaluate(f"{_HERE}.{change}(false)")
    return seen


async def _look(tab: Tab, *questions: str) -> Any:  # noqa: ANN401 - plain data
    ask = json.dumps({"ask": questions})
    return json.loads(await tab.evaluate(f"{_HERE}.lookTwice({ask})", timeout=6))


PROBE = Probe("viewport", look_at_views, seconds=25, restores=True, at_rest=True)
