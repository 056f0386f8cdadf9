"""A tab that stays with a page while it is used, and looks at it as it stands in between."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

from civiscope.browser.cdp import CdpError, Json
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.page.examine import Examination
from civiscope.collectors.page.rest import set_clock
from civiscope.collectors.page.visit import Visitor, VisitResult
from civiscope.model import Missing, PagePart, Request, Visit

_COVERED = "What lies behind it was not tested: the journey opened it, and it stays open."
_STEP_S = 0.05
_BEGIN_S = 1.0
"""After this, a step to another document that was asked for and did not begin is none."""


class StateExamination(Examination):
    """Judges a page as it stands: a dialog that is open stays open."""

    async def run(self) -> None:
        """Judge what can be used now; nothing is closed, unfolded or pressed."""
        cover = await self._cover()
        await self._judge(within=cover is not None and cover.inert)
        if cover is not None and cover.inert:
            self.parts.append(PagePart("covered", cover.selector, _COVERED, cover.snippet))
        self.parts += self.rest.restless
        await self._list_hidden()


class StateVisitor(Visitor):
    """A tab of its own browser context, in which one journey is made."""

    examination = StateExamination
    cover_secrets: Callable[[], Awaitable[None]] | None = None
    """Covers what must not be in a picture, before each."""
    uncover_secrets: Callable[[], Awaitable[None]] | None = None

    async def open(self, context: str = "") -> None:
        """Make the tab ready, and listen to what begins to lead away from the page."""
        await super().open(context)
        self.tab.may_leave(True)
        self.tab.accepts_dialogs = True
        self._begun = False
        self._asked = 0.0
        on = self.tab.session.on
        on("Page.frameRequestedNavigation", self._on_asked)
        on("Page.frameStartedNavigating", self._on_begun)
        on("Page.frameNavigated", lambda event: self._on_stayed(event["frame"]["id"]))
        for event in ("frameStoppedLoading", "frameClearedScheduledNavigation"):
            on(f"Page.{event}", lambda event: self._on_stayed(event["frameId"]))

    @property
    def _leaving(self) -> bool:
        """Whether the browser is on its way to another document."""
        return self._begun or time.monotonic() - self._asked < _BEGIN_S

    def _on_asked(self, event: Json) -> None:
        if event["frameId"] == self.tab.main_frame:
            self._asked = time.monotonic()
            self.tab.changed.set()

    def _on_begun(self, event: Json) -> None:
        if event["frameId"] != self.tab.main_frame:
            return
        self._begun = not event.get("navigationType", "").lower().endswith("samedocument")
        self._asked = 0.0
        self.tab.changed.set()

    def _on_stayed(self, frame: str) -> None:
        if frame == self.tab.main_frame:
            self._begun, self._asked = False, 0.0
            self.tab.changed.set()

    async def go(self, url: str) -> Visit:
        """Load *url*, with all that earlier pages left in the browser. Raises TabLost."""
        self.begin_step()
        self._network.begin()
        self._network.by_document = True
        self._console.begin()
        self._used, self._empty = True, False
        visit = await self.tab.load(url, self._too_large, self._network.broken)
        self._begun, self._asked = False, 0.0
        return visit if visit.state == "failed" else await self.come_to_rest(visit)

    def begin_step(self) -> None:
        """Listen to what a step sets off; before each."""
        self._network.go_on()
        self.tab.go_on()
        set_clock(self.tab, fast=False)

    async def come_to_rest(self, visit: Visit | None = None) -> Visit:
        """Wait until what a step set off is over: the next document loaded, and all of it quiet.

        Returns how the page that stands was loaded. Raises TabLost.
        """
        tab = self.tab
        end = time.monotonic() + tab.deadlines.load
        while time.monotonic() < end:
            if self._leaving or not tab.page_load.loaded or not tab.has_world(tab.main_frame):
                await self._wait_for_change(end)
                continue
            try:
                await self._settle()
            except PageLeft:
                continue
            if not self._leaving:
                break
        else:
            seconds = f"{tab.deadlines.load:g} seconds"
            detail = f"The page was still loading after {seconds}; it was looked at as it stood."
            return tab.page_load.visit("partial", "timeout", detail)
        return visit if visit is not None else tab.page_load.visit("complete")

    async def _wait_for_change(self, end: float) -> None:
        self.tab.changed.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(
                asyncio.get_running_loop().time() + min(0.5, max(0.0, end - time.monotonic()))
            ):
                await self.tab.changed.wait()
        if self.tab.session.closed:
            raise self.tab.lost_error(None)

    async def look(self, visit: Visit) -> VisitResult:
        """Return all that can be gathered of the page as it stands. Raises TabLost."""
        seen = await self._look(visit)
        set_clock(self.tab, fast=False)
        return replace(seen, visit=replace(seen.visit, navigations=()))

    def documents(self) -> tuple[Request, ...]:
        """Return the requests for documents since the one that stands: its own, and of frames."""
        return self._network.documents()

    async def picture(self) -> str | Missing:
        """Return what the tab shows as JPEG in base64, without secrets."""
        if self.cover_secrets is None or self.uncover_secrets is None:
            return Missing("not-gathered", "Nobody said what must not be in a picture.")
        try:
            await self.cover_secrets()
            return await self.tab.screenshot()
        except (CdpError, PageLeft) as error:
            return Missing("failed", f"No picture could be taken ({error}).")
        finally:
            with contextlib.suppress(CdpError, PageLeft):
                await self.uncover_secrets()

    async def _screenshot(self) -> str | Missing:
        if not self._plan.screenshot:
            return await super()._screenshot()
        return await self.picture()

    def _defers(self, body: str | Missing) -> bool:
        # To see what a page sends when it is left, it would have to be left.
        return False

    async def polls(self, seconds: float) -> AsyncIterator[None]:
        """Yield again and again until *seconds* are over, at least once."""
        end = time.monotonic() + seconds
        while True:
            yield
            if time.monotonic() >= end:
                return
            await asyncio.sleep(_STEP_S)
