"""Run axe-core in every frame of a page and bring back what evidence keeps of it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

from civiscope.browser.cdp import CdpError
from civiscope.browser.tab import Tab, TabLost
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.driver import PageDriver
from civiscope.collectors.page.browser_tree import (
    ASKED_RULES,
    ask_browser_tree,
    ask_of_suspects,
)
from civiscope.collectors.page.frame_patience import ask_frame
from civiscope.collectors.page.network_values import cut_url
from civiscope.collectors.page.rest import Rest
from civiscope.model import AxeResults, AxeRule, Node
from civiscope.model.adapters import adapter_of
from civiscope.web.urls import redact_url

MAX_FRAMES = 60
"""Frames axe is run in; those beyond are named as not tested."""
_FRAME_PROBE = 2.0
_PAUSES = (0.1, 0.1, 0.2, 0.2, 0.3)
"""Seconds between looks whether a page that is waited for has anything due."""
_MARGIN_S = 0.2
"""What is due a little later than it is waited for is waited for all the same."""
_REHEARSAL_S = 0.35
"""Seconds of waiting in which rule scripts can be run for nothing."""
_REHEARSE = "globalThis.civiscopeRules ? civiscope.rehearse(civiscopeRules()) : 0"
_WAIT = re.compile(r'\{"wait":(\d{1,5})\}')
_FILE_TYPE = "new Promise((done) => setTimeout(() => done(civiscope.fileType())))"


async def run_axe(tab: PageDriver, rest: Rest) -> AxeResults:
    """Return axe's results over the page at *rest* and its frames, cross-origin ones too.

    Raises CdpError with axe's own error, TabLost, or PageLeft when the page goes elsewhere.
    """
    frames = rest.frames
    if not frames:
        begin = f"civiscope.axeBegin({json.dumps(ASKED_RULES)})"
        said, _, suspects = (await _patiently(tab, begin)).partition("\n")
        alone = adapter_of(AxeResults).validate_json(said)
        return replace(alone, tree=await ask_of_suspects(tab, suspects))
    walk = _FrameWalk(tab, rest)
    await walk.test(tab.main_frame, "", ())
    others = json.dumps(walk.partials[1:])
    found = await tab.evaluate(f"civiscope.axeFinish({others})")
    results = adapter_of(AxeResults).validate_json(found)
    missed = sorted(cut_url(redact_url(url)) for url in await walk.missed_frames())
    rules = tuple(_with_frames(rule, walk.urls) for rule in results.rules)
    tree = await ask_browser_tree(tab, results.rules, walk.places, walk.urls)
    return AxeResults(results.version, rules, tuple(missed), tree)


async def _patiently(tab: PageDriver, begin: str, frame: str = "") -> str:
    """Return what *begin* comes to in a frame; others are worked on while it only waits."""
    said = str(await tab.evaluate(begin, frame=frame))
    wait = _WAIT.fullmatch(said)
    if wait is None:
        return said
    over = isinstance(tab, Tab) and await wait_for_more(tab, int(wait[1]) / 1000)
    return str(await tab.evaluate(f"civiscope.axeEnd({json.dumps(over)})", frame=frame))


async def wait_for_more(tab: Tab, seconds: float) -> bool:
    """Wait *seconds*, or less where nothing is due by then, which is what is returned."""
    now = asyncio.get_running_loop().time
    end = now() + seconds
    if await _is_over(tab, seconds):
        return True
    async with tab.turn.rest():
        await tab.draw_seldom(end - now())
        if tab.visits == 1 and seconds > _REHEARSAL_S:
            # In a new process they take ten times as long, which is waited for in any case.
            with contextlib.suppress(CdpError):
                await tab.evaluate(_REHEARSE)
        for pause in _PAUSES:
            await asyncio.sleep(max(0.0, min(pause, end - now())))
            if now() >= end:
                break
            if await _is_over(tab, end - now()):
                return True
        await asyncio.sleep(max(0.0, end - now()))
    return False


async def _is_over(tab: Tab, seconds: float) -> bool:
    """Say whether nothing of the page is due within *seconds*."""
    return await tab.nothing_due(seconds + _MARGIN_S)


def _with_frames(rule: AxeRule, urls: Mapping[str, str]) -> AxeRule:
    """Return *rule* with each element's way to its frame replaced by the frame's URL."""

    def of(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        return tuple(replace(n, frame=urls.get(n.frame, "")) if n.frame else n for n in nodes)

    return replace(rule, violations=of(rule.violations), incomplete=of(rule.incomplete))


def _flat(step: Any) -> str:  # noqa: ANN401 - a selector, or several through shadow roots
    return step if isinstance(step, str) else " >>> ".join(step)


def _above(frame: str, parents: Mapping[str, str]) -> Iterator[str]:
    while frame := parents.get(frame, ""):
        yield frame


class _FrameWalk:
    """Tests frames depth first, as axe wants the partial results to come."""

    def __init__(self, tab: PageDriver, rest: Rest) -> None:
        self._tab = tab
        self._frames = rest.frames
        self._silent = rest.silent
        self.partials: list[str] = []
        self.tested: set[str] = set()
        self._missed: list[tuple[str, str]] = []
        """Id and URL of each frame that was not tested, in the order met."""
        self.urls: dict[str, str] = {}
        """URL of each frame met, by the way to it as world.js writes it."""
        self.places: dict[str, tuple[str, str]] = {}
        """Id of each frame that was tested, and how selectors of its elements begin, by the way."""

    async def test(
        self, frame: str, context: str, path: tuple[Any, ...], behind: str = "null"
    ) -> None:
        where = json.dumps(context)
        begin = f"civiscope.axePartialBegin({where}, {behind})"
        children = json.loads(await _patiently(self._tab, begin, frame))
        self.tested.add(frame)
        # The page's own part stays where it is; only those of other frames travel.
        own = frame == self._tab.main_frame
        self.partials.append(
            "" if own else await self._tab.evaluate("civiscope.axePartialResult()", frame=frame)
        )
        for index, child in enumerate(children):
            await self._child(
                frame, index, json.dumps(child["context"]), (*path, *child["selector"])
            )

    async def _child(self, parent: str, index: int, context: str, path: tuple[Any, ...]) -> None:
        tab = self._tab
        element = await tab.evaluate(
            f"civiscope.axeFrameElement({index})", frame=parent, by_value=False
        )
        child = await tab.frame_of(parent, element.get("objectId", ""))
        url = self._frames.get(child, "") or str(
            await tab.evaluate(f"civiscope.frameAddress({index})", frame=parent)
        )
        way = json.dumps(path, ensure_ascii=False, separators=(",", ":"))
        self.urls[way] = cut_url(redact_url(url))
        may_run = bool(child) and tab.has_world(child) and child not in self._silent
        if may_run and len(self.tested) < MAX_FRAMES:
            try:
                # In a frame that lets no script run, no timer ever goes off, ours neither.
                if not await ask_frame(tab, child, _FILE_TYPE, seconds=_FRAME_PROBE):
                    await self.test(child, context, path, await self._behind(parent, index, child))
                    self.places[way] = child, "".join(f"{_flat(step)} >>> " for step in path)
                    return
            except (CdpError, PageLeft):
                pass
            except TabLost as lost:
                if lost.reason != "hung":
                    raise
        self._missed.append((child, url))
        self.partials.append("")

    async def _behind(self, parent: str, index: int, child: str) -> str:
        """Return, as JSON, what lies behind a frame that shows what lies behind it."""
        if not await self._tab.evaluate("civiscope.seesThrough()", frame=child):
            return "null"
        return str(await self._tab.evaluate(f"civiscope.behindFrame({index})", frame=parent))

    async def missed_frames(self) -> list[str]:
        """Return the URLs of frames that were not tested, and of the frames in those.

        A frame that is not rendered holds nothing a visitor meets; axe leaves it out by itself.
        """
        urls = [url for _, url in self._missed]
        parents = await self._tab.frame_parents() if self._missed else {}
        missed = {frame for frame, _ in self._missed if frame}
        for frame, url in self._frames.items():
            if frame not in missed and any(above in missed for above in _above(frame, parents)):
                urls.append(url or await self._asked_for(frame, parents))
        return urls

    async def _asked_for(self, frame: str, parents: Mapping[str, str]) -> str:
        """Return the address of a frame that nothing has come for."""
        base = next(
            (self._frames[above] for above in _above(frame, parents) if above in self._frames), ""
        )
        return urljoin(base, await self._tab.written_address(frame))
