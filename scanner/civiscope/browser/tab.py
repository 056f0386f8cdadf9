"""A warm tab: loads one page after the other, and never lets a page keep it."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

from civiscope.browser.cdp import CdpError, CdpTimeout, Disconnected, Json, Session
from civiscope.browser.emulation import BrowserView, Deadlines, own_user_agent
from civiscope.browser.errors import explain
from civiscope.browser.interception import Allow, Attempt, Interceptor
from civiscope.browser.launch import Launched
from civiscope.browser.message_gate import MessageGate
from civiscope.browser.worlds import PageLeft, Worlds
from civiscope.model import Visit
from civiscope.model.reasons import as_reason

MAX_DOCUMENT_BYTES = 50_000_000
"""A document that is larger than this after decompression is stopped."""
OF_NO_PAGE = frozenset({"shared_worker", "service_worker"})
"""Workers that belong to a browser context and to none of its pages."""
MAX_NAVIGATIONS = 5
"""How often a page may send the browser on by script or refresh before we stop following."""

Watch = Callable[[Session], None]
_ATTACH: Json = {"autoAttach": True, "waitForDebuggerOnStart": True, "flatten": True}


class TabLost(Exception):
    """The tab does not answer or is gone; it must be replaced."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class Tab:
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
        self._browser = browser
        self._root = browser.connection.root
        self._interceptor = Interceptor(allow, view)
        self._gate = MessageGate(self._note_message)
        self._watchers = watchers
        self._view = view
        self.all_workers = False
        """Whether shared, service and nested workers are watched as well; set before `open`."""
        self.reduced_motion = True
        """Whether the ordinary view tells pages that their visitor wants little movement."""
        self.deadlines = deadlines
        self.context_id = ""
        self.target_id = ""
        self.main_frame = ""
        self.visits = 0
        self._changed = asyncio.Event()
        self._worlds = Worlds(world, self._changed.set)
        self._reset("")

    def _reset(self, url: str) -> None:
        self._asked = url
        self._loader = ""
        self._loaded: set[str] = set()
        self._content_loaded: float | None = None
        self._load_time: float | None = None
        self._commits: list[str] = []
        self._not_shown = ""
        self._stay = False
        self.refreshed = False
        """Whether the page's own `meta` element sent the browser on."""
        self._interceptor.begin()
        self.dialogs = self.popups = self.downloads = 0
        self.download_url = ""
        self._started = time.monotonic()

    async def open(self) -> None:
        """Make the tab; raises CdpError when the browser cannot."""
        made = await self._root.send("Target.createBrowserContext", {"disposeOnDetach": True})
        self.context_id = made["browserContextId"]
        await self._root.send(
            "Browser.setDownloadBehavior",
            {"behavior": "deny", "browserContextId": self.context_id, "eventsEnabled": True},
        )
        created = await self._root.send(
            "Target.createTarget", {"url": "about:blank", "browserContextId": self.context_id}
        )
        self.target_id = created["targetId"]
        attached = await self._root.send(
            "Target.attachToTarget", {"targetId": self.target_id, "flatten": True}
        )
        self.session = self._browser.connection.session(attached["sessionId"])
        session = self.session
        session.on("Page.lifecycleEvent", self._lifecycle)
        session.on("Page.frameNavigated", self._navigated)
        session.on("Page.frameRequestedNavigation", self._requested)
        session.on("Page.javascriptDialogOpening", self._dialog)
        session.on("Inspector.targetCrashed", lambda _: self._crashed())
        session.on("civiscope.detached", lambda _: self._changed.set())
        session.on("Page.windowOpen", self._popup)
        self._crash = ""
        self._instrument(session)
        session.post("Page.setLifecycleEventsEnabled", {"enabled": True})
        session.post("Log.enable")
        session.post("Network.setBypassServiceWorker", {"bypass": True})
        self.ordinary_view()
        session.post("Emulation.setTimezoneOverride", {"timezoneId": "UTC"})
        tree = await session.send("Page.getFrameTree")
        self.main_frame = tree["frameTree"]["frame"]["id"]
        self._interceptor.main_frame = self.main_frame

    def may_leave(self, on: bool) -> None:
        """Let, while *on*, the page's own address be outside the scan (a target's redirect)."""
        self._interceptor.may_leave = on

    async def guard(self, on: bool) -> None:
        """Keep the page, while *on*, from leaving its document and from sending anything but GET.

        A GET whose address names an act is held as well, and so are messages over connections that
        are open, where `open_gate` came before the page. What it set out to do is noted in
        `attempts`. A document that was guarded stays so; leave it before the guard is taken off.
        """
        self._interceptor.guard(on, self._worlds.sessions)
        if on:
            await self._gate.hold(self._worlds.contexts)
        else:
            await self._gate.release()

    @property
    def guarded(self) -> bool:
        """Whether the page is kept from leaving and from sending."""
        return self._interceptor.guarded

    async def open_gate(self) -> None:
        """Prepare the documents that come from now on for holding their messages."""
        if not self._gate.installed:
            await self._gate.install(self.session)

    async def remove_gate(self) -> None:
        """Leave the documents that come from now on as they are."""
        await self._gate.remove()

    async def leave(self) -> None:
        """Leave the page for an empty one, so that nothing of it runs on. Raises TabLost."""
        # A page that comes under the mouse is told of it, as if a visitor had moved it.
        away = {"type": "mouseMoved", "x": -10, "y": -10}
        try:
            answer = await self._send("Page.navigate", {"url": "about:blank"}, 10)
            await self._send("Input.dispatchMouseEvent", away, 10)
            # Else its coming would be taken for a step of the next page.
            async with asyncio.timeout(10):
                while self._loader != answer.get("loaderId", self._loader):
                    self._changed.clear()
                    await self._changed.wait()
        except (CdpTimeout, TimeoutError) as error:
            raise TabLost("hung", "The page could not be left: something keeps it busy.") from error

    def _note_message(self, url: str) -> None:
        self._interceptor.note(Attempt("request", url[:2000], "MESSAGE"))

    @property
    def attempts(self) -> list[Attempt]:
        """What the page was kept from while guarded, in order."""
        return self._interceptor.attempts

    @property
    def speculation(self) -> list[str]:
        """The speculation rules that headers of the page named, as far as they are kept."""
        return self._interceptor.speculation

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
        for watch in self._watchers:
            watch(session)
        kind = session.target.get("type", "")
        network: Json = {"maxTotalBufferSize": 30_000_000, "maxResourceBufferSize": 10_000_000}
        session.post("Network.enable", network)
        if self._gate.installed:
            self._gate.watch(session)
        if kind in OF_NO_PAGE:
            self._interceptor.watch_worker(session)
        watched = self.all_workers or self._gate.installed
        if watched and kind not in {"page", "iframe"}:
            session.on("Target.attachedToTarget", self._attached)
            session.post("Target.setAutoAttach", {**_ATTACH, "filter": [{"type": "worker"}]})
        if kind in {"page", "iframe"}:
            session.on("Target.attachedToTarget", self._attached)
            self._worlds.watch(session)
            self._interceptor.watch(session)
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
                    "userAgent": self._view.user_agent or own_user_agent(self._browser.user_agent),
                    "acceptLanguage": self._view.accept_language,
                },
            )

    def _attached(self, event: Json) -> None:
        self.take_worker(self._browser.connection.session(event["sessionId"]))

    def take_worker(self, session: Session) -> None:
        """Watch a worker or frame of this tab, and let it run."""
        of_a_page = session.target.get("type") not in OF_NO_PAGE
        with contextlib.suppress(CdpError):
            if of_a_page or self.all_workers or self._gate.installed:
                self._instrument(session)
            session.post("Runtime.runIfWaitingForDebugger")

    def _lifecycle(self, event: Json) -> None:
        if event["frameId"] != self.main_frame:
            return
        since = time.monotonic() - self._started
        if event["name"] == "load":
            self._loaded.add(event["loaderId"])
            self._load_time = since
        elif event["name"] == "DOMContentLoaded":
            self._content_loaded = since
        self._changed.set()

    def _navigated(self, event: Json) -> None:
        frame = event["frame"]
        if frame["id"] == self.main_frame:
            self._loader = frame["loaderId"]
            self._commits.append(frame["url"] + frame.get("urlFragment", ""))
            self._not_shown = frame.get("unreachableUrl", "")
            self._interceptor.staying = self._stay
            self._changed.set()

    def _requested(self, event: Json) -> None:
        if event["frameId"] == self.main_frame and event.get("reason") == "metaTagRefresh":
            self.refreshed = True

    def _dialog(self, event: Json) -> None:
        self.dialogs += 1
        leaving = event["type"] == "beforeunload"
        if not leaving:
            self._interceptor.note(Attempt("dialog"))
        self.session.post("Page.handleJavaScriptDialog", {"accept": leaving})

    def _crashed(self) -> None:
        self._crash = "The page crashed the browser's tab."
        self._changed.set()
        self.session.abandon()

    def download_began(self, url: str) -> None:
        """Note that the page made the browser download something (it was not taken)."""
        self.downloads += 1
        self.download_url = url
        self._changed.set()

    def _popup(self, event: Json) -> None:
        self.popups += 1
        self._interceptor.note(Attempt("popup", str(event.get("url", ""))[:2000]))

    async def load(
        self,
        url: str,
        too_large: Callable[[], bool],
        broken: Callable[[str], str],
        *,
        stay: bool = False,
    ) -> Visit:
        """Navigate to *url* and wait until it has loaded, its time is up, or it failed.

        *broken* says with which error the document of a loader broke off, if it did. With *stay*
        the first document that comes cannot send the browser on. Raises TabLost when the tab must
        be replaced.
        """
        self.visits += 1
        self._reset(url)
        if self._only_fragment_differs(url):
            await self.leave()
            self._reset(url)
        self._stay = stay
        try:
            async with asyncio.timeout(self.deadlines.load):
                answer = await self._navigate(url)
                failure = self._failure(answer)
                if failure is not None:
                    return failure
                if answer.get("loaderId"):
                    await self._wait_loaded(lambda: too_large() or bool(broken(self._loader)))
        except TimeoutError:
            return await self._late(url)
        if too_large():
            await self._stop()
            return self._visit(
                "failed", "too-large", "The document has no end; it was stopped at 50 MB."
            )
        error = broken(self._loader)
        if error:
            return self._moved() or self._visit("partial", *explain(error))
        return self._moved() or self._visit("complete")

    async def _navigate(self, url: str) -> Json:
        navigation = asyncio.ensure_future(
            self.session.send("Page.navigate", {"url": url}, timeout=self.deadlines.load + 5)
        )
        try:
            # A download never commits; the browser reports it by an event.
            while not navigation.done() and not self.download_url:
                self._changed.clear()
                changed = asyncio.ensure_future(self._changed.wait())
                await asyncio.wait({navigation, changed}, return_when=asyncio.FIRST_COMPLETED)
                changed.cancel()
            if not navigation.done():
                return {"errorText": "net::ERR_ABORTED"}
            answer = navigation.result()
            if answer.get("errorText") == "net::ERR_ABORTED":
                await self._download_event()
            return answer
        except CdpTimeout:
            raise TimeoutError from None
        except Disconnected as error:
            raise self._lost(error) from error
        except CdpError as error:
            return {"errorText": str(error)}
        finally:
            navigation.cancel()

    async def _download_event(self) -> None:
        """Wait for the word that an answer was a download; it may come after the navigation's."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.5):
                while not self.download_url:
                    self._changed.clear()
                    await self._changed.wait()

    def _failure(self, answer: Json) -> Visit | None:
        error = answer.get("errorText")
        if not error:
            return None
        for why in self._interceptor.refused.values():
            reason, _, detail = why.partition(": ")
            return self._visit("failed", reason, detail)
        if self.download_url:
            return self._visit("failed", "download", "The address is a file to download, no page.")
        reason, detail = explain(error)
        return self._visit("failed", reason, detail)

    async def _wait_loaded(self, over: Callable[[], bool]) -> None:
        while not (self._loader and self._loader in self._loaded) and not over():
            if self.session.closed:
                raise self._lost(None)
            if len(self._commits) > MAX_NAVIGATIONS:
                return
            self._changed.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(0.5):
                    await self._changed.wait()

    async def _late(self, url: str) -> Visit:
        """Take the page as it stands at its deadline, or say that nothing came."""
        committed = bool(self._commits)
        await self._stop()
        seconds = f"{self.deadlines.load:g} seconds"
        if not committed:
            return self._visit("failed", "timeout", f"No answer came within {seconds}.")
        return self._moved() or self._visit(
            "partial",
            "timeout",
            f"The page was still loading after {seconds}; it was looked at as it stood.",
        )

    async def _stop(self) -> None:
        with contextlib.suppress(CdpTimeout):
            await self._send("Page.stopLoading", {}, 5)

    def _moved(self) -> Visit | None:
        if len(self._commits) > MAX_NAVIGATIONS:
            return self._visit(
                "failed",
                "navigation-loop",
                f"The page sent the browser on {len(self._commits) - 1} times without rest.",
            )
        refused = next(iter(self._interceptor.refused.values()), "")
        if refused and len(self._commits) == 0:
            reason, _, detail = refused.partition(": ")
            return self._visit("failed", reason, detail)
        return self.astray(self._commits[-1] if self._commits else "")

    def astray(self, shown: str) -> Visit | None:
        """Return how the visit ended when the tab shows no page at *shown*, None when it does."""
        if not shown.startswith(("about:", "chrome-error:")):
            return None
        if self._interceptor.turned_back:
            reason, _, detail = self._interceptor.turned_back.partition(": ")
            return self._visit("failed", reason, detail)
        where = self._not_shown or shown
        detail = f"The page sent the browser on to {where[:200]}, where there is nothing to see."
        return self._visit("failed", "left", detail)

    def _visit(self, state: str, reason: str = "", detail: str = "") -> Visit:
        return Visit(
            state=cast("Any", state),
            reason=as_reason(reason),
            detail=detail,
            dom_content_loaded=None
            if self._content_loaded is None
            else round(self._content_loaded, 3),
            loaded=None if self._load_time is None else round(self._load_time, 3),
            navigations=tuple(self._commits[1 : MAX_NAVIGATIONS + 1]),
            dialogs=self.dialogs,
            popups=self.popups,
            downloads=self.downloads,
        )

    @property
    def sessions(self) -> list[Session]:
        """The tab's own session and those of its frames that have one."""
        return self._worlds.sessions

    @property
    def commits(self) -> int:
        """Number of documents the page's own frame has shown in this visit."""
        return len(self._commits)

    async def next_document(self, commits: int) -> None:
        """Wait until the page's own frame shows more than *commits* documents; not for long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.deadlines.settle):
                while self.commits <= commits or not self.has_world(self.main_frame):
                    self._changed.clear()
                    await self._changed.wait()

    def notes(self) -> dict[str, Any]:
        """Return what happened in the visit so far, as fields of Visit."""
        return {
            "navigations": tuple(self._commits[1 : MAX_NAVIGATIONS + 1]),
            "dialogs": self.dialogs,
            "popups": self.popups,
            "downloads": self.downloads,
        }

    def _only_fragment_differs(self, url: str) -> bool:
        last = self._last_url
        self._last_url = url
        return bool(last) and "#" in url and last.partition("#")[0] == url.partition("#")[0]

    _last_url = ""

    async def evaluate(
        self,
        expression: str,
        *,
        frame: str = "",
        timeout: float | None = None,  # noqa: ASYNC109 - a page's deadline, told in its error
        by_value: bool = True,
    ) -> Any:  # noqa: ANN401 - plain data from the page, validated by whoever asked
        """Evaluate *expression* in our world of a frame (the page's by default); await promises.

        Raises PageLeft when the document went away, TabLost when there is no answer in time,
        CdpError when the script throws.
        """
        session, context = self._world_of(frame or self.main_frame)
        params: Json = {
            "expression": expression,
            "uniqueContextId": context,
            "awaitPromise": True,
            "returnByValue": by_value,
        }
        seconds = timeout or self.deadlines.script
        try:
            answer = await session.send("Runtime.evaluate", params, timeout=seconds)
        except CdpTimeout as error:
            detail = f"The page did not answer for {seconds:g} seconds: something keeps it busy."
            raise TabLost("hung", detail) from error
        except Disconnected as error:
            if session is not self.session:
                raise PageLeft(str(error)) from error
            raise self._lost(error) from error
        except CdpError as error:
            raise PageLeft(str(error)) from error
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            said = details.get("exception", {}).get("description") or details.get("text", "")
            raise CdpError(said.split("\n")[0][:500])
        result = answer["result"]
        return result.get("value") if by_value else result

    def _world_of(self, frame: str) -> tuple[Session, str]:
        if self.session.closed:
            raise self._lost(None)
        return self._worlds.of(frame)

    def session_of(self, frame: str) -> Session:
        """Return the session that *frame* is asked through; raises PageLeft when it is gone."""
        return self._world_of(frame)[0]

    def has_world(self, frame: str) -> bool:
        """Say whether our world exists in *frame*."""
        return frame in self._worlds

    def world_number(self, frame: str) -> int:
        """Return the number of our world in *frame*, for commands on nodes; raises PageLeft."""
        return self._worlds.number_of(frame)

    async def frame_of(self, frame: str, object_id: str) -> str:
        """Return the id of the frame that a frame element of *frame* shows; empty when none."""
        session, _ = self._world_of(frame)
        try:
            node = await session.send("DOM.describeNode", {"objectId": object_id}, timeout=10)
        except CdpError:
            return ""
        return str(node["node"].get("frameId", ""))

    async def frame_urls(self) -> dict[str, str]:
        """Return id and URL of every frame below the page's own."""
        urls = {frame["id"]: frame["url"] for frame in await self._frames()}
        urls.pop(self.main_frame, None)
        return urls

    async def frame_parents(self) -> dict[str, str]:
        """Return the id of each frame with that of the frame it is in, as far as that is known."""
        return {frame["id"]: frame.get("parentId", "") for frame in await self._frames()}

    async def _frames(self) -> list[Json]:
        frames: list[Json] = []
        for session in self._worlds.sessions:
            with contextlib.suppress(CdpError):
                tree = await session.send("Page.getFrameTree", timeout=10)
                frames += _walk(tree["frameTree"])
        return frames

    async def body(self, request: tuple[str, str]) -> str:
        """Return the body of a request seen in this visit; CdpError when it is not kept.

        *request* is its session, which may be that of a frame or worker of the tab, and its id.
        """
        own = request[0] == (self.session.id or "")
        session = self.session if own else self._browser.connection.known(request[0])
        if session is None:
            raise CdpError("The frame or worker that asked is gone.")
        try:
            answer = await session.send(
                "Network.getResponseBody", {"requestId": request[1]}, timeout=15 if own else 3
            )
        except (CdpTimeout, Disconnected) as error:
            if own:
                raise
            raise CdpError(f"The frame or worker that asked does not answer ({error}).") from None
        if answer.get("base64Encoded"):
            raise CdpError("The body is not text.")
        return str(answer["body"])

    async def screenshot(self) -> str:
        """Return what the tab shows as WebP in base64."""
        answer = await self._send(
            "Page.captureScreenshot",
            {"format": "webp", "quality": 70, "optimizeForSpeed": True},
            15,
        )
        return str(answer["data"])

    async def cookies(self) -> list[Json]:
        """Return every cookie in the tab's own jar."""
        params = {"browserContextId": self.context_id}
        answer = await self._root.send("Storage.getCookies", params, timeout=10)
        return cast("list[Json]", answer["cookies"])

    async def set_cookies(self, cookies: list[Json]) -> None:
        """Put cookies into the tab's jar."""
        params: Json = {"cookies": cookies, "browserContextId": self.context_id}
        await self._root.send("Storage.setCookies", params, timeout=10)

    async def clear(self) -> None:
        """Forget cookies and all storage, so that the next page is a first visit."""
        with contextlib.suppress(CdpTimeout, PageLeft):
            await self._send(
                "Storage.clearDataForOrigin",
                {"origin": "*", "storageTypes": "all"},
                10,
            )

    async def heap_bytes(self) -> int:
        """Return how much JavaScript memory the page uses."""
        answer = await self._send("Runtime.getHeapUsage", {}, 10)
        return int(answer["usedSize"])

    async def _send(self, method: str, params: Json, timeout: float) -> Json:  # noqa: ASYNC109 - see Session.send
        try:
            return await self.session.send(method, params, timeout=timeout)
        except Disconnected as error:
            raise self._lost(error) from error

    def _lost(self, error: Exception | None) -> TabLost:
        if self._browser.connection.closed.is_set():
            return TabLost("browser-gone", "The browser ended unexpectedly.")
        if self._crash:
            return TabLost("crashed", self._crash)
        return TabLost("crashed", f"The tab is gone ({error})." if error else "The tab is gone.")

    async def close(self) -> None:
        """End the tab and throw its storage away, whatever its page is doing."""
        self._interceptor.close()
        with contextlib.suppress(CdpError):
            await self._root.send("Target.closeTarget", {"targetId": self.target_id}, timeout=5)
        with contextlib.suppress(CdpError):
            await self._root.send(
                "Target.disposeBrowserContext", {"browserContextId": self.context_id}, timeout=5
            )


def _walk(tree: Json) -> Iterator[Json]:
    yield tree["frame"]
    for child in tree.get("childFrames", ()):
        yield from _walk(child)
