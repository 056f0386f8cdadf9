"""Wait for a consent banner as a reader would meet it: at once, late, or after the first scroll."""

from __future__ import annotations

import asyncio
import contextlib

from civiscope.browser.cdp import CdpError
from civiscope.browser.tab import Tab
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.consent.banner import BannerScan, look_for_banner
from civiscope.collectors.consent.closed_roots import open_closed_roots
from civiscope.collectors.consent.making import Making, NothingSeen
from civiscope.model.privacy import BannerSearch

_MAX_MOVES = 3
_BETWEEN_LOOKS_S = 0.4
_BETWEEN_ROOTS_S = 0.9
"""Listing closed roots makes the browser report the whole document."""
_AFTER_SCROLL_S = 1.0
"""For what scrolling brings, at least."""
_SURE = 2
"""Looks in a row at which nothing was due on the page."""
_WHEEL = 300
_TURNS = 3


async def find_banner(making: Making, tab: Tab, *, until: float | None = None) -> BannerScan:
    """Look until there is a banner, or *until* seconds have passed since the page had loaded.

    Without *until*, as long as the pace allows, and from some time on with the page scrolled.
    """
    looked = await look_steadily(making, tab, 1)
    calm = 0
    while looked.shown is None and not _is_over(making, until):
        if until is None:
            # Where nothing is due by itself, only what a reader does can bring a banner.
            calm = calm + 1 if await _nothing_due(making, tab) else 0
            if calm >= _SURE and making.scrolled is not None and _has_scrolled(making):
                break
        wait = 0 if calm >= _SURE else making.pace.scroll
        if until is None and making.scrolled is None and making.since_load() >= wait:
            calm = 0
            await scroll(tab)
            making.scrolled = making.since_load()
        await _wait(tab)
        looked = await look_steadily(making, tab, 1)
    if looked.shown is not None and until is None:
        making.came = making.since_load()
    return looked


async def _wait(tab: Tab) -> None:
    """Wait until it is time for another look."""
    with contextlib.suppress(PageLeft):
        await tab.draw_seldom(_BETWEEN_LOOKS_S)
    await asyncio.sleep(_BETWEEN_LOOKS_S)


def _is_over(making: Making, until: float | None) -> bool:
    """Say whether a banner was waited for long enough; on a slow machine, looking takes time."""
    if until is not None:
        return making.since_load() >= until
    return _has_scrolled(making) and making.since_load() >= making.pace.banner


def _has_scrolled(making: Making) -> bool:
    """Say whether what scrolling brings has had its time."""
    if making.scrolled is None:
        return False
    return making.since_load() >= making.scrolled + _AFTER_SCROLL_S


async def _nothing_due(making: Making, tab: Tab) -> bool:
    """Say whether nothing may bring a banner any more, if nobody does anything."""
    try:
        return await tab.nothing_due(making.pace.banner)
    except (PageLeft, CdpError):
        return False


def search_of(making: Making, looked: BannerScan) -> BannerSearch:
    """Return how a banner was looked for, without times that differ from scan to scan."""
    return BannerSearch(
        0.0 if looked.shown is not None else making.pace.banner,
        making.scrolled is not None,
        () if looked.shown is not None else looked.passed_over,
        () if looked.shown is not None else (*looked.not_searched, *making.not_opened),
    )


async def look_steadily(making: Making, tab: Tab, layer: int) -> BannerScan:
    """Look once, again when the page goes elsewhere meanwhile. Raises NothingSeen, TabLost."""
    for _ in range(_MAX_MOVES):
        commits = tab.commits
        try:
            return await _look(making, tab, layer)
        except PageLeft:
            with contextlib.suppress(TimeoutError):
                await tab.next_document(commits)
    raise NothingSeen("The page kept going elsewhere while it was looked at.")


async def _look(making: Making, tab: Tab, layer: int) -> BannerScan:
    looked = await look_for_banner(tab, layer)
    if looked.shown is None and making.roots_due(_BETWEEN_ROOTS_S):
        opened, problem = await open_closed_roots(tab, looked.elements)
        making.not_opened = (problem,) if problem else ()
        if opened:
            looked = await look_for_banner(tab, layer)
    return looked


async def scroll(tab: Tab) -> None:
    """Move the pointer into the page and turn the wheel, with input that pages take for a reader's.

    Some pages bring their banner, and what they load for it, only then.
    """
    point = {"x": 400, "y": 400}
    with contextlib.suppress(CdpError):
        await tab.session.send(
            "Input.dispatchMouseEvent", {"type": "mouseMoved", **point}, timeout=5
        )
        for _ in range(_TURNS):
            turn = {"type": "mouseWheel", **point, "deltaX": 0, "deltaY": _WHEEL}
            await tab.session.send("Input.dispatchMouseEvent", turn, timeout=5)
