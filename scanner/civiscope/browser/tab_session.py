"""A tab as the browser has it: its context, sessions, guards and jar."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Callable, Sequence
from typing import cast

from civiscope.browser.activity import Activity
from civiscope.browser.cdp import CdpError, CdpTimeout, Disconnected, Json, Session
from civiscope.browser.due import document_script
from civiscope.browser.emulation import BrowserView, Deadlines, own_user_agent
from civiscope.browser.interception import Allow, Attempt, Interceptor
from civiscope.browser.launch import Launched
from civiscope.browser.message_gate import MessageGate
from civiscope.browser.page_load import PageLoad
from civiscope.browser.turn import Turn
from civiscope.browser.worlds import PageLeft, Worlds

OF_NO_PAGE = frozenset({"shared_worker", "service_worker"})
"""Workers that belong to a browser context and to none of its pages."""

Watch = Callable[[Session], None]
_ATTACH: Json = {"autoAttach": True, "waitForDebuggerOnStart": True, "flatten": True}


class TabLost(Exception):
    """The tab does not answer or is gone; it must be replaced."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class TabSession:
    """One tab in a browser context of its own: pages in other tabs share nothing with it."""

    def __init__(
        self,
        browser: Launched,
        world: Sequence[str],
        deadlines: Deadlines,
        view: BrowserView,
        allow: Allow,
        watchers: tuple[Watch, ...],
    ) -> None:
        self.browser = browser
        self._root = browser.connection.root
        self.interceptor = Interceptor(allow, view)
        """Decides on the requests of the tab and its frames."""
        self.interceptor.on_document_sent = lambda: self.changed.set()
        self._gate = MessageGate(self._note_message)
        self.activity = Activity()
        self.due_event = ""
        """The event by which the page is asked what is due in it; empty when it cannot be asked."""
        self._due_script = ""
        self._workers: list[Session] = []
        self._watchers = watchers
        self._view = view
        self.all_workers = False
        """Whether shared, service and nested workers are watched as well; set before `open`."""
        self.accepts_dialogs = False
        """Whether what a page asks in a message box is answered with yes."""
        self.reduced_motion = True
        """Whether the ordinary view tells pages that their visitor wants little movement."""
        self.deadlines = deadlines
        self.turn = Turn()
        """Who lends the tab says with it how long it is lent for, and that others may go on."""
        self.context_id = ""
        self.target_id = ""
        self.main_frame = ""
        self.changed = asyncio.Event()
        """Set by whatever a load may wait for."""
        self.worlds = Worlds(world, self.changed.set)
        """Our own isolated world in each frame."""
        self.page_load = PageLoad("")
        """The load that the tab is in, or was in last."""

    def note_what_is_due(self) -> None:
        """Have documents note what is due in them, for `nothing_due`; before `open`."""
        self.due_event = f"_{secrets.token_hex(12)}"
        self._due_script = document_script(self.due_event)

    async def open(self, context: str = "") -> None:
        """Make the tab, in a browser *context* of its own where none is given.

        Raises CdpError when the browser cannot.
        """
        self.context_id = context or await self._new_context()
        created = await self._root.send(
            "Target.createTarget", {"url": "about:blank", "browserContextId": self.context_id}
        )
        self.target_id = created["targetId"]
        attached = await self._root.send(
            "Target.attachToTarget", {"targetId": self.target_id, "flatten": True}
        )
        self.session = self.browser.connection.session(attached["sessionId"])
        session = self.session
        session.on("Page.lifecycleEvent", self._on_lifecycle)
        session.on("Page.frameNavigated", self._on_navigated)
        session.on("Network.responseReceived", self._on_response)
        session.on("Network.dataReceived", self._on_data)
        session.on("Page.frameRequestedNavigation", self._on_navigation_requested)
        session.on("Page.javascriptDialogOpening", self._on_dialog)
        session.on("Inspector.targetCrashed", lambda _: self._on_crashed())
        session.on("civiscope.detached", lambda _: self.changed.set())
        session.on("Page.windowOpen", self._on_popup)
        self._crash = ""
        self._instrument(session)
        session.post("Page.setLifecycleEventsEnabled", {"enabled": True})
        session.post("Log.enable")
        session.post("Network.setBypassServiceWorker", {"bypass": True})
        self.ordinary_view()
        session.post("Emulation.setTimezoneOverride", {"timezoneId": "UTC"})
        tree = await session.send("Page.getFrameTree")
        self.main_frame = tree["frameTree"]["frame"]["id"]
        self.interceptor.main_frame = self.main_frame

    async def _new_context(self) -> str:
        made = await self._root.send("Target.createBrowserContext", {"disposeOnDetach": True})
        context = str(made["browserContextId"])
        behaviour = {"behavior": "deny", "browserContextId": context, "eventsEnabled": True}
        await self._root.send("Browser.setDownloadBehavior", behaviour)
        return context

    def may_leave(self, on: bool) -> None:
        """Let, while *on*, the page's own address be outside the scan (a target's redirect)."""
        self.interceptor.may_leave = on

    async def guard(self, on: bool) -> None:
        """Keep the page, while *on*, from leaving its document and from sending anything but GET.

        A GET whose address names an act is held as well, and so are messages over connections that
        are open, where `open_gate` came before the page. What it set out to do is noted in
        `attempts`. A document that was guarded stays so; leave it before the guard is taken off.
        """
        self.interceptor.guard(on, self.worlds.sessions)
        if on:
            await self._gate.hold(self.worlds.contexts)
        else:
            await self._gate.release()

    @property
    def guarded(self) -> bool:
        """Whether the page is kept from leaving and from sending."""
        return self.interceptor.guarded

    async def open_gate(self) -> None:
        """Prepare the documents that come from now on for holding their messages."""
        if not self._gate.installed:
            await self._gate.install(self.session)

    async def remove_gate(self) -> None:
        """Leave the documents that come from now on as they are."""
        await self._gate.remove()

    @property
    def has_workers(self) -> bool:
        """Whether the page has workers, which may send it something at any time."""
        return any(not each.closed for each in self._workers)

    @property
    def attempts(self) -> list[Attempt]:
        """What the page was kept from while guarded, in order."""
        return self.interceptor.attempts

    @property
    def speculation(self) -> list[str]:
        """The speculation rules that headers of the page named, as far as they are kept."""
        return self.interceptor.speculation

    def _note_message(self, url: str) -> None:
        self.interceptor.note(Attempt("request", url[:2000], "MESSAGE"))

    def ordinary_view(self) -> None:
        """Show pages in the window that visits use, with nothing about it emulated otherwise."""
        view = self._view
        motion = "reduce" if self.reduced_motion else "no-preference"
        self.session.post(
            "Emulation.setDeviceMetricsOverride",
            {"width": view.width, "height": view.height, "deviceScaleFactor": 1, "mobile": False},
        )
        self.session.post(
            "Emulation.setEmulatedMedia",
            {"media": "", "features": [{"name": "prefers-reduced-motion", "value": motion}]},
        )

    def _instrument(self, session: Session) -> None:
        """Prepare a page, frame or worker before anything in it runs; nothing is waited for."""
        for watch in (*self._watchers, self.activity.watch):
            watch(session)
        kind = session.target.get("type", "")
        network: Json = {"maxTotalBufferSize": 30_000_000, "maxResourceBufferSize": 10_000_000}
        session.post("Network.enable", network)
        if self._gate.installed:
            self._gate.watch(session)
        if kind in OF_NO_PAGE:
            self.interceptor.watch_worker(session)
        watched = self.all_workers or self._gate.installed
        if watched and kind not in {"page", "iframe"}:
            session.on("Target.attachedToTarget", self._on_attached)
            session.post("Target.setAutoAttach", {**_ATTACH, "filter": [{"type": "worker"}]})
        if kind in {"page", "iframe"}:
            session.on("Target.attachedToTarget", self._on_attached)
            if self._due_script:
                source: Json = {"source": self._due_script}
                session.post("Page.addScriptToEvaluateOnNewDocument", source)
            self.worlds.watch(session)
            self.interceptor.watch(session)
            # A worklet that is not attached to waits for ever.
            session.post(
                "Target.setAutoAttach",
                {
                    **_ATTACH,
                    "filter": [{"type": "iframe"}, {"type": "worker"}, {"type": "worklet"}],
                },
            )
            session.post(
                "Emulation.setUserAgentOverride",
                {
                    "userAgent": self._view.user_agent or own_user_agent(self.browser.user_agent),
                    "acceptLanguage": self._view.accept_language,
                },
            )

    def _on_attached(self, event: Json) -> None:
        self.take_worker(self.browser.connection.session(event["sessionId"]))

    def take_worker(self, session: Session) -> None:
        """Watch a worker or frame of this tab, and let it run."""
        of_a_page = session.target.get("type") not in OF_NO_PAGE
        if session.target.get("type") not in {"page", "iframe"}:
            self._workers = [*(each for each in self._workers if not each.closed), session]
        with contextlib.suppress(CdpError):
            if of_a_page or self.all_workers or self._gate.installed:
                self._instrument(session)
            session.post("Runtime.runIfWaitingForDebugger")

    def _on_lifecycle(self, event: Json) -> None:
        if event["frameId"] == self.main_frame:
            self.page_load.note_lifecycle(event)
            self.changed.set()

    def _on_navigated(self, event: Json) -> None:
        if event["frame"]["id"] == self.main_frame:
            self.page_load.note_document(event["frame"])
            self.interceptor.staying = self.page_load.stay
            self.changed.set()

    def _on_response(self, event: Json) -> None:
        if event.get("type") == "Document" and event.get("frameId") == self.main_frame:
            self.page_load.note_response(event["requestId"])
            self.changed.set()

    def _on_data(self, event: Json) -> None:
        if not self.page_load.arrived:
            self.page_load.note_data(event["requestId"])
            self.changed.set()

    def _on_navigation_requested(self, event: Json) -> None:
        if event["frameId"] == self.main_frame and event.get("reason") == "metaTagRefresh":
            self.page_load.refreshed = True

    def _on_dialog(self, event: Json) -> None:
        self.page_load.dialogs += 1
        leaving = event["type"] == "beforeunload"
        if not leaving:
            self.interceptor.note(Attempt("dialog"))
        accept = leaving or self.accepts_dialogs
        self.session.post("Page.handleJavaScriptDialog", {"accept": accept})

    def _on_crashed(self) -> None:
        self._crash = "The page crashed the browser's tab."
        self.changed.set()
        self.session.abandon()

    def download_began(self, url: str) -> None:
        """Note that the page made the browser download something (it was not taken)."""
        self.page_load.downloads += 1
        self.page_load.download_url = url
        self.changed.set()

    def _on_popup(self, event: Json) -> None:
        self.page_load.popups += 1
        self.interceptor.note(Attempt("popup", str(event.get("url", ""))[:2000]))

    async def screenshot(self) -> str:
        """Return what the tab shows as JPEG in base64."""
        # WebP is half as large, and takes six times as long to make: more than a rule of axe.
        picture = {"format": "jpeg", "quality": 75, "optimizeForSpeed": True}
        response = await self.send("Page.captureScreenshot", picture, 15)
        return str(response["data"])

    async def cookies(self) -> list[Json]:
        """Return every cookie in the tab's own jar."""
        params = {"browserContextId": self.context_id}
        response = await self._root.send("Storage.getCookies", params, timeout=10)
        return cast("list[Json]", response["cookies"])

    async def set_cookies(self, cookies: list[Json]) -> None:
        """Put cookies into the tab's jar."""
        params: Json = {"cookies": cookies, "browserContextId": self.context_id}
        await self._root.send("Storage.setCookies", params, timeout=10)

    async def clear(self) -> None:
        """Forget cookies and all storage, so that the next page is a first visit."""
        with contextlib.suppress(CdpTimeout, PageLeft):
            await self.send(
                "Storage.clearDataForOrigin",
                {"origin": "*", "storageTypes": "all"},
                10,
            )

    async def heap_bytes(self) -> int:
        """Return how much memory the browser holds for the page's scripts and for its documents."""
        response = await self.send("Runtime.getHeapUsage", {}, 10)
        # Browsers of before 2024 tell the first alone.
        parts = ("totalSize", "embedderHeapUsedSize", "backingStorageSize")
        return sum(int(response.get(part, 0)) for part in parts)

    async def send(self, method: str, params: Json, timeout: float) -> Json:  # noqa: ASYNC109 - see Session.send
        """Send a command to the page's own session; raises TabLost when the tab is gone."""
        try:
            return await self.session.send(method, params, timeout=timeout)
        except Disconnected as error:
            raise self.lost_error(error) from error

    def lost_error(self, error: Exception | None) -> TabLost:
        """Return why the tab is gone, as far as the browser says."""
        if self.browser.connection.closed.is_set():
            return TabLost("browser-gone", "The browser ended unexpectedly.")
        if self._crash:
            return TabLost("crashed", self._crash)
        return TabLost("crashed", f"The tab is gone ({error})." if error else "The tab is gone.")

    async def close(self, *, keep_context: bool = False) -> None:
        """End the tab, whatever its page is doing, and throw its storage and its cache away.

        With *keep_context*, another tab is in its browser context, which stays.
        """
        self.interceptor.close()
        with contextlib.suppress(CdpError):
            await self._root.send("Target.closeTarget", {"targetId": self.target_id}, timeout=5)
        if keep_context:
            return
        with contextlib.suppress(CdpError):
            await self._root.send(
                "Target.disposeBrowserContext", {"browserContextId": self.context_id}, timeout=5
            )
