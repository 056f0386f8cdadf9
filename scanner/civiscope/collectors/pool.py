"""A browser with a few warm tabs; gives each page a healthy one and replaces those that are not."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from civiscope.browser.cdp import CdpError, Json
from civiscope.browser.emulation import BrowserView, Deadlines
from civiscope.browser.interception import Allow
from civiscope.browser.launch import BrowserStartError, Launched, launch
from civiscope.browser.tab import OF_NO_PAGE, Tab, TabLost, Watch
from civiscope.browser.turn import Turn
from civiscope.collectors.interaction import Probe
from civiscope.collectors.interaction.runner import ProbeAnswers, probe_page
from civiscope.collectors.page.memos import Memos
from civiscope.collectors.page.visit import Plan, Visitor, VisitResult
from civiscope.collectors.places import Places
from civiscope.collectors.state_tabs import StateTabs
from civiscope.collectors.tab_count import TabCount
from civiscope.model import Page

PAGES_PER_TAB = 250
HEAP_BOUND = 60_000_000
"""Bytes held for scripts and documents above which a tab is replaced.

What pages leave behind is not given back while others follow at once: with a new process for each
tenth page of a design system, all processes together take a sixth less, at no cost that could be
told (docs/benchmarks.md). Small pages stay below it.
"""
_HEAP_EVERY = 10
_ATTEMPTS = 2
_DISCOVERED = ("page", *sorted(OF_NO_PAGE))
"""Kinds of targets that the browser tells of; workers may send their pages something."""
WhenAwake = Callable[["Pool"], Awaitable[None]]
"""Called once when a browser was started that somebody waited for; raises when it is no good."""


@dataclass(frozen=True, slots=True)
class BrowserSettings:
    """How to start the browser."""

    executable: Path
    resolve: Mapping[str, str]
    block_hosts: Sequence[str]
    certificate_hashes: Sequence[str] = ()


class Pool(StateTabs):
    """Warm tabs of one browser. Use as an async context manager."""

    def __init__(
        self,
        settings: BrowserSettings,
        *,
        world: str,
        deadlines: Deadlines,
        view: BrowserView,
        allow: Allow,
        plan: Plan,
        tabs: TabCount,
        asleep: WhenAwake | None = None,
    ) -> None:
        """Take *settings*; with *asleep*, the browser starts when it is first needed, and that is
        called then."""
        self._settings = settings
        self._world = world
        self._deadlines = deadlines
        self._view = view
        self._allow = allow
        self._plan = plan
        self._memos = Memos()
        self._places: Places[Visitor] = Places(tabs.worked_on, spare=tabs.watched)
        self._by_target: dict[str, Visitor] = {}
        self._lent: dict[str, Tab] = {}
        """Tabs lent for one use, by their browser context."""
        self._begun: dict[tuple[str, bool], asyncio.Task[VisitResult]] = {}
        self._restart = asyncio.Lock()
        self._asleep = asleep
        self._waking = asyncio.Lock()
        self._waker: asyncio.Task[object] | None = None
        self.tabs = tabs.worked_on
        self.at_once = tabs.worked_on + tabs.watched
        """Pages that may be open at the same time; all but `tabs` of them are only watched."""
        self.replaced = 0
        """Tabs replaced so far, for the benchmarks."""

    async def __aenter__(self) -> Pool:
        """Start the browser, unless it may sleep; tabs are opened when first needed."""
        self._stack = contextlib.AsyncExitStack()
        if self._asleep is None:
            await self._start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """End the browser."""
        await self._stack.aclose()

    @property
    def is_awake(self) -> bool:
        """Whether the browser was started."""
        return self._asleep is None

    async def _wake(self) -> None:
        """Start the browser when it sleeps, and have it proved before anybody else gets a tab."""
        if self._asleep is None or asyncio.current_task() is self._waker:
            return
        async with self._waking:
            when_awake = self._asleep
            if when_awake is None:
                return
            self._waker = asyncio.current_task()
            try:
                await self._start()
                await when_awake(self)
            finally:
                self._waker = None
            self._asleep = None

    async def _start(self) -> None:
        settings = self._settings
        self.browser: Launched = await self._stack.enter_async_context(
            launch(
                settings.executable,
                resolve=settings.resolve,
                block_hosts=settings.block_hosts,
                certificate_hashes=settings.certificate_hashes,
                # What comes after the scan needs no browser; it is judged while this one ends.
                wait=False,
            )
        )
        root = self.browser.connection.root
        root.on("Target.targetCreated", self._target_created)
        root.on("Browser.downloadWillBegin", self._download)
        root.on("Target.attachedToTarget", self._worker_attached)
        self._watches_workers = False
        try:
            await root.send(
                "Target.setDiscoverTargets",
                {"discover": True, "filter": [{"type": t} for t in _DISCOVERED]},
            )
        except CdpError as error:
            raise BrowserStartError(
                f"The browser ended as soon as it had started ({error}). It may have had too few "
                f"open files (`ulimit -n` should be 256 at least) or too little memory."
            ) from error

    def _target_created(self, event: Json) -> None:
        info = event["targetInfo"]
        if info["type"] in OF_NO_PAGE:
            tab = self._tab_in(info.get("browserContextId", ""))
            if tab is not None:
                tab.activity.stays_open()
            return
        opener = self._by_target.get(info.get("openerId", ""))
        if opener is not None:
            # Only a browser that knows no --block-new-web-contents gets here.
            self.browser.connection.root.post("Target.closeTarget", {"targetId": info["targetId"]})

    def _worker_attached(self, event: Json) -> None:
        """Hand a shared or service worker to the tab that it belongs to."""
        info = event["targetInfo"]
        if info["type"] not in OF_NO_PAGE:
            return
        session = self.browser.connection.session(event["sessionId"])
        tab = self._tab_in(info.get("browserContextId", ""))
        if tab is not None:
            tab.take_worker(session)
            return
        with contextlib.suppress(CdpError):
            # Not detached from: a service worker that begins would wait for ever then.
            session.post("Runtime.runIfWaitingForDebugger")

    def _tab_in(self, context: str) -> Tab | None:
        lent = self._lent.get(context)
        own = (v.tab for v in self._by_target.values() if v.tab.context_id == context)
        return lent or next(own, None)

    async def _watch_workers(self) -> None:
        """Have shared and service workers wait for us; they belong to no page, but to a context."""
        if self._watches_workers:
            return
        self._watches_workers = True
        with contextlib.suppress(CdpError):
            await self.browser.connection.root.send(
                "Target.setAutoAttach",
                {
                    "autoAttach": True,
                    "waitForDebuggerOnStart": True,
                    "flatten": True,
                    "filter": [{"type": kind} for kind in sorted(OF_NO_PAGE)],
                },
            )

    def _download(self, event: Json) -> None:
        frame = event.get("frameId", "")
        for visitor in self._by_target.values():
            if visitor.tab.main_frame == frame:
                visitor.tab.download_began(event.get("url", ""))

    async def warm(self) -> None:
        """Open a tab ahead of its first page, when there is one that is not open yet."""
        visitor = await self._places.take()
        try:
            visitor = visitor or await self._open()
        finally:
            self._places.give(visitor)

    def begin(self, url: str, *, may_leave: bool) -> None:
        """Begin the visit of *url* that will be asked for next; nobody has its outcome before."""
        visit = asyncio.create_task(self._visit(url, may_leave=may_leave))
        self._begun[url, may_leave] = visit
        # Where it is never asked for, it ends with the browser.
        self._stack.callback(visit.cancel)

    async def visit(self, url: str, *, may_leave: bool = False) -> VisitResult:
        """Visit *url* in the next free tab; *may_leave* lets redirects lead out of the scope.

        Never raises for what a page does: that is its outcome.
        """
        begun = self._begun.pop((url, may_leave), None)
        return await (begun or self._visit(url, may_leave=may_leave))

    async def _visit(self, url: str, *, may_leave: bool) -> VisitResult:
        await self._wake()
        visitor = await self._places.take()
        attempt = 0
        try:
            while True:
                attempt += 1
                visitor = visitor or await self._open()
                visitor.tab.turn = Turn(self._places)
                try:
                    seen = await visitor.visit(url, may_leave=may_leave)
                except (TabLost, CdpError, ValueError) as error:
                    # What is not a TabLost comes from answers that a page made unreadable.
                    lost = error if isinstance(error, TabLost) else _unreadable(error)
                    seen = visitor.lost(lost, attempt)
                    await self._drop(visitor)
                    visitor = None
                    # A page that keeps the tab busy will do so again; a crash may be an accident.
                    if lost.reason == "hung" or attempt >= _ATTEMPTS:
                        return seen
                    await self._revive()
                    continue
                if seen.visit.state == "complete":
                    visitor = await self._refreshed(visitor)
                else:
                    # What a page that failed has under way would get into the next visit.
                    await self._drop(visitor)
                    visitor = None
                return seen
        finally:
            self._places.give(visitor)

    async def vacancy(self) -> None:
        """Wait until a page could be begun at once."""
        await self._places.vacancy()

    async def probe(self, page: Page, probes: Sequence[Probe]) -> ProbeAnswers:
        """Return what each of *probes* sees when it acts on *page*, shown anew in a free tab."""
        return await probe_page(self._lend, page, probes)

    @contextlib.asynccontextmanager
    async def fresh(self, *watchers: Watch) -> AsyncGenerator[Tab, None]:
        """Lend a tab in which nothing was shown yet, with *watchers* of its own, then end it."""
        await self._wake()
        visitor = await self._places.take()
        try:
            await self._revive()
            await self._watch_workers()
            tab = Tab(
                self.browser, (self._world,), self._deadlines, self._view, self._allow, watchers
            )
            tab.all_workers = True
            tab.turn = Turn(self._places)
            try:
                await tab.open()
                await tab.open_gate()
                self._lent[tab.context_id] = tab
                if self._plan.cookies:
                    await tab.set_cookies(list(self._plan.cookies))
                yield tab
            finally:
                await tab.close()
                self._lent.pop(tab.context_id, None)
        finally:
            self._places.give(visitor)

    @property
    def admits_automation(self) -> bool:
        """Whether scripts are told in visits for privacy that a program drives the browser."""
        return self._view.admits_automation

    @property
    def given_cookies(self) -> frozenset[tuple[str, str]]:
        """Name and domain of the cookies that each page is shown to begin with."""
        return frozenset((str(c["name"]), str(c["domain"]).lstrip(".")) for c in self._plan.cookies)

    @contextlib.asynccontextmanager
    async def _lend(self) -> AsyncGenerator[Visitor, None]:
        await self._wake()
        visitor = await self._places.take()
        try:
            visitor = visitor or await self._open()
            await self._watch_workers()
            visitor.tab.turn = Turn(self._places)
            try:
                yield visitor
            except (TabLost, CdpError):
                await self._drop(visitor)
                visitor = None
                await self._revive()
                raise
            visitor = await self._refreshed(visitor)
        finally:
            self._places.give(visitor)

    async def _refreshed(self, visitor: Visitor) -> Visitor | None:
        """Return the tab for the next page: the same, one with a new process, or none."""
        tab = visitor.tab
        if tab.visits >= PAGES_PER_TAB or tab.page_load.popups or tab.visits == 0:
            await self._drop(visitor)
            return None
        try:
            if tab.visits % _HEAP_EVERY or await tab.heap_bytes() <= HEAP_BOUND:
                return visitor
        except (TabLost, CdpError):
            await self._drop(visitor)
            return None
        # What the site's pages share stays in the cache, so that it is not fetched again.
        await self._drop(visitor, keep_context=True)
        with contextlib.suppress(CdpError, BrowserStartError):
            return await self._open(tab.context_id)
        # Whoever comes next is told why there is no tab; this page has been seen.
        return None

    async def _open(self, context: str = "") -> Visitor:
        how = (self._world, self._deadlines, self._view, self._allow, self._memos, self._plan)
        visitor = Visitor(self.browser, *how)
        try:
            await visitor.open(context)
        except CdpError:
            await self._revive()
            return await self._open()
        self._by_target[visitor.tab.target_id] = visitor
        return visitor

    async def _drop(self, visitor: Visitor, *, keep_context: bool = False) -> None:
        self.replaced += 1
        self._by_target.pop(visitor.tab.target_id, None)
        await visitor.tab.close(keep_context=keep_context)

    async def _revive(self) -> None:
        """Start a new browser when the old one has ended."""
        async with self._restart:
            if self.browser.connection.closed.is_set():
                await self._stack.aclose()
                self._stack = contextlib.AsyncExitStack()
                self._by_target.clear()
                await self._start()


def _unreadable(error: Exception) -> TabLost:
    return TabLost("unreadable", f"What the page showed could not be read ({error})."[:300])


@contextlib.asynccontextmanager
async def open_pool(
    settings: BrowserSettings,
    *,
    world: str,
    allow: Allow,
    deadlines: Deadlines | None = None,
    view: BrowserView | None = None,
    plan: Plan | None = None,
    tabs: int | TabCount | None = None,
    asleep: WhenAwake | None = None,
) -> AsyncGenerator[Pool, None]:
    """Open a browser with *tabs* warm tabs (as many as the machine keeps busy when not given).

    With a number of tabs, no more pages are open than that, not even such as are only watched.

    With *asleep*, it is started when it is first needed, and that is called then.
    """
    pool = Pool(
        settings,
        world=world,
        deadlines=deadlines or Deadlines(),
        view=view or BrowserView(),
        allow=allow,
        plan=plan or Plan(),
        tabs=tabs if isinstance(tabs, TabCount) else TabCount.of(tabs),
        asleep=asleep,
    )
    async with pool:
        yield pool
