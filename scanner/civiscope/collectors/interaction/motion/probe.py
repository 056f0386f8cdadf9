"""Leave a page alone for some seconds, see what moves, and try what may stop it."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import time
from binascii import Error as BadBase64
from typing import Any, cast
from urllib.parse import unquote_to_bytes

from civiscope.browser.cdp import CdpError
from civiscope.browser.tab import Tab
from civiscope.collectors.interaction.clicks.listeners import listening
from civiscope.collectors.interaction.keyboard.frames import Frames
from civiscope.collectors.interaction.motion.pictures import animation_of
from civiscope.collectors.interaction.probe import Answer, Probe, Probing
from civiscope.collectors.interaction.script import put_in

_HERE = "civiscopeMotion"
_QUIET = 3.2
"""Seconds after which a page where nothing stirred yet is left in peace."""
_WATCHED = 6.5
"""Seconds; what moves for five is too much (WCAG 2.2.2)."""
SLIDES_S = 16.5
"""Seconds in which slides that change every five have done so three times."""
_PATIENCE = 60.0
"""Seconds by the clock: time of a page that keeps itself busy may go so slowly that all would end
without an answer."""
_LOOK = 0.3
"""Seconds between looks whether anything is still due on the page."""
_SOON = (0.1, 0.1, 0.1)
"""Seconds before the first ones: of most pages that is known at once."""
_SURE = 2
"""Looks in a row at which nothing was."""
_MAX_TURNS = 4
_TURNS = frozenset({"animationiteration"})
_LONG = 5.0
_MAX_PICTURES = 30
_MAX_BYTES = 6_000_000
_STOPPING = 15.0
"""Seconds for pressing buttons, all movers together."""


async def watch(probing: Probing) -> Answer:
    """Return what moved or changed by itself, and whether a button stopped it."""
    tab = probing.tab
    await put_in(tab, "motion/motion.js")
    calm = await tab.evaluate(f"{_HERE}.calm()", timeout=10)
    alive = await tab.evaluate(f"{_HERE}.alive()", timeout=10)
    tab.reduced_motion = False
    try:
        # What nothing can set moving is not watched.
        alive = alive and not (probing.still and await _stays_still(tab))
        if alive:
            await probing.reload()
            await put_in(tab, "motion/motion.js")
        else:
            # Style sheets take notice at once; nothing else on the page could.
            tab.ordinary_view()
        await tab.evaluate(f"{_HERE}.begin()", timeout=10)
        numbers = await _moving_pictures(tab)
        enough = True
        async with tab.turn.rest() if alive else contextlib.nullcontext():
            if alive:
                enough = await _wait(tab)
            asked = f"{_HERE}.collect({json.dumps(numbers)}, {calm})"
            seen = json.loads(await tab.evaluate(asked, timeout=10))
            if not enough and not seen["movers"]:
                # Nothing was found, and nothing is known.
                raise TimeoutError
            await _try_to_stop(tab, seen["movers"])
            probing.spoilt |= any(mover["pressed"] for mover in seen["movers"])
    finally:
        tab.reduced_motion = True
        tab.ordinary_view()
    return cast("Answer", seen)


async def _stays_still(tab: Tab) -> bool:
    """Say whether a still page stays so when it is told that its visitor wants movement."""
    tab.ordinary_view()
    return bool(await tab.evaluate(f"{_HERE}.staysStill()", timeout=10))


async def _wait(tab: Tab) -> bool:
    """Wait as long as there is something to be seen, and something may still come.

    Time is that of the page, which goes slower where it gets its turns late; patience has an end.
    Say whether it sufficed.
    """
    until = time.monotonic() + _PATIENCE
    endless = not await _goes_on_by_turns(tab)

    async def watch_until(when: float) -> bool:
        """Wait until then; say whether nothing more can come, as soon as that is known."""
        calm, seen = 0, await _watched(tab)
        began = time.monotonic() - seen
        looks = iter(_SOON)
        while seen < when and time.monotonic() < until:
            await asyncio.sleep(min(next(looks, _LOOK), when - seen))
            calm = calm + 1 if await tab.nothing_due(SLIDES_S - seen, endless=endless) else 0
            if calm >= _SURE:
                return True
            seen = time.monotonic() - began
            if seen >= when:
                seen = await _watched(tab)
                began = time.monotonic() - seen
        return False

    if await watch_until(_QUIET):
        return True
    so_far = json.loads(await tab.evaluate(f"{_HERE}.sofar()", timeout=10))
    if so_far["carousel"]:
        await watch_until(SLIDES_S)
    elif so_far["moving"]:
        if await watch_until(_WATCHED):
            return True
        # Whether slides had their third turn in that time is chance; wait until it is due.
        for _ in range(_MAX_TURNS):
            so_far = json.loads(await tab.evaluate(f"{_HERE}.sofar()", timeout=10))
            if not so_far["until"] or await _watched(tab) >= SLIDES_S:
                break
            if await watch_until(min(so_far["until"] + 0.1, SLIDES_S)):
                break
    return time.monotonic() < until


async def _watched(tab: Tab) -> float:
    """Return for how long the page has been watched, in seconds of its own time."""
    return float(await tab.evaluate(f"{_HERE}.time()", timeout=10)) / 1000


async def _goes_on_by_turns(tab: Tab) -> bool:
    """Say whether a script may do something at each turn of an animation that has no end."""
    if not await tab.evaluate(f"{_HERE}.endless()", timeout=10):
        return False
    try:
        numbers, above = await listening(tab, Frames(tab), _TURNS)
    except CdpError:
        return True
    return above or bool(numbers)


async def _moving_pictures(tab: Tab) -> list[int]:
    """Return which of the visible pictures move for long, by their numbers."""
    urls: list[str] = json.loads(await tab.evaluate(f"{_HERE}.pictures()", timeout=10))
    known: dict[str, bool] = {}
    for url in urls:
        if url not in known and len(known) < _MAX_PICTURES:
            found = animation_of(await _bytes_of(tab, url))
            known[url] = found is not None and found.lasts > _LONG
    return [number for number, url in enumerate(urls) if known.get(url)]


async def _bytes_of(tab: Tab, url: str) -> bytes:
    if url.startswith("data:"):
        head, _, body = url.partition(",")
        try:
            return base64.b64decode(body) if head.endswith(";base64") else unquote_to_bytes(body)
        except BadBase64:
            return b""
    try:
        result = await tab.session.send(
            "Page.getResourceContent", {"frameId": tab.main_frame, "url": url}, timeout=5
        )
    except CdpError:
        # Not among what the page has loaded any more; then nothing is known of it.
        return b""
    content = str(result["content"])
    if len(content) > _MAX_BYTES or not result.get("base64Encoded"):
        return b""
    return base64.b64decode(content)


async def _try_to_stop(tab: Tab, movers: list[dict[str, Any]]) -> None:
    until = time.monotonic() + _STOPPING
    for index, mover in enumerate(movers):
        left = until - time.monotonic()
        if mover["candidates"] and left > 3:
            asked = f"{_HERE}.stop({index}, {left * 1000:.0f})"
            mover |= json.loads(await tab.evaluate(asked, timeout=25))


PROBE = Probe("motion", watch, seconds=90, tidy=True, takes_used=True)
