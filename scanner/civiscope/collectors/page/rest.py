"""Bring a page to rest before it is measured: load what is lazy, end what moves for a while."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from typing import Any

from civiscope.browser.cdp import CdpError
from civiscope.browser.tab import TabLost
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.driver import PageDriver
from civiscope.collectors.page.closed_roots import enter_closed_roots
from civiscope.collectors.page.frame_patience import TIMER, ask_frame
from civiscope.collectors.page.network_values import cut_url
from civiscope.model import PagePart
from civiscope.web.urls import redact_url

LAZY_TIMEOUT_S = 2.0
"""To wait for lazy pictures and frames."""
REST_TIMEOUT_S = 2.5
"""To wait for what scripts fade in, in each frame."""
FRAME_TIMEOUT_S = 3.0
MAX_FRAMES = 60
MAX_ROUNDS = 3
"""How often frames are looked for that lazy frames brought."""
_HEARD_S = 1.0
_FAST = 1_000_000
"""A second of an animation takes a microsecond then."""
MOVES = "Its look keeps changing, so what was measured of it holds for one moment only."


@dataclass(frozen=True, slots=True)
class Rest:
    """What bringing a page to rest came to."""

    frames: dict[str, str]
    """Id and URL of every frame, the lazy ones too."""
    restless: tuple[PagePart, ...] = ()
    """Texts that never came to rest, and what is closed even to the browser's own way in."""
    silent: frozenset[str] = frozenset()
    """Ids of frames that let no script run, ours neither."""


def set_clock(tab: PageDriver, *, fast: bool) -> None:
    """Let animations and transitions in *tab* end at once while *fast*; nothing is waited for."""
    for session in tab.sessions:
        with contextlib.suppress(CdpError):
            session.post("Animation.setPlaybackRate", {"playbackRate": _FAST if fast else 1})


async def restore_clock(tab: PageDriver) -> None:
    """Let animations take their time again, on the next page as well; before it is asked for.

    A page that is busy is waited for no longer than a moment.
    """
    # Else the browser may show the next page before this one has heard of it.
    with contextlib.suppress(CdpError):
        await tab.session.send("Animation.setPlaybackRate", {"playbackRate": 1}, timeout=_HEARD_S)


async def wait_for_rest(tab: PageDriver) -> Rest:
    """Wait until what moves in the page in *tab* for a moment has ended; raises TabLost, PageLeft.

    Nothing is loaded, ended or held: what goes on moving is told of.
    """
    for frame in (tab.main_frame, *await tab.frame_urls()):
        if tab.has_world(frame):
            with contextlib.suppress(CdpError):
                await tab.evaluate("civiscope.keepStill()", frame=frame, timeout=FRAME_TIMEOUT_S)
    return await bring_to_rest(tab, has_frames=True, still=True)


async def bring_to_rest(tab: PageDriver, *, has_frames: bool, still: bool = False) -> Rest:
    """Bring the page in *tab* and its frames to rest; raises TabLost, or PageLeft.

    With *still*, its clock is left alone. Otherwise, until its next load, what begins to move
    ends at once: nothing that is measured now is seen in the middle of a movement.
    """
    if not still:
        set_clock(tab, fast=True)
    woken, (parts, busy) = await _wake_and_rest(tab)
    frames: dict[str, str] = {}
    silent: set[str] = set()
    for _ in range(MAX_ROUNDS if has_frames or woken else 0):
        known = set(frames)
        frames = await tab.frame_urls()
        new = [frame for frame in list(frames)[:MAX_FRAMES] if frame not in known]
        if not new:
            break
        if not still:
            set_clock(tab, fast=True)
        for frame in new:
            with contextlib.suppress(CdpError, PageLeft):
                rested = await _frame(tab, frame, frames[frame], settle=bool(known or woken))
                if rested is None:
                    silent.add(frame)
                    continue
                parts += rested[0]
                busy = busy or rested[1]
    if busy:
        # One movement begins as another ends: it would run as fast as the browser can.
        set_clock(tab, fast=False)
    return Rest(frames, tuple(parts), frozenset(silent))


async def _wake_and_rest(tab: PageDriver) -> tuple[int, tuple[list[PagePart], bool]]:
    """Return how many frames the page's own document woke, and what `_rest` says of it."""
    limits = json.dumps({"lazy": LAZY_TIMEOUT_S * 1000, "limit": REST_TIMEOUT_S * 1000})
    seconds = LAZY_TIMEOUT_S + REST_TIMEOUT_S + tab.deadlines.script
    waking = await tab.evaluate(f"civiscope.wakeAndRest({limits})", timeout=seconds)
    if waking["rest"] is None:
        rested = await _rest(tab, tab.main_frame, "", hosts=waking["hosts"])
    else:
        rested = _restless(waking["rest"], "")
    return waking["frames"], rested


async def _frame(
    tab: PageDriver, frame: str, url: str, *, settle: bool
) -> tuple[list[PagePart], bool] | None:
    """Return what rest says of a frame, None when it lets no script run."""
    if not tab.has_world(frame):
        return [], False
    try:
        # In a frame that lets no script run, no timer ever goes off.
        await ask_frame(tab, frame, TIMER, seconds=2)
        limits = json.dumps({"quiet": 100, "limit": 1000})
        if settle:
            await ask_frame(tab, frame, f"civiscope.settle({limits})", seconds=FRAME_TIMEOUT_S)
        lazy = json.dumps({"limit": LAZY_TIMEOUT_S * 1000})
        waking = await ask_frame(tab, frame, f"civiscope.wake({lazy})", seconds=FRAME_TIMEOUT_S)
        return await _rest(tab, frame, cut_url(redact_url(url)), hosts=waking["hosts"])
    except TabLost as lost:
        if lost.reason != "hung":
            raise
        return None


async def _rest(
    tab: PageDriver, frame: str, url: str, *, hosts: int
) -> tuple[list[PagePart], bool]:
    parts: list[PagePart] = []
    if hosts:
        with contextlib.suppress(CdpError):
            parts = await enter_closed_roots(tab, frame, url)
    limits = json.dumps({"limit": REST_TIMEOUT_S * 1000})
    seconds = REST_TIMEOUT_S + (FRAME_TIMEOUT_S if url else tab.deadlines.script)
    said = await tab.evaluate(f"civiscope.rest({limits})", frame=frame, timeout=seconds)
    moving, busy = _restless(said, url)
    return parts + moving, busy


def _restless(answer: str, url: str) -> tuple[list[PagePart], bool]:
    """Return what a frame says of its rest: texts that never come to it, and whether it is busy."""
    said: dict[str, Any] = json.loads(answer)
    parts = [
        PagePart("moving", each["selector"], MOVES, each["snippet"], url) for each in said["texts"]
    ]
    if said["more"]:
        parts.append(PagePart("moving", "", f"{MOVES} There are {said['more']} more.", "", url))
    return parts, bool(said["busy"])
