"""Ask the page of a tab: evaluate in our world, and look at its frames."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from civiscope.browser.cdp import CdpError, CdpTimeout, Disconnected, Json, Session
from civiscope.browser.due import (
    question,
    question_of_frame,
    question_of_stillness,
    seldom,
)
from civiscope.browser.tab_session import TabLost, TabSession
from civiscope.browser.worlds import PageLeft


class PageAccess(TabSession):
    """A tab whose page and frames can be asked."""

    async def evaluate(
        self,
        expression: str,
        *,
        frame: str = "",
        timeout: float | None = None,  # noqa: ASYNC109 - a page's deadline, told in its error
        by_value: bool = True,
    ) -> Any:  # noqa: ANN401 - plain data from the page, validated by whoever asked
        """Evaluate *expression* in our world of a frame (the page's by default); await promises.

        Raises PageLeft when the document went away, TabLost when there is no response in time,
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
            response = await session.send("Runtime.evaluate", params, timeout=seconds)
        except CdpTimeout as error:
            detail = f"The page did not answer for {seconds:g} seconds: something keeps it busy."
            raise TabLost("hung", detail) from error
        except Disconnected as error:
            if session is not self.session:
                raise PageLeft(str(error)) from error
            raise self.lost_error(error) from error
        except CdpError as error:
            raise PageLeft(str(error)) from error
        if "exceptionDetails" in response:
            details = response["exceptionDetails"]
            said = details.get("exception", {}).get("description") or details.get("text", "")
            raise CdpError(said.split("\n")[0][:500])
        result = response["result"]
        return result.get("value") if by_value else result

    def _world_of(self, frame: str) -> tuple[Session, str]:
        if self.session.closed:
            raise self.lost_error(None)
        return self.worlds.of(frame)

    def session_of(self, frame: str) -> Session:
        """Return the session that *frame* is asked through; raises PageLeft when it is gone."""
        return self._world_of(frame)[0]

    def has_world(self, frame: str) -> bool:
        """Say whether our world exists in *frame*."""
        return frame in self.worlds

    def world_number(self, frame: str) -> int:
        """Return the number of our world in *frame*, for commands on nodes; raises PageLeft."""
        return self.worlds.number_of(frame)

    async def frame_of(self, frame: str, object_id: str) -> str:
        """Return the id of the frame that a frame element of *frame* shows; empty when none."""
        session, _ = self._world_of(frame)
        try:
            node = await session.send("DOM.describeNode", {"objectId": object_id}, timeout=10)
        except CdpError:
            return ""
        return str(node["node"].get("frameId", ""))

    async def nothing_due(self, seconds: float, *, endless: bool = False) -> bool:
        """Say whether nothing comes of the page by itself within *seconds*, as far as can be known.

        No timer goes off, nothing moves, plays or is under way, in its frames neither. With
        *endless*, animations without end do not count. A page that does not answer for a while is
        busy. Raises PageLeft, TabLost.
        """
        if not (self.due_event and self.activity.is_over) or self.has_workers:
            return False
        try:
            asked = question(self.due_event, seconds, endless=endless)
            if not await self.evaluate(asked, timeout=10):
                return False
            asked = question_of_frame(self.due_event, seconds)
            for frame in await self.frame_urls():
                known = self.has_world(frame)
                if not known or not await self.evaluate(asked, frame=frame, timeout=5):
                    return False
        except TabLost as lost:
            if lost.reason != "hung":
                raise
            return False
        except CdpError:
            return False
        return self.activity.is_over

    @property
    def may_be_calm(self) -> bool:
        """Whether the page can be asked what is due in it, and nothing else is under way now."""
        return bool(self.due_event) and self.activity.is_idle and not self.has_workers

    async def stands_still(self, seconds: float) -> bool:
        """Say whether nothing comes of the page by itself within *seconds*, whatever is wanted.

        No script of it has asked how much movement its visitor wants, either, and it has no
        frames. Raises PageLeft, TabLost.
        """
        if not self.may_be_calm:
            return False
        try:
            asked = question_of_stillness(self.due_event, seconds)
            if not await self.evaluate(asked, timeout=10) or await self.has_frames():
                return False
            return self.activity.is_idle
        except CdpError:
            return False

    async def draw_seldom(self, seconds: float) -> None:
        """Give scripts that only ever draw fewer frames, for so many *seconds* of waiting.

        One that changes something gets all of them again. Raises PageLeft, TabLost.
        """
        if not self.due_event:
            return
        with contextlib.suppress(CdpError):
            await self.evaluate(seldom(self.due_event, seconds), timeout=10)

    async def has_frames(self) -> bool:
        """Say whether the page has frames, also in shadow trees: it does not count those itself.

        One that does not answer may have some. Raises TabLost.
        """
        if len(self.worlds.sessions) > 1:
            return True
        try:
            tree = await self.session.send("Page.getFrameTree", timeout=10)
        except CdpError:
            return True
        return bool(tree["frameTree"].get("childFrames"))

    async def frame_urls(self) -> dict[str, str]:
        """Return id and URL of every frame below the page's own."""
        urls = {frame["id"]: frame["url"] for frame in await self._frames()}
        urls.pop(self.main_frame, None)
        return urls

    async def written_address(self, frame: str) -> str:
        """Return the address that the element of a frame asks for; empty when it is not known."""
        for session in self.worlds.sessions:
            with contextlib.suppress(CdpError):
                owner = await session.send("DOM.getFrameOwner", {"frameId": frame}, timeout=10)
                asked = {"backendNodeId": owner["backendNodeId"]}
                node = (await session.send("DOM.describeNode", asked, timeout=10))["node"]
                written = node.get("attributes", [])
                named = dict(zip(written[::2], written[1::2], strict=True))
                return str(named.get("src", ""))
        return ""

    async def frame_parents(self) -> dict[str, str]:
        """Return the id of each frame with that of the frame it is in, as far as that is known."""
        return {frame["id"]: frame.get("parentId", "") for frame in await self._frames()}

    async def _frames(self) -> list[Json]:
        frames: list[Json] = []
        for session in self.worlds.sessions:
            with contextlib.suppress(CdpError):
                tree = await session.send("Page.getFrameTree", timeout=10)
                frames += _walk(tree["frameTree"])
        return frames

    @property
    def sessions(self) -> list[Session]:
        """The tab's own session and those of its frames that have one."""
        return self.worlds.sessions

    async def body(self, request: tuple[str, str]) -> str:
        """Return the body of a request seen in this visit; CdpError when it is not kept.

        *request* is its session, which may be that of a frame or worker of the tab, and its id.
        """
        own = request[0] == (self.session.id or "")
        session = self.session if own else self.browser.connection.known(request[0])
        if session is None:
            raise CdpError("The frame or worker that asked is gone.")
        try:
            response = await session.send(
                "Network.getResponseBody", {"requestId": request[1]}, timeout=15 if own else 3
            )
        except (CdpTimeout, Disconnected) as error:
            if own:
                raise
            raise CdpError(f"The frame or worker that asked does not answer ({error}).") from None
        if response.get("base64Encoded"):
            raise CdpError("The body is not text.")
        return str(response["body"])


def _walk(tree: Json) -> Iterator[Json]:
    yield tree["frame"]
    for child in tree.get("childFrames", ()):
        yield from _walk(child)
