"""Press what a visitor would press, with input that the page cannot tell from a visitor's."""

from __future__ import annotations

import asyncio
from typing import Any

from civiscope.browser.cdp import CdpError
from civiscope.browser.tab import Tab
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.consent.banner import VisibleBanner, banner_script, frame_box

_MAX_TRIES = 3


async def press(tab: Tab, shown: VisibleBanner, index: int, *, option: bool = False) -> bool:
    """Press the button (or the *option*: a box or radio button) at *index* of the banner's list.

    Returns False when it is not there any more, or something lies over it: nothing else is pressed
    in its place. Raises PageLeft, TabLost.
    """
    aim = "aimOption" if option else "aim"
    for _ in range(_MAX_TRIES):
        where: Any = await tab.evaluate(f"civiscopeBanner.{aim}({index})", frame=shown.frame)
        if where is None:
            return False
        x, y, free = float(where["x"]), float(where["y"]), bool(where["free"])
        if shown.frame != tab.main_frame:
            try:
                left, top, _, _ = await frame_box(tab, shown.frame)
            except CdpError:
                return False
            x, y = x + left, y + top
            free = free and bool(
                await tab.evaluate(f"{banner_script()};civiscopeBanner.isFrameAt({x:g}, {y:g})")
            )
        if free:
            await _click(tab, x, y)
            # A banner that is still on the move is missed at the first try.
            if await tab.evaluate("civiscopeBanner.wasHit()", frame=shown.frame):
                return True
        await asyncio.sleep(0.3)
    return False


async def _click(tab: Tab, x: float, y: float) -> None:
    point = {"x": x, "y": y}
    button = {**point, "button": "left", "clickCount": 1}
    try:
        for kind, params in (
            ("mouseMoved", point),
            ("mousePressed", {**button, "buttons": 1}),
            ("mouseReleased", button),
        ):
            await tab.session.send("Input.dispatchMouseEvent", {"type": kind, **params}, timeout=10)
    except CdpError as error:
        raise PageLeft(str(error)) from error
