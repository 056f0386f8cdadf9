"""Tabs that stay with a page: for journeys, and for trying their states again; and more of them."""

from __future__ import annotations

import asyncio
import contextlib
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace
from typing import TypeVar

from civiscope.browser.cdp import CdpError, Json
from civiscope.browser.emulation import BrowserView, Deadlines
from civiscope.browser.interception import Allow, Decide
from civiscope.browser.launch import Launched
from civiscope.browser.tab import TabLost
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.interaction import Probe
from civiscope.collectors.interaction.runner import ProbeAnswers, probe_page
from civiscope.collectors.page.memos import Memos
from civiscope.collectors.page.state_visit import StateVisitor
from civiscope.collectors.page.visit import Plan, Visitor
from civiscope.collectors.places import Places
from civiscope.collectors.spare_cpu import SpareCpu
from civiscope.model import Page

V = TypeVar("V", bound=Visitor)


class StateTabs(ABC):
    """What a pool of tabs lends to journeys."""

    browser: Launched
    _world: str
    _deadlines: Deadlines
    _view: BrowserView
    _allow: Allow
    _plan: Plan
    _memos: Memos
    _places: Places[Visitor]
    _by_target: dict[str, Visitor]

    @abstractmethod
    async def _wake(self) -> None:
        """Start the browser when it sleeps."""

    @abstractmethod
    async def _revive(self) -> None:
        """Start a new browser when the old one has ended."""

    @contextlib.asynccontextmanager
    async def more_while_idle(self) -> AsyncGenerator[None, None]:
        """Work on as many pages as may be open, during the block, while processors are idle.

        Pages that are acted on wait more than they work. A machine that is busy is given no more
        to do than without this.
        """
        following = asyncio.create_task(self._places.follow(SpareCpu().share))
        try:
            yield
        finally:
            following.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await following

    @contextlib.asynccontextmanager
    async def stay(
        self,
        decide: Decide,
        *,
        view: BrowserView | None = None,
        local_storage: Sequence[tuple[str, str, str]] = (),
    ) -> AsyncGenerator[StateVisitor, None]:
        """Lend a tab of its own for as long as a journey lasts; *decide* is asked about requests.

        *view* replaces the pool's own, where the journey signs in by it.
        """
        await self._wake()
        visitor = await self._places.take()
        try:
            await self._revive()
            plan = replace(self._plan, local_storage=(*self._plan.local_storage, *local_storage))
            own = self._visitor(StateVisitor, plan, view or self._view)
            own.tab.interceptor.decide = decide
            async with self._opened(own):
                if plan.cookies:
                    await own.tab.set_cookies(list(plan.cookies))
                yield own
        finally:
            self._places.give(visitor)

    async def probe_signed_in(
        self, page: Page, probes: Sequence[Probe], cookies: Sequence[Json], shows: str
    ) -> ProbeAnswers | None:
        """Return what *probes* see of *page* in a tab that has *cookies*; None when it is another.

        *shows* is the title that the page has to have, as the journey saw it. The journey's own tab
        rests meanwhile.
        """
        # No turn is waited for: the journey has one, and it may be the only one.
        own = self._visitor(Visitor, replace(self._plan, cookies=tuple(cookies)), self._view)

        @contextlib.asynccontextmanager
        async def lend() -> AsyncGenerator[Visitor, None]:
            yield own

        try:
            async with self._opened(own):
                own.tab.may_leave(True)
                await own.show(page.url)
                if await own.tab.evaluate("document.title") != shows:
                    return None
                return await probe_page(lend, page, probes)
        except (TabLost, CdpError, PageLeft):
            return None

    @property
    def view(self) -> BrowserView:
        """How the browser shows itself."""
        return self._view

    def _visitor(self, kind: type[V], plan: Plan, view: BrowserView) -> V:
        # Shown in another way, a page may be sent other files.
        memos = Memos(self._memos.sizes)
        return kind(self.browser, self._world, self._deadlines, view, self._allow, memos, plan)

    @contextlib.asynccontextmanager
    async def _opened(self, own: Visitor) -> AsyncGenerator[None, None]:
        """Open the tab of *own* for as long as it is used."""
        try:
            await own.open()
            self._by_target[own.tab.target_id] = own
            yield
        finally:
            self._by_target.pop(own.tab.target_id, None)
            await own.tab.close()
