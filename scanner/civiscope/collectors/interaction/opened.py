"""Open what a page and its frames keep closed (details, menus, tabs) and judge each part once."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from civiscope.browser.cdp import CdpError
from civiscope.browser.tab import Tab, TabLost
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.interaction.contrast import find_undecided, sample_texts
from civiscope.collectors.interaction.keyboard.frames import Frames
from civiscope.collectors.interaction.keyboard.keys import press as press_key
from civiscope.collectors.interaction.keyboard.probe import try_guards
from civiscope.collectors.interaction.probe import Answer, Probe, Probing
from civiscope.collectors.interaction.script import put_in
from civiscope.collectors.page.browser_tree import ask_browser_tree
from civiscope.collectors.page.network_values import cut_url
from civiscope.collectors.page.quiet import wait_until_quiet
from civiscope.collectors.page.rest import FRAME_TIMEOUT_S
from civiscope.model import AxeResults, PagePart
from civiscope.model.adapters import adapter_of
from civiscope.model.contrast import settled_texts
from civiscope.model.states import OpenedParts, in_frame, merge_results, with_more
from civiscope.web.urls import redact_url

MAX_SCREENS = 12
"""Windows that a page is scrolled on."""
MAX_GROWTH = 3
"""How often a page may grow at its end before it counts as endless."""
MAX_ROUNDS = 10
"""Parts of one exclusive accordion that are opened, and batches of what unfolds by itself."""
BATCH = 100
"""Parts that are unfolded at a time: what is judged in one go ends in time."""
MAX_OPENED = 20
"""Parts that are opened with a control."""
MAX_SLIDES = 20
"""Slides that are shown in place of the one that is shown first."""
MAX_FRAMES = 5
"""Frames whose parts are opened."""
TIMEOUT_S = 60.0
_PAUSE_S = 0.1
_GROWS_S = 0.2
"""Seconds in which a page that has been scrolled to its end begins to grow."""
_TURNS = 3
"""How often a slide is shown that the page itself takes away."""
_HERE = "civiscopeOpened"
_MORE = "It has {left} more controls that open something than were tried."
_FOLDED = "It has more parts to unfold than were opened."
_SLIDES = "It has more slides than were shown."
_FOLDED_IN_FRAME = "It has more frames with closed parts than were opened."
_ENDLESS = "It goes on as it is scrolled; what comes after the first screens was not tested."


@dataclass(slots=True)
class _Opening:
    """A page whose parts are opened, and what was seen in them until now."""

    tab: Tab
    end: float
    frame: str = ""
    """The id of the frame that is looked into; empty for the page's own document."""
    url: str = ""
    axe: AxeResults | None = None
    answers: dict[str, Any] = field(default_factory=dict[str, Any])
    parts: list[PagePart] = field(default_factory=list[PagePart])
    texts: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    guards: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    acted: bool = False
    """Whether something was opened, or judged, which moves the focus."""

    async def ask(self, expression: str) -> Any:  # noqa: ANN401 - plain data of our own script
        return await self.evaluate(f"{_HERE}.{expression}")

    async def evaluate(self, expression: str) -> Any:  # noqa: ANN401 - plain data of our own script
        return await self.tab.evaluate(expression, frame=self.frame, timeout=self._patience)

    @property
    def _patience(self) -> float:
        # A thousand parts on a busy machine take longer than any one answer of a page may.
        return max(self.tab.deadlines.script, self.end - time.monotonic())

    async def judge(self) -> None:
        """Judge what can be seen now and could not be when it was last remembered."""
        if self.frame:
            await self.evaluate('civiscope.settle({"quiet": 60, "limit": 600})')
        else:
            await wait_until_quiet(self.tab, 0.06, 0.6, patience=self._patience)
        if not await self.ask("takeUp()"):
            return
        self.acted = True
        await self.evaluate('civiscope.rest({"limit": 1000})')
        said = await self.evaluate(f"civiscope.axeWithin({_HERE}.shown())")
        axe = adapter_of(AxeResults).validate_json(said)
        if self.frame:
            self._add(in_frame(axe, self.url))
            return
        axe = replace(axe, tree=await ask_browser_tree(self.tab, axe.rules, {}, {}))
        found = json.loads(
            await self.evaluate(
                "globalThis.civiscopeRules"
                f" ? civiscope.ask(civiscopeRules(), {_HERE}.isWithin) : '{{}}'"
            )
        )
        answers = {rule: each["answer"] for rule, each in found.items() if "answer" in each}
        selectors = find_undecided(axe.rules, settled_texts(answers.values()))
        # What lies outside was looked at before, and may be covered now.
        sampled = await sample_texts(self.tab, selectors, f"{_HERE}.isWithin")
        self.texts += sampled["texts"]
        self._add(axe)
        known = {rule: self.answers.get(rule, []) for rule in {**self.answers, **answers}}
        self.answers = merge_results(known, answers)
        # Last of all: it moves the focus, and a part may close for that.
        self.guards += await try_guards(Frames(self.tab), axe)

    def _add(self, axe: AxeResults) -> None:
        self.axe = axe if self.axe is None else with_more(self.axe, axe)

    @property
    def late(self) -> bool:
        return time.monotonic() > self.end


async def open_parts(probing: Probing) -> Answer:
    """Scroll through the page, unfold what is folded, and press what opens something."""
    tab = probing.tab
    opening = _Opening(tab, time.monotonic() + TIMEOUT_S)
    await put_in(tab, "opened.js")
    await put_in(tab, "turns.js")
    # While a script fades one slide into the next they are no set, so they are looked for twice.
    await opening.evaluate("civiscopeTurns.find()")
    parts = [part for part in probing.page.parts if part.kind == "hidden" and not part.frame]
    # One of them may stand for all that were too many to list; it has no place.
    hidden = [part.selector for part in parts]
    await opening.ask(f"track({json.dumps([path for path in hidden if path])})")
    await _scroll(opening)
    await _unfold(opening)
    await _show_slides(opening)
    await _press_all(opening)
    judged: list[str] = json.loads(await opening.ask("met()"))
    if "" in hidden and await _all_opened(opening, len(hidden) - 1 - len(judged)):
        judged.append("")
    in_frames = await _open_in_frames(opening, probing.page.parts)
    # To scroll on leaves the page as it was; to open something does not.
    probing.spoilt = opening.acted or bool(in_frames)
    seen = OpenedParts(
        rules=opening.axe.rules if opening.axe is not None else (),
        tree=opening.axe.tree if opening.axe is not None else (),
        answers=opening.answers,
        judged=tuple(judged),
        judged_in_frames=in_frames,
        parts=tuple(opening.parts),
        texts=tuple(opening.texts),
        guards=tuple(opening.guards),
    )
    answer: Mapping[str, Any] = adapter_of(OpenedParts).dump_python(seen, mode="json")
    return answer


async def _all_opened(opening: _Opening, closed: int) -> bool:
    """Say whether nothing is hidden now but *closed* parts that are named by themselves."""
    left = await opening.evaluate("civiscope.cover.countHidden()")
    return left is not None and int(left) <= closed


async def _scroll(opening: _Opening) -> None:
    await opening.ask("remember()")
    height, grown, longer = 0, 0, 0
    for _ in range(MAX_SCREENS):
        said = json.loads(await opening.ask("scrollOn()"))
        longer += said["height"] > height > 0
        if said["end"]:
            await wait_until_quiet(opening.tab, _GROWS_S, _GROWS_S)
            said = json.loads(await opening.ask("scrollOn()"))
            if said["end"]:
                break
            grown += said["height"] > height > 0
        height = said["height"]
        if grown >= MAX_GROWTH:
            opening.parts.append(PagePart("endless", "", _ENDLESS))
            break
    else:
        # Most pages without an end fetch more long before it comes into sight.
        if longer >= MAX_GROWTH:
            opening.parts.append(PagePart("endless", "", _ENDLESS))
    await opening.ask("toTop()")
    await opening.judge()


async def _unfold(opening: _Opening) -> None:
    for number in range(MAX_ROUNDS + 1):
        await opening.ask("remember()")
        if number == MAX_ROUNDS or opening.late:
            if await opening.ask("unfold(1)"):
                opening.parts.append(PagePart("more", "", _FOLDED, frame=opening.url))
            break
        if not await opening.ask(f"unfold({BATCH})"):
            break
        opening.acted = True
        await opening.judge()


async def _show_slides(opening: _Opening) -> None:
    """Judge the slides of which one is shown at a time, whichever was when the page came."""
    left = int(await opening.evaluate("civiscopeTurns.find()"))
    for slide in range(min(left, MAX_SLIDES)):
        if opening.late:
            break
        left -= 1
        for _ in range(_TURNS):
            await opening.ask("remember()")
            if not await opening.evaluate(f"civiscopeTurns.show({slide})"):
                break
            opening.acted = True
            await opening.judge()
            # The page may have gone on to the next one meanwhile.
            if await opening.evaluate(f"civiscopeTurns.back({slide})"):
                break
        else:
            left += 1
    if left:
        opening.parts.append(PagePart("more", "", _SLIDES))


async def _open_in_frames(page: _Opening, parts: Sequence[PagePart]) -> tuple[tuple[str, str], ...]:
    """Open the parts that frames keep closed; return those that were, each with its frame's URL."""
    hidden: dict[str, list[str]] = {}
    for part in parts:
        if part.kind == "hidden" and part.frame and part.selector:
            hidden.setdefault(part.frame, []).append(part.selector)
    judged: list[tuple[str, str]] = []
    tried = 0
    for frame, address in (await page.tab.frame_urls()).items():
        url = cut_url(redact_url(address))
        if url not in hidden or not page.tab.has_world(frame):
            continue
        if tried >= MAX_FRAMES or page.late:
            page.parts.append(PagePart("hidden", "", _FOLDED_IN_FRAME, frame=url))
            break
        tried += 1
        opening = replace(page, frame=frame, url=url)
        try:
            if not await _runs_scripts(page.tab, frame):
                continue
            judged += [(url, path) for path in await _open_in_frame(opening, hidden[url])]
        except (CdpError, PageLeft):
            # It went elsewhere; its parts stay named as not tested.
            continue
        page.axe = opening.axe
    return tuple(judged)


async def _runs_scripts(tab: Tab, frame: str) -> bool:
    """Say whether a frame lets scripts run: in one that does not, no timer ever goes off."""
    timer = "new Promise((done) => setTimeout(done))"
    try:
        await tab.evaluate(timer, frame=frame, timeout=FRAME_TIMEOUT_S)
    except TabLost as lost:
        if lost.reason != "hung":
            raise
        return False
    return True


async def _open_in_frame(opening: _Opening, hidden: Sequence[str]) -> list[str]:
    await put_in(opening.tab, "opened.js", opening.frame)
    await opening.ask(f"track({json.dumps(list(hidden))})")
    await _unfold(opening)
    left = int(await opening.ask("findOpeners()"))
    for _ in range(min(left, MAX_OPENED)):
        await opening.ask("remember()")
        if opening.late or not await opening.ask("pressNext()"):
            break
        await opening.judge()
        if await opening.ask("liesOver()"):
            await opening.ask("closeAgain()")
    found: list[str] = json.loads(await opening.ask("met()"))
    return found


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
        opening.acted = True
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


PROBE = Probe("opened", open_parts, seconds=TIMEOUT_S + 20, restores=True, at_rest=True)
