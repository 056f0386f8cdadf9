"""Open what a page keeps closed (details, menus, tabs, popovers) and judge each part once."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from civiscope.browser.cdp import CdpError
from civiscope.browser.tab import Tab
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.interaction.contrast import find_undecided, sample_texts
from civiscope.collectors.interaction.keyboard.keys import press as press_key
from civiscope.collectors.interaction.probe import Answer, Probe, Probing
from civiscope.collectors.interaction.script import put_in
from civiscope.collectors.page.browser_tree import ask_browser_tree
from civiscope.model import AxeResults, PagePart
from civiscope.model.adapters import adapter_of
from civiscope.model.states import OpenedParts, merge_results, with_more

MAX_SCREENS = 12
"""Windows that a page is scrolled on."""
MAX_GROWTH = 3
"""How often a page may grow at its end before it counts as endless."""
MAX_ROUNDS = 6
"""Parts of one exclusive accordion that are opened."""
MAX_OPENED = 20
"""Parts that are opened with a control."""
TIMEOUT_S = 60.0
_PAUSE_S = 0.1
_HERE = "civiscopeOpened"
_MORE = "It has {left} more controls that open something than were tried."
_FOLDED = "It has more parts to unfold than were opened."
_ENDLESS = "It goes on as it is scrolled; what comes after the first screens was not tested."


@dataclass(slots=True)
class _Opening:
    """A page whose parts are opened, and what was seen in them until now."""

    tab: Tab
    end: float
    axe: AxeResults | None = None
    answers: dict[str, Any] = field(default_factory=dict[str, Any])
    parts: list[PagePart] = field(default_factory=list[PagePart])
    texts: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    async def ask(self, expression: str) -> Any:  # noqa: ANN401 - plain data of our own script
        return await self.tab.evaluate(f"{_HERE}.{expression}")

    async def judge(self) -> None:
        """Judge what can be seen now and could not be when it was last remembered."""
        await self.tab.evaluate('civiscope.settle({"quiet": 60, "limit": 600})')
        if not await self.ask("takeUp()"):
            return
        await self.tab.evaluate('civiscope.rest({"limit": 1000})')
        said = await self.tab.evaluate(f"civiscope.axeWithin({_HERE}.shown())")
        axe = adapter_of(AxeResults).validate_json(said)
        axe = replace(axe, tree=await ask_browser_tree(self.tab, axe.rules, {}))
        found = json.loads(
            await self.tab.evaluate(
                "globalThis.civiscopeRules"
                f" ? civiscope.ask(civiscopeRules(), {_HERE}.isWithin) : '{{}}'"
            )
        )
        selectors = find_undecided(axe.rules)
        if selectors:
            self.texts += (await sample_texts(self.tab, selectors))["texts"]
        answers = {rule: each["answer"] for rule, each in found.items() if "answer" in each}
        self.axe = axe if self.axe is None else with_more(self.axe, axe)
        known = {rule: self.answers.get(rule, []) for rule in {**self.answers, **answers}}
        self.answers = merge_results(known, answers)

    @property
    def late(self) -> bool:
        return time.monotonic() > self.end


async def open_parts(probing: Probing) -> Answer:
    """Scroll through the page, unfold what is folded, and press what opens something."""
    tab = probing.tab
    opening = _Opening(tab, time.monotonic() + TIMEOUT_S)
    await put_in(tab, "opened.js")
    hidden = [part.selector for part in probing.page.parts if part.kind == "hidden"]
    await opening.ask(f"track({json.dumps([path for path in hidden if path])})")
    await _scroll(opening)
    await _unfold(opening)
    await _press_all(opening)
    judged = tuple(json.loads(await opening.ask("met()")))
    seen = OpenedParts(
        rules=opening.axe.rules if opening.axe is not None else (),
        tree=opening.axe.tree if opening.axe is not None else (),
        answers=opening.answers,
        judged=judged,
        parts=tuple(opening.parts),
        texts=tuple(opening.texts),
    )
    answer: Mapping[str, Any] = adapter_of(OpenedParts).dump_python(seen, mode="json")
    return answer


async def _scroll(opening: _Opening) -> None:
    await opening.ask("remember()")
    height, grown = 0, 0
    for _ in range(MAX_SCREENS):
        said = json.loads(await opening.ask("scrollOn()"))
        if said["end"]:
            await asyncio.sleep(2 * _PAUSE_S)
            said = json.loads(await opening.ask("scrollOn()"))
            if said["end"]:
                break
            grown += said["height"] > height > 0
        height = said["height"]
        if grown >= MAX_GROWTH:
            opening.parts.append(PagePart("endless", "", _ENDLESS))
            break
    await opening.ask("toTop()")
    await opening.judge()


async def _unfold(opening: _Opening) -> None:
    for number in range(MAX_ROUNDS + 1):
        await opening.ask("remember()")
        if number == MAX_ROUNDS or opening.late:
            if await opening.ask("unfold()"):
                opening.parts.append(PagePart("more", "", _FOLDED))
            break
        if not await opening.ask("unfold()"):
            break
        await opening.judge()


async def _press_all(opening: _Opening) -> None:
    left = int(await opening.ask("findOpeners()"))
    tried = 0
    while left and tried < MAX_OPENED and not opening.late:
        await opening.ask("remember()")
        at = await opening.ask("aim()")
        if at is None:
            return
        tried += 1
        left -= 1
        await _click(opening.tab, at)
        await opening.judge()
        if await opening.ask("liesOver()"):
            await _close(opening)
    if left > 0:
        opening.parts.append(PagePart("more", "", _MORE.format(left=left)))


async def _close(opening: _Opening) -> None:
    """Close what lies over the page, so that it covers no other part."""
    await press_key(opening.tab.session, "Escape")
    await asyncio.sleep(_PAUSE_S)
    if not await opening.ask("isLeft()"):
        return
    again = await opening.ask("aimAgain()")
    if again is not None:
        await _click(opening.tab, again)
        await asyncio.sleep(_PAUSE_S)


async def _click(tab: Tab, at: Mapping[str, float]) -> None:
    button = {"x": at["x"], "y": at["y"], "button": "left", "clickCount": 1}
    try:
        for kind, buttons in (("mouseMoved", 0), ("mousePressed", 1), ("mouseReleased", 0)):
            params = {"type": kind, **button, "buttons": buttons}
            await tab.session.send("Input.dispatchMouseEvent", params, timeout=10)
    except CdpError as error:
        raise PageLeft(str(error)) from error


PROBE = Probe("opened", open_parts, seconds=TIMEOUT_S + 20, at_rest=True)
