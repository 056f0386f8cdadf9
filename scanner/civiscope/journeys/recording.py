"""Record a journey: watch what somebody does in a browser, and write it as a journey file."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections import deque
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from civiscope.browser.cdp import CdpError, Json, Session
from civiscope.browser.emulation import BrowserView, Deadlines
from civiscope.browser.launch import BrowserStartError, launch
from civiscope.browser.tab import Tab, TabLost
from civiscope.browser.worlds import WORLD, PageLeft
from civiscope.collectors.page.world_script import world_script
from civiscope.errors import InternalError, UsageError
from civiscope.journeys.journey import Target
from civiscope.journeys.locate import (
    CHOSEN,
    PRESSED,
    TYPED,
    NamedElement,
    elements_of,
    nodes_of,
    pick,
    role_word,
)
from civiscope.journeys.recorded import Named, RecordedSteps
from civiscope.journeys.stopped import JourneyStopped

_TELL = "civiscopeTell"
_MAX_NTH = 20


@lru_cache(maxsize=1)
def _scripts() -> tuple[str, ...]:
    folder = files("civiscope.journeys")
    names = ("page.js", "record.js")
    return world_script(), *(f"{(folder / n).read_text(encoding='utf-8')}\n;0" for n in names)


@dataclass(slots=True)
class _Happened:
    """Something that somebody, or the page, did."""

    event: Json
    element: asyncio.Future[Named | None] | None = None
    """What the element is called."""


@dataclass(slots=True)
class JourneyRecorder:
    """Listens to a tab in which somebody uses a service."""

    steps: RecordedSteps
    tab: Tab = field(init=False)
    _waiting: deque[_Happened] = field(default_factory=deque["_Happened"])
    _told: asyncio.Event = field(default_factory=asyncio.Event)
    _named: dict[tuple[str, int, int], asyncio.Task[Named | None]] = field(
        default_factory=dict[tuple[str, int, int], "asyncio.Task[Named | None]"]
    )
    """By session, world and number: what the browser calls an element."""
    _asked: bool = True
    """Whether the document that comes next was asked for by the page, or by us."""
    _here: Json = field(default_factory=dict[str, Any])

    def watch(self, session: Session) -> None:
        """Prepare a page or frame before anything in it runs."""
        kind = session.target.get("type", "")
        if kind not in {"page", "iframe"}:
            return
        session.on("Runtime.bindingCalled", lambda event: self._on_told(session, event))
        session.on("Network.requestWillBeSent", self._on_request)
        session.on("Page.frameRequestedNavigation", self._on_asked)
        session.on("Page.frameNavigated", self._on_document)
        session.on("Page.windowOpen", lambda _: self._add({"kind": "window"}))
        # Without it, nothing can be asked about a point of the page.
        session.post("DOM.enable")
        session.post("Runtime.addBinding", {"name": _TELL, "executionContextName": WORLD})

    def _add(self, event: Json, element: asyncio.Future[Named | None] | None = None) -> None:
        self._waiting.append(_Happened(event, element))
        self._told.set()

    def _on_request(self, event: Json) -> None:
        request = event["request"]
        main = event.get("type") == "Document" and event.get("frameId") == self.tab.main_frame
        told = {"kind": "request", "method": request["method"], "url": request["url"]}
        self._add({**told, "main": main})

    def _on_asked(self, event: Json) -> None:
        self._asked = self._asked or event["frameId"] == self.tab.main_frame

    def _on_document(self, event: Json) -> None:
        frame = event["frame"]
        if frame.get("parentId") or frame["id"] != self.tab.main_frame:
            return
        self._add({"kind": "document", "url": frame["url"], "asked": self._asked})
        self._asked = False

    def _on_told(self, session: Session, called: Json) -> None:
        if called["name"] != _TELL:
            return
        event = json.loads(called["payload"])
        if event["kind"] == "here":
            self._here = event
            return
        if "number" not in event:
            self._add(event)
            return
        key = (session.id or "", called["executionContextId"], event["number"])
        if event["kind"] == "down":
            self._named[key] = asyncio.create_task(self._call_by_name(session, key, event))
            return
        if key not in self._named:
            self._named[key] = asyncio.create_task(self._call_by_name(session, key, event))
        self._add(event, self._named[key])

    async def _call_by_name(
        self, session: Session, key: tuple[str, int, int], event: Json
    ) -> Named | None:
        """Return what a step calls an element, so that it is found again; None when unknown."""
        try:
            async with asyncio.timeout(10):
                return await self._call(session, key, event)
        except (CdpError, PageLeft, TabLost, TimeoutError):
            return None

    async def _call(self, session: Session, key: tuple[str, int, int], event: Json) -> Named | None:
        _, world, in_page = key
        frame = self.tab.worlds.frame_of(session, world)
        if not frame:
            return None
        chain = await self._chain(session, frame, in_page, event)
        every = await elements_of(self.tab)
        known = {(each.frame, each.node): each for each in every}
        for node in await nodes_of(session, chain):
            found = known.get((frame, node))
            if found is not None and found.role in PRESSED | TYPED | CHOSEN:
                return _name(found, every)
        return None

    async def _chain(self, session: Session, frame: str, number: int, event: Json) -> str:
        """Return the object that lists the element and those around it."""
        world = self.tab.world_number(frame)
        of_session = frame == self.tab.main_frame or session is not self.tab.session
        if event.get("host") and of_session:
            # A closed shadow root tells its host only; the browser knows what lies at the point.
            at = {"x": int(event["x"]), "y": int(event["y"])}
            hit = await session.send("DOM.getNodeForLocation", at, timeout=5)
            node = {"backendNodeId": hit["backendNodeId"], "executionContextId": world}
            inner = await session.send("DOM.resolveNode", node, timeout=5)
            answer = await session.send(
                "Runtime.callFunctionOn",
                {
                    "objectId": inner["object"]["objectId"],
                    "functionDeclaration": "function () { return civiscopeRecord.around("
                    "this.nodeType === 1 ? this : this.parentElement) }",
                },
                timeout=5,
            )
        else:
            question = f"civiscopeRecord.chain({number})"
            asked = {"expression": question, "contextId": world}
            answer = await session.send("Runtime.evaluate", asked, timeout=5)
        return str(answer["result"]["objectId"])

    async def settled(self) -> None:
        """Wait until all that happened so far has become steps."""
        while self._waiting or any(not task.done() for task in self._named.values()):
            if self._waiting:
                await self._take(self._waiting.popleft())
            else:
                await asyncio.wait(self._named.values())

    async def run(self) -> None:
        """Turn what happens into steps, until the tab is closed."""
        self.tab.session.on("civiscope.detached", lambda _: self._told.set())
        while not self.tab.session.closed:
            await self._told.wait()
            self._told.clear()
            while self._waiting:
                await self._take(self._waiting.popleft())

    async def end(self) -> None:
        """Take note of the page that stands last."""
        with contextlib.suppress(CdpError, PageLeft, TabLost):
            await self.tab.evaluate("civiscopeRecord.here()")
        await self.settled()
        if self._here:
            self._see(self._here)

    def _see(self, event: Json) -> None:
        self.steps.see(event["title"], event["heading"], event["address"], wrong=event["wrong"])

    async def _take(self, happened: _Happened) -> None:
        event, steps = happened.event, self.steps
        named = await happened.element if happened.element is not None else None
        match event["kind"]:
            case "page":
                self._see(event)
            case "click":
                self._press(event, named)
            case "change":
                found = named or ({"css": event["selector"]} if not event["label"] else None)
                steps.change(found or str(event["label"]), event)
            case "key":
                steps.key(event["key"])
            case "request":
                steps.send(event["method"], event["url"], main=event["main"])
            case "window":
                steps.open_window()
            case _:
                if not event["asked"]:
                    steps.go(event["url"])
                steps.show(event["url"])

    def _press(self, event: Json, named: Named | None) -> None:
        if not event["byMouse"]:
            self.steps.drop_enter()
        words = str(event["words"])
        if named is None and event["control"] and words:
            # The page was gone before the browser could be asked.
            named = words
        if named is None and event["pointer"]:
            named = {"text": words} if words else {"css": event["selector"]}
        if named is None:
            # Words that nobody can press are read, or marked to be copied.
            return
        self.steps.press(named)


def _name(found: NamedElement, every: list[NamedElement]) -> Named | None:
    """Return the shortest way to call *found* that leads to it and to nothing else."""
    if not found.name.strip():
        return None
    kinds = (CHOSEN, TYPED, PRESSED)
    roles = next(kind for kind in kinds if found.role in kind)
    name, role = " ".join(found.name.split()), role_word(found.role)
    ways: list[dict[str, Any]] = [{"name": name}, {"role": role, "name": name}]
    ways += [{"name": name, "within": part} for part in dict.fromkeys(found.parts)]
    ways += [{"role": role, "name": name, "nth": number} for number in range(1, _MAX_NTH)]
    for way in ways:
        with contextlib.suppress(JourneyStopped):
            hit = pick(Target(**way), every, roles)
            if (hit.frame, hit.node) == (found.frame, found.node):
                return name if len(way) == 1 else way
    return None


@contextlib.asynccontextmanager
async def recording(
    start: str, executable: Path, *, window: bool = True
) -> AsyncGenerator[JourneyRecorder, None]:
    """Open *start* in a browser, with a window for people, and listen until the block ends.

    Raises BrowserStartError, and UsageError when the address cannot be shown.
    """
    recorder = JourneyRecorder(RecordedSteps(start))
    view = BrowserView()
    async with launch(executable, window=window) as browser:
        tab = Tab(browser, _scripts(), Deadlines(), view, _allow, (recorder.watch,))
        recorder.tab = tab
        tab.accepts_dialogs = True
        await tab.open()
        if window:
            tab.session.post("Emulation.clearDeviceMetricsOverride")
        tab.may_leave(True)
        visit = await tab.load(start, lambda: False, lambda _: "")
        if visit.state == "failed":
            raise UsageError(f"{start} could not be shown: {visit.detail}")
        try:
            yield recorder
        finally:
            await tab.close()


async def _allow(_url: str, _must_belong: bool) -> str:
    return ""


def why_no_window() -> str:
    """Return why no window can be opened here, as the begin of a sentence; empty when one can."""
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        return "There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set)"
    return ""


async def record_in_window(start: str, executable: Path) -> RecordedSteps:
    """Return what somebody does in a window, from *start* until it is closed or Ctrl+C is pressed.

    Raises InternalError when the browser does not start, UsageError when *start* cannot be shown.
    """
    try:
        async with recording(start, executable) as recorder, asyncio.TaskGroup() as group:
            listening = group.create_task(recorder.run())
            loop = asyncio.get_running_loop()
            # However it is ended, what was recorded is kept.
            with contextlib.suppress(NotImplementedError):
                for ending in (signal.SIGINT, signal.SIGTERM):
                    loop.add_signal_handler(ending, listening.cancel)
            await asyncio.wait({listening})
            with contextlib.suppress(NotImplementedError):
                for ending in (signal.SIGINT, signal.SIGTERM):
                    loop.remove_signal_handler(ending)
            await recorder.end()
            return recorder.steps
    except (BrowserStartError, CdpError) as error:
        raise InternalError(str(error)) from error
