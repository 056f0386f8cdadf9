"""Load a page on a slow line, without scripts, without third parties and on an old phone."""

from __future__ import annotations

import asyncio
import json
import time
from functools import lru_cache
from importlib.resources import files
from typing import Any

from civiscope.browser.cdp import CdpError, Json
from civiscope.browser.tab import Tab
from civiscope.collectors.interaction.probe import Answer, Probe, Probing
from civiscope.model import Missing, Page
from civiscope.model.divide import (
    PHONE_HEIGHT,
    PHONE_WIDTH,
    SLOW_BYTES_A_SECOND,
    SLOW_LATENCY_MS,
)
from civiscope.web.urls import host_of, is_web_url, same_site

NAME = "divide"
_SLOW_TIMEOUT_S = 45.0
"""A page of 3 MB takes 16 s; what takes longer than this is told as not ended."""
_LOAD_TIMEOUT_S = 15.0
_STEP_S = 0.1
_PAINT_STEPS = 10
_MAX_BLOCKED = 100
_ANY_RATE = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
_SLOW_RATE = {
    "offline": False,
    "latency": SLOW_LATENCY_MS,
    "downloadThroughput": SLOW_BYTES_A_SECOND,
    "uploadThroughput": SLOW_BYTES_A_SECOND,
}


async def measure_divide(probing: Probing) -> Answer:
    """Return what the page holds in each of four loads, and how long the slow one took."""
    tab, page = probing.tab, probing.page
    usual = await _look(tab)
    others = _third_parties(page)
    await tab.guard(on=False)
    try:
        slow, ended = await _load_slowly(tab, page.url)
        bare = await _load_with(tab, page.url, "Emulation.setScriptExecutionDisabled", "value")
        alone = await _load_without(tab, page.url, others) if others else None
        small = await _load_small(tab, page.url)
    finally:
        tab.ordinary_view()
        await tab.guard(on=True)
    return {
        "first_text_s": _seconds(slow["first"]) if slow else None,
        "loaded_s": _seconds(slow["loaded"]) if slow and ended else None,
        "ended": ended,
        "words": usual["words"],
        "words_without_scripts": bare and bare["words"],
        "forms": usual["forms"],
        "forms_without_scripts": bare and bare["sent"],
        "third_parties": len(others),
        "words_without_third_parties": alone and alone["words"],
        "phone_width": small and small["width"],
        "phone_content": small and small["content"],
        "other_ways": usual["ways"],
    }


async def _load_slowly(tab: Tab, url: str) -> tuple[Json | None, bool]:
    """Return the page as it stands at the end on a slow line, and whether it came to its end."""
    await tab.session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    await tab.session.send("Network.emulateNetworkConditions", _SLOW_RATE)
    try:
        seen, ended = await _show(tab, url, _SLOW_TIMEOUT_S)
        for _ in range(_PAINT_STEPS):
            # Text is painted a moment after the last style sheet that held it up.
            if seen is None or seen["first"]:
                break
            await asyncio.sleep(_STEP_S)
            seen = await _look(tab)
    finally:
        await tab.session.send("Network.emulateNetworkConditions", _ANY_RATE)
        await tab.session.send("Network.setCacheDisabled", {"cacheDisabled": False})
    return seen, ended


async def _load_with(tab: Tab, url: str, command: str, key: str) -> Json | None:
    """Return the page loaded while *command* is on."""
    await tab.session.send(command, {key: True})
    try:
        return (await _show(tab, url, _LOAD_TIMEOUT_S))[0]
    finally:
        await tab.session.send(command, {key: False})


async def _load_without(tab: Tab, url: str, hosts: list[str]) -> Json | None:
    patterns = [f"*://{host}{end}" for host in hosts[:_MAX_BLOCKED] for end in ("/*", ":*/*")]
    await tab.session.send("Network.setBlockedURLs", {"urls": patterns})
    try:
        return (await _show(tab, url, _LOAD_TIMEOUT_S))[0]
    finally:
        await tab.session.send("Network.setBlockedURLs", {"urls": []})


async def _load_small(tab: Tab, url: str) -> Json | None:
    view = {"width": PHONE_WIDTH, "height": PHONE_HEIGHT, "deviceScaleFactor": 2, "mobile": True}
    await tab.session.send("Emulation.setDeviceMetricsOverride", view)
    return (await _show(tab, url, _LOAD_TIMEOUT_S))[0]


async def _show(tab: Tab, url: str, seconds: float) -> tuple[Json | None, bool]:
    """Load *url* and return what stands there once it is loaded, or the time is up."""
    began = time.monotonic()
    # It answers once the head of the document is there, which on a slow line takes its time.
    told = await tab.session.send("Page.navigate", {"url": url}, timeout=seconds)
    if told.get("errorText"):
        return None, False
    while True:
        seen = await _look(tab)
        if seen["state"] == "complete" and seen["loaded"]:
            return seen, True
        if time.monotonic() - began > seconds:
            await tab.session.send("Page.stopLoading", {})
            return seen, False
        await asyncio.sleep(_STEP_S)


async def _look(tab: Tab) -> Json:
    """Return what stands on the page, read in a world of our own: it works without scripts, too."""
    world = await tab.session.send(
        "Page.createIsolatedWorld", {"frameId": tab.main_frame, "worldName": "civiscope-divide"}
    )
    answer = await tab.session.send(
        "Runtime.evaluate",
        {
            "expression": _script(),
            "contextId": world["executionContextId"],
            "returnByValue": True,
        },
        timeout=10,
    )
    value: Any = answer.get("result", {}).get("value")
    if not isinstance(value, str):
        raise CdpError("The page could not be read.")
    found: Json = json.loads(value)
    return found


def _third_parties(page: Page) -> list[str]:
    """Return the hosts of others that the page asks."""
    requests = page.evidence.requests
    if isinstance(requests, Missing):
        return []
    found = {
        host_of(each.url)
        for each in requests
        if is_web_url(each.url) and not same_site(each.url, page.url)
    }
    return sorted(found - {""})


def _seconds(milliseconds: float | None) -> float | None:
    return None if not milliseconds else round(milliseconds / 1000, 1)


@lru_cache(maxsize=1)
def _script() -> str:
    return (files("civiscope.collectors.interaction") / "divide.js").read_text(encoding="utf-8")


PROBE = Probe(NAME, measure_divide, seconds=120)
