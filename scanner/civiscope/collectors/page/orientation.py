"""Settle whether a page is locked to one orientation where axe-core could not tell."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from civiscope.browser.cdp import CdpError
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.driver import PageDriver
from civiscope.model import AxeResults

RULE = "css-orientation-lock"
MAX_SHEETS = 20
_ASKS = re.compile(r"\borientation\s*:", re.IGNORECASE)


async def settle_orientation(
    tab: PageDriver, axe: AxeResults, frames: Iterable[str], sheets: Mapping[str, tuple[str, str]]
) -> AxeResults:
    """Return *axe* without open questions about orientation when no style sheet asks for it.

    *sheets* are the requests for style sheets by URL: sheets of other hosts are hidden from
    scripts, but not from us.
    """
    rule = axe.rule(RULE)
    if rule is None or not rule.incomplete:
        return axe
    unread: set[str] = set()
    for frame in (tab.main_frame, *frames):
        if not tab.has_world(frame):
            continue
        with contextlib.suppress(CdpError, PageLeft):
            said = json.loads(await tab.evaluate("civiscope.orientation()", frame=frame))
            if said["asked"]:
                return axe
            unread.update(said["unread"])
    for url in list(unread)[: MAX_SHEETS + 1]:
        if len(unread) > MAX_SHEETS or url not in sheets:
            return axe
        try:
            text = await tab.body(sheets[url])
        except CdpError:
            return axe
        # What it imports in turn was not looked at.
        if _ASKS.search(text) or "@import" in text:
            return axe
    settled = replace(rule, incomplete=(), unsure=0, passed=1)
    return replace(axe, rules=tuple(settled if each is rule else each for each in axe.rules))
