"""Judge a page in every state it opens with: what covers it, and what lies behind."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from civiscope.browser.cdp import CdpError
from civiscope.browser.tab import Tab
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.driver import PageDriver
from civiscope.collectors.page.axe import run_axe
from civiscope.collectors.page.cover import MAX_COVERS, Cover, cover_of, find_cover, take_away
from civiscope.collectors.page.network_values import cut_url
from civiscope.collectors.page.orientation import settle_orientation
from civiscope.collectors.page.rest import MOVES, Rest, bring_to_rest
from civiscope.model import AxeResults, Missing, PagePart
from civiscope.model.states import merge_results, only_within, with_more
from civiscope.web.urls import redact_url

T = TypeVar("T")
Answers = dict[str, Any]
_QUIET = '{"quiet": 100, "limit": 1000}'
_COVERED = (
    "What lies behind it was not tested: it could not be closed with Escape, a button that only "
    "closes, or by refusing."
)
_BEHIND = "It lies over the page as it was checked; what is behind it is another state of the page."
_TOO_MANY = "What lies behind it was not tested: closing one opened the next, {count} times."
_FRAME_COVERED = "What lies behind it in this frame was not tested."
_FRAME_PAINTED = "In this frame, the contrast of some texts was not measured: {texts}."
_OVERLAID = "It lies over the page and could not be closed; contrast behind it was not measured."


async def attempt(what: str, work: Awaitable[T]) -> T | Missing:
    """Return what *work* brings, or its failure as evidence. A lost tab or page goes on up."""
    try:
        return await work
    except CdpError as error:
        return Missing("failed", f"{what} broke on this page: {error}")
    except ValidationError as error:
        return Missing("failed", f"{what} answered in a form that cannot be read: {error}")


@dataclass(slots=True)
class PassiveExamination:
    """Runs axe-core and rule scripts over a page as it stands, and acts on nothing."""

    tab: PageDriver
    scripts: Sequence[str]
    """Ids of the rules with scripts."""
    sheets: Mapping[str, tuple[str, str]]
    """Requests for style sheets by URL."""
    rest: Rest
    axe: AxeResults | Missing | None = None
    answers: Answers | None = None
    parts: list[PagePart] = field(default_factory=list[PagePart])
    _cover_then: str = ""
    """What covered the page when rule scripts had answered, as JSON; empty when not known."""
    _unseen_then: str = ""
    """What of the page's own document was not judged then."""

    async def run(self) -> None:
        """Judge the page once. Of a page under a dialog, only the dialog is there to be met."""
        cover = await self._cover()
        await self._judge(within=cover is not None and cover.inert)
        if cover is not None and cover.inert:
            self.parts.append(PagePart("hidden", cover.selector, _BEHIND, cover.snippet))
            self.axe = _within(self.axe, await self._selectors_within())
        self.parts += self.rest.restless
        await self._list_hidden()

    async def _cover(self) -> Cover | None:
        with contextlib.suppress(CdpError):
            return await find_cover(self.tab)
        return None

    async def _cover_after(self) -> Cover | None:
        """Return what covers the page since rule scripts were asked about all of it."""
        return cover_of(self._cover_then) if self._cover_then else await self._cover()

    async def _selectors_within(self) -> set[str]:
        with contextlib.suppress(CdpError):
            return set(json.loads(await self.tab.evaluate("civiscope.cover.within()")))
        return set()

    async def _judge(self, *, within: bool) -> None:
        self.axe = await attempt("axe-core", self._axe())
        self.answers = await self._ask(within=within)

    async def _axe(self) -> AxeResults:
        axe = await run_axe(self.tab, self.rest)
        tested = [frame for frame in self.rest.frames if frame not in self.rest.silent]
        return await settle_orientation(self.tab, axe, tested, self.sheets)

    async def _ask(self, *, within: bool) -> Answers:
        self._cover_then = self._unseen_then = ""
        if not self.scripts:
            await attempt("hidden parts", self.tab.evaluate("civiscope.noteUnseen()"))
            return {}
        if within:
            question = "civiscope.ask(civiscopeRules(), civiscope.cover.isWithin)"
        else:
            question = "civiscope.askAndLook(civiscopeRules())"
        said = await attempt("page scripts", self.tab.evaluate(question))
        if isinstance(said, Missing):
            return dict.fromkeys(self.scripts, said)
        if not within:
            said, self._cover_then, self._unseen_then = said.split("\n")
        return {
            rule: found["answer"]
            if "answer" in found
            else Missing("failed", f"The rule's script broke: {found['error']}")
            for rule, found in json.loads(said).items()
        }

    async def _list_hidden(self) -> None:
        for frame, url in {self.tab.main_frame: "", **self.rest.frames}.items():
            if not self.tab.has_world(frame) or frame in self.rest.silent:
                continue
            if frame == self.tab.main_frame and self._unseen_then:
                self.parts += parts_of(self._unseen_then, "")
                continue
            with contextlib.suppress(CdpError, PageLeft):
                self.parts += await unseen_parts(self.tab, frame, cut_url(redact_url(url)))


@dataclass(slots=True)
class Examination(PassiveExamination):
    """Judges a page of our own in every state; holds what came before the tab was lost."""

    async def run(self) -> None:
        """Judge each state once: what covers the page by itself, then what lies behind it."""
        covers: list[tuple[AxeResults | Missing | None, Answers]] = []
        met: set[str] = set()
        cover = await self._cover()
        for number in range(MAX_COVERS + 1):
            await self._judge(within=cover is not None)
            if cover is None:
                # What came over the page only now hid the rest of it from what judged.
                cover = await self._cover_after()
                if cover is None or not cover.inert:
                    break
                if number < MAX_COVERS:
                    continue
            inside = await self._selectors_within()
            whole, answers = self.axe, self.answers or {}
            covers.append((_within(whole, inside), answers))
            met.add(cover.selector)
            left: Cover | None = cover
            if number < MAX_COVERS:
                with contextlib.suppress(CdpError):
                    left = await take_away(cast("Tab", self.tab), cover)
            if left is not None and left.selector == cover.selector:
                await self._stays(cover, _TOO_MANY if number == MAX_COVERS else "")
                break
            await self._settle()
            cover = left if left is not None else await self._cover()
        for axe, answers in covers:
            if isinstance(self.axe, AxeResults) and isinstance(axe, AxeResults):
                self.axe = with_more(self.axe, axe)
            self.answers = merge_results(self.answers or {}, answers)
        self.parts += self.rest.restless
        await self._list_hidden()
        # A dialog that was closed has been judged while it was open.
        self.parts = [p for p in self.parts if p.kind != "hidden" or p.selector not in met]

    async def _stays(self, cover: Cover, why: str) -> None:
        """Note that *cover* could not be taken away."""
        if cover.inert:
            reason = why.format(count=MAX_COVERS) or _COVERED
            self.parts.append(PagePart("covered", cover.selector, reason, cover.snippet))
            # A page of which only a dialog can be met lacks nothing for that.
            self.axe = _within(self.axe, await self._selectors_within())
            return
        self.parts.append(PagePart("overlaid", cover.selector, _OVERLAID, cover.snippet))
        self.answers = await self._ask(within=False)

    async def _settle(self) -> None:
        restless = self.rest.restless
        with contextlib.suppress(CdpError):
            await self.tab.evaluate(f"civiscope.settle({_QUIET})")
            self.rest = await bring_to_rest(self.tab, has_frames=True)
        if not self.rest.restless:
            self.rest = replace(self.rest, restless=restless)


def _within(axe: AxeResults | Missing | None, inside: set[str]) -> AxeResults | Missing | None:
    return only_within(axe, inside) if isinstance(axe, AxeResults) else axe


async def unseen_parts(tab: PageDriver, frame: str, url: str) -> list[PagePart]:
    """Return the parts of a frame that are not judged as it stands."""
    return parts_of(await tab.evaluate("civiscope.unseen()", frame=frame), url)


def parts_of(answer: str, url: str) -> list[PagePart]:
    """Return the parts of a frame that its *answer* names as not judged."""
    said = json.loads(answer)
    found = [
        PagePart("hidden", each["selector"], each["reason"], each["snippet"], url)
        for each in said["parts"]
    ]
    if said["more"]:
        found.append(PagePart("hidden", "", f"There are {said['more']} more.", "", url))
    found += [
        PagePart("moving", each["selector"], MOVES, each["snippet"], url) for each in said["moving"]
    ]
    cover = said["cover"]
    if cover is not None:
        place = cover["selector"], _FRAME_COVERED, cover["snippet"]
        found.append(PagePart("covered-frame", *place, url))
    texts = _painted_texts(said["painted"]) if url else ""
    if texts:
        found.append(PagePart("painted", "", _FRAME_PAINTED.format(texts=texts), "", url))
    return found


def _painted_texts(painted: Mapping[str, Any]) -> str:
    """Return in words the texts whose look axe-core does not know; empty when there are none."""
    effects, count = painted["effects"], painted["texts"]
    found = [f"those under {', '.join(effects)}"] if effects else []
    if count:
        found.append(f"{count} of style sheets or placeholders")
    return " and ".join(found)
