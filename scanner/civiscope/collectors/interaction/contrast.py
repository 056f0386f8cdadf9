"""Look at the pixels of texts whose contrast axe-core could not decide or does not know."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any, cast

from civiscope.browser.tab import Tab
from civiscope.collectors.interaction.probe import Answer, Probe, Probing
from civiscope.collectors.interaction.script import put_in
from civiscope.model import AxeRule, Missing
from civiscope.model.contrast import settled_texts

_HERE = "civiscopeContrast"
_AXE = ("color-contrast", "color-contrast-enhanced")
_MAX_TEXTS = 60
_MAX_VIEWS = 10
"""Pictures of the window taken in three or four colours each; texts beyond them stay undecided."""


async def look_behind_text(probing: Probing) -> Answer:
    """Return how the strokes of each such text stand out from the pixels behind them."""
    seen = probing.page.evidence
    rules = () if isinstance(seen.axe, Missing) else seen.axe.rules
    settled = settled_texts(seen.script_results.values())
    return await sample_texts(probing.tab, find_undecided(rules, settled))


async def sample_texts(tab: Tab, selectors: Sequence[str], within: str = "undefined") -> Answer:
    """Return how the strokes of the texts with these *selectors* stand out, as the page is.

    *Within* is a function of our world that says of an element whether it is asked about: texts
    that axe-core does not know are looked at in such elements only.
    """
    await put_in(tab, "contrast.js")
    paths = json.dumps(selectors[:_MAX_TEXTS])
    more = await tab.evaluate(f"{_HERE}.begin({paths}, {within})")
    for _ in range(_MAX_VIEWS if more else 0):
        area = json.loads(await tab.evaluate(f"{_HERE}.next()"))
        if area is None:
            break
        if "empty" not in area:
            await _compare(tab, area)
    await tab.evaluate("scrollTo({left: 0, top: 0, behavior: 'instant'})")
    return cast("Answer", json.loads(await tab.evaluate(f"{_HERE}.answers()")))


def find_undecided(rules: Iterable[AxeRule], settled: Collection[str] = ()) -> list[str]:
    """Return the selectors of texts whose contrast axe-core left open, and no script *settled*."""
    # A text in a frame has a way through the frame's element; there it is not looked for.
    found = [
        node.selector
        for rule in rules
        if rule.id in _AXE
        for node in rule.incomplete
        if not node.frame and node.selector not in settled
    ]
    return list(dict.fromkeys(found))


async def _compare(tab: Tab, area: dict[str, float]) -> None:
    shots: list[str] = []
    own = ("own",) if await tab.evaluate(f"{_HERE}.needsOwn()") else ()
    for colour in ("black", "white", "transparent", *own):
        await tab.evaluate(f"{_HERE}.paint('{colour}')", timeout=10)
        shots.append(await _picture(tab, area))
    await tab.evaluate(f"{_HERE}.paint('')", timeout=10)
    await tab.evaluate(f"{_HERE}.compare({json.dumps(shots)[1:-1]})", timeout=15)


async def _picture(tab: Tab, area: dict[str, float]) -> str:
    params: dict[str, Any] = {
        "format": "png",
        "clip": {**area, "scale": 1},
        "captureBeyondViewport": False,
        "optimizeForSpeed": True,
    }
    result = await tab.session.send("Page.captureScreenshot", params, timeout=10)
    return str(result["data"])


PROBE = Probe("contrast", look_behind_text, seconds=25, tidy=True, at_rest=True)
