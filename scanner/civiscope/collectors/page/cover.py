"""Find what covers a page as it opens (a modal dialog, a consent wall), and take it away."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from civiscope.browser.cdp import CdpError
from civiscope.browser.tab import Tab
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.driver import PageDriver

MAX_COVERS = 3
"""Dialogs that are taken away one after the other."""
MAX_PRESSED = 2
"""Buttons that are tried of one dialog."""
GONE_TIMEOUT_S = 1.6
_STEP_S = 0.1


@dataclass(frozen=True, slots=True)
class Cover:
    """Something that lies over a page."""

    kind: str
    """`modal`, `inert`, `hidden` (from assistive technology), or `overlay` (from the eye only)."""
    inert: bool
    """Whether what lies behind cannot be used, so that axe-core leaves it out."""
    selector: str
    snippet: str
    asks: bool
    """Whether it asks to agree to something, or for anything to be filled in."""


_COVER = TypeAdapter(Cover | None)


async def find_cover(tab: PageDriver) -> Cover | None:
    """Return what covers the page in *tab* now."""
    return cover_of(await tab.evaluate("civiscope.cover.look()"))


def cover_of(answer: str) -> Cover | None:
    """Return the cover that the page's *answer* tells of."""
    return _COVER.validate_json(answer)


async def take_away(tab: Tab, cover: Cover) -> Cover | None:
    """Close *cover* as a visitor may, and return what covers the page then.

    Escape, a button that only closes, and in a consent notice the one that refuses; nothing that
    agrees, sends or leads elsewhere. Raises TabLost, or PageLeft.
    """
    # It stays guarded until its next load: what pressing has set off may come late.
    await tab.guard(on=True)
    async for _ in _attempts(tab, cover):
        left = await _after(tab, cover)
        if left is None or left.selector != cover.selector:
            return left
    return cover


async def uncover(tab: Tab) -> bool:
    """Take away what covers the page in *tab*, as far as that can be done; say whether anything
    did."""
    first = cover = await find_cover(tab)
    for _ in range(MAX_COVERS):
        if cover is None:
            break
        left = await take_away(tab, cover)
        if left is not None and left.selector == cover.selector:
            break
        cover = left
    return first is not None


async def _attempts(tab: Tab, cover: Cover) -> AsyncIterator[None]:
    """Try one way after the other, each when it is asked for."""
    # Few pages are covered.
    from civiscope.collectors.consent.banner import look_for_banner
    from civiscope.collectors.consent.press import press as press_choice
    from civiscope.collectors.interaction.keyboard.keys import press as press_key
    from civiscope.detectors.consent_buttons import classify_consent_button

    banner = None
    with contextlib.suppress(CdpError):
        banner = (await look_for_banner(tab)).shown
    if banner is not None:
        refusal = banner.index_of("reject")
        if refusal is not None and await press_choice(tab, banner, refusal):
            yield
    await press_key(tab.session, "Escape")
    yield
    listed: list[dict[str, Any]] = json.loads(await tab.evaluate("civiscope.cover.buttons()"))
    labels = [classify_consent_button(each["text"]) for each in listed]
    asks = cover.asks or banner is not None or "accept" in labels
    plain = [] if asks else [n for n, label in enumerate(labels) if label == "acknowledge"]
    closing = [n for n, each in enumerate(listed) if each["closes"] and labels[n] != "accept"]
    for index in list(dict.fromkeys(closing + plain))[:MAX_PRESSED]:
        if await _click(tab, index):
            yield


async def _click(tab: Tab, index: int) -> bool:
    at = await tab.evaluate(f"civiscope.cover.aim({index})")
    if at is None:
        return False
    button = {"x": at["x"], "y": at["y"], "button": "left", "clickCount": 1}
    try:
        for kind, buttons in (("mousePressed", 1), ("mouseReleased", 0)):
            params = {"type": kind, **button, "buttons": buttons}
            await tab.session.send("Input.dispatchMouseEvent", params, timeout=10)
    except CdpError as error:
        raise PageLeft(str(error)) from error
    return True


async def _after(tab: Tab, cover: Cover) -> Cover | None:
    """Return what covers the page when *cover* had time to go."""
    left: Cover | None = cover
    for _ in range(round(GONE_TIMEOUT_S / _STEP_S)):
        left = await find_cover(tab)
        if left is not None and left.selector != cover.selector:
            return left
        await asyncio.sleep(_STEP_S)
        if left is None:
            # Closing may open the next one, a moment later.
            return await find_cover(tab)
    return left
