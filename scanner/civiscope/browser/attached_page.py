"""A page that somebody else has opened, looked at through our own session and left as it is."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence

from civiscope.browser.cdp import CdpError, Connection, Json, Session
from civiscope.browser.emulation import BrowserView, Deadlines
from civiscope.browser.launch import Launched
from civiscope.browser.page_access import PageAccess
from civiscope.browser.worlds import WORLD, PageLeft

DETACH_TIMEOUT_S = 5.0
_ATTACH: Json = {
    "autoAttach": True,
    # Nothing of the page waits for us.
    "waitForDebuggerOnStart": False,
    "flatten": True,
    "filter": [{"type": "iframe"}],
}

FrameSessions = Callable[[], Awaitable[Sequence[Session]]]
"""Gives the sessions of frames that live in processes of their own."""


class AttachedPage(PageAccess):
    """A page of a running browser, with our isolated world in its frames.

    Nothing is emulated, intercepted or loaded: whoever drives the page finds it as it was.
    """

    def __init__(self, connection: Connection, product: str, deadlines: Deadlines) -> None:
        """Make ready to look at a page over *connection*."""
        browser = Launched(connection, product, "", sandboxed=True, process_id=0)
        super().__init__(browser, (), deadlines, BrowserView(), _never_asked, ())
        self.dialog = ""
        """The kind of dialog that opened while we looked."""
        self._entered: list[Session] = []
        self._crash = ""

    async def attach(self, target: str) -> Session:
        """Return a session of our own with *target*, over the socket of its browser."""
        attached = await self._root.send(
            "Target.attachToTarget", {"targetId": target, "flatten": True}
        )
        return self.browser.connection.session(attached["sessionId"])

    async def enter(
        self, session: Session, sources: Sequence[str], frames: FrameSessions | None = None
    ) -> None:
        """Make our world in every document of the page behind *session*, and run *sources* there.

        Without *frames*, the browser is asked to attach us to frames of other processes. Raises
        CdpError.
        """
        self.session = session
        session.on("Page.javascriptDialogOpening", self._note_dialog)
        session.on("Inspector.targetCrashed", lambda _: self._note_crash())
        tree = await session.send("Page.getFrameTree", timeout=self.deadlines.script)
        self.main_frame = tree["frameTree"]["frame"]["id"]
        await self._enter_documents(session, sources)
        found = await frames() if frames is not None else await self._attach_frames(session)
        while found:
            # A frame that goes away meanwhile is one that is not there.
            await asyncio.gather(*(self._enter_frame(each, sources) for each in found))
            inner = [] if frames is not None else [await self._attach_frames(f) for f in found]
            found = [each for several in inner for each in several]

    async def _enter_frame(self, session: Session, sources: Sequence[str]) -> None:
        with contextlib.suppress(CdpError, PageLeft):
            await self._enter_documents(session, sources)

    async def _enter_documents(self, session: Session, sources: Sequence[str]) -> None:
        self._entered.append(session)
        self.worlds.watch(session)
        await session.send("Runtime.enable", timeout=self.deadlines.script)
        tree = await session.send("Page.getFrameTree", timeout=self.deadlines.script)
        inside = list(_frame_ids(tree["frameTree"]))
        await asyncio.gather(*(self._enter_document(session, each, sources) for each in inside))

    async def _enter_document(self, session: Session, frame: str, sources: Sequence[str]) -> None:
        try:
            made = await session.send(
                "Page.createIsolatedWorld",
                {"frameId": frame, "worldName": WORLD},
                timeout=self.deadlines.script,
            )
            for source in sources:
                await session.send(
                    "Runtime.evaluate",
                    {"expression": source, "contextId": made["executionContextId"]},
                    timeout=self.deadlines.script,
                )
        except CdpError:
            if frame == self.main_frame:
                raise

    async def _attach_frames(self, session: Session) -> list[Session]:
        """Return the sessions of the frames of *session* that have processes of their own."""
        found: list[Session] = []

        def note(event: Json) -> None:
            found.append(self.browser.connection.session(event["sessionId"]))

        session.on("Target.attachedToTarget", note)
        # The browser tells of those that are there before it answers.
        with contextlib.suppress(CdpError):
            await session.send("Target.setAutoAttach", _ATTACH, timeout=DETACH_TIMEOUT_S)
        return found

    async def detach(self) -> None:
        """End what we have begun in the browser: sessions, and what they had switched on."""
        for session in reversed(self._entered):
            for domain in ("Runtime", "Page"):
                with contextlib.suppress(CdpError):
                    await session.send(f"{domain}.disable", timeout=DETACH_TIMEOUT_S)

    def _note_dialog(self, event: Json) -> None:
        self.dialog = str(event.get("type", "dialog"))

    def _note_crash(self) -> None:
        self._crash = "The page crashed the browser's tab."
        self.session.abandon()


async def _never_asked(_url: str, _must_belong: bool) -> str:
    return ""


def _frame_ids(tree: Json) -> Sequence[str]:
    children = [each for child in tree.get("childFrames", ()) for each in _frame_ids(child)]
    return [str(tree["frame"]["id"]), *children]
