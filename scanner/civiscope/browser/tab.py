"""A warm tab: loads one page after the other, and never lets a page keep it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

from civiscope.browser.cdp import CdpError, CdpTimeout, Disconnected, Json
from civiscope.browser.errors import explain
from civiscope.browser.page_access import PageAccess
from civiscope.browser.page_load import PageLoad
from civiscope.browser.tab_session import OF_NO_PAGE, TabLost, Watch
from civiscope.model import Visit

__all__ = ["MAX_DOCUMENT_BYTES", "OF_NO_PAGE", "Tab", "TabLost", "Watch"]

MAX_DOCUMENT_BYTES = 50_000_000
"""A document that is larger than this after decompression is stopped."""
_BROWSER_TIMEOUT_S = 10.0
"""How long a busy machine may take to send the request, on top of the time the server has."""
_ARRIVAL_TIMEOUT_S = 5.0
"""How long the browser may take to show the beginning of a response that is already there."""


class Tab(PageAccess):
    """A tab that loads one page after the other."""

    visits = 0
    """How many pages were loaded in it."""
    _last_url = ""

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
        self._begin(url)
        if self._only_fragment_differs(url):
            await self.leave()
            self._begin(url)
        self.page_load.stay = stay
        try:
            async with asyncio.timeout(self.deadlines.load + _BROWSER_TIMEOUT_S) as limit:
                response = await self._navigate(url, limit)
                failure = self._failure(response)
                if failure is not None:
                    return failure
                if response.get("loaderId"):
                    await self._wait_loaded(
                        lambda: too_large() or bool(broken(self.page_load.loader))
                    )
        except TimeoutError:
            return await self._late(url)
        if too_large():
            await self._stop()
            return self.page_load.visit(
                "failed", "too-large", "The document has no end; it was stopped at 50 MB."
            )
        error = broken(self.page_load.loader)
        if error:
            return self._moved() or self.page_load.visit("partial", *explain(error))
        return self._moved() or self.page_load.visit("complete")

    def _begin(self, url: str) -> None:
        self.page_load = PageLoad(url)
        self.interceptor.begin()
        self.activity.begin()

    def go_on(self) -> None:
        """Take what happens from now on for something that was done on the page that stands."""
        self.page_load = self.page_load.going_on()
        self.interceptor.begin()

    async def _navigate(self, url: str, limit: asyncio.Timeout) -> Json:
        """Return how the browser's navigation to *url* ended.

        *limit* is set anew when the request goes out: the page's time begins there.
        """
        now = asyncio.get_running_loop().time
        seconds = self.deadlines.load + _BROWSER_TIMEOUT_S + self.deadlines.load + 5
        navigation = asyncio.ensure_future(
            self.session.send("Page.navigate", {"url": url}, timeout=seconds)
        )
        waiting = True
        try:
            # A download never commits; the browser reports it by an event.
            while not navigation.done() and not self.page_load.download_url:
                self.changed.clear()
                changed = asyncio.ensure_future(self.changed.wait())
                await asyncio.wait({navigation, changed}, return_when=asyncio.FIRST_COMPLETED)
                changed.cancel()
                if waiting and (self.interceptor.document_sent or navigation.done()):
                    waiting = False
                    limit.reschedule(now() + self.deadlines.load)
            if not navigation.done():
                return {"errorText": "net::ERR_ABORTED"}
            response = navigation.result()
            if response.get("errorText") == "net::ERR_ABORTED":
                await self._download_event()
            return response
        except CdpTimeout:
            raise TimeoutError from None
        except Disconnected as error:
            raise self.lost_error(error) from error
        except CdpError as error:
            return {"errorText": str(error)}
        finally:
            navigation.cancel()

    async def _download_event(self) -> None:
        """Wait for word that the response is a download; it may come after the navigation's."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.5):
                while not self.page_load.download_url:
                    self.changed.clear()
                    await self.changed.wait()

    def _failure(self, response: Json) -> Visit | None:
        error = response.get("errorText")
        if not error:
            return None
        for why in self.interceptor.refused.values():
            reason, _, detail = why.partition(": ")
            return self.page_load.visit("failed", reason, detail)
        if self.page_load.download_url:
            return self.page_load.visit(
                "failed", "download", "The address is a file to download, no page."
            )
        reason, detail = explain(error)
        return self.page_load.visit("failed", reason, detail)

    async def _wait_loaded(self, over: Callable[[], bool]) -> None:
        while not self.page_load.loaded and not over():
            if self.session.closed:
                raise self.lost_error(None)
            if self.page_load.wandering:
                return
            self.changed.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(0.5):
                    await self.changed.wait()

    async def _late(self, url: str) -> Visit:
        """Take the page as it stands at its deadline, or say that nothing came."""
        sent = self.interceptor.document_sent
        if not self.page_load.response:
            # What the browser was already told by the server is told to us before it answers.
            with contextlib.suppress(CdpError):
                await self.send("Page.getNavigationHistory", {}, _ARRIVAL_TIMEOUT_S)
        if self.page_load.response:
            await self._arrival()
        await self._stop()
        seconds = f"{self.deadlines.load:g} seconds"
        if not self.page_load.commits:
            detail = f"No response came within {seconds}."
            if not sent:
                detail = "The browser was too busy to ask for the page; scan with fewer --tabs."
            return self.page_load.visit("failed", "timeout", detail)
        return self._moved() or self.page_load.visit(
            "partial",
            "timeout",
            f"The page was still loading after {seconds}; it was looked at as it stood.",
        )

    async def _arrival(self) -> None:
        """Wait until the beginning of the response is with the page; not for long.

        What the server has sent in time may still be on its way through a browser that is busy.
        """
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_ARRIVAL_TIMEOUT_S):
                while not self.page_load.arrived and not self.session.closed:
                    self.changed.clear()
                    await self.changed.wait()

    async def _stop(self) -> None:
        with contextlib.suppress(CdpTimeout):
            await self.send("Page.stopLoading", {}, 5)

    def _moved(self) -> Visit | None:
        if self.page_load.wandering:
            moves = self.commits - 1
            detail = f"The page sent the browser on {moves} times without rest."
            return self.page_load.visit("failed", "navigation-loop", detail)
        refused = next(iter(self.interceptor.refused.values()), "")
        if refused and len(self.page_load.commits) == 0:
            reason, _, detail = refused.partition(": ")
            return self.page_load.visit("failed", reason, detail)
        return self.astray(self.page_load.commits[-1] if self.page_load.commits else "")

    def astray(self, shown: str) -> Visit | None:
        """Return how the visit ended when the tab shows no page at *shown*, None when it does."""
        if not shown.startswith(("about:", "chrome-error:")):
            return None
        if self.interceptor.turned_back:
            reason, _, detail = self.interceptor.turned_back.partition(": ")
            return self.page_load.visit("failed", reason, detail)
        where = self.page_load.not_shown or shown
        detail = f"The page sent the browser on to {where[:200]}, where there is nothing to see."
        return self.page_load.visit("failed", "left", detail)

    async def leave(self) -> None:
        """Leave the page for an empty one, so that nothing of it runs on. Raises TabLost."""
        # A page that comes under the mouse is told of it, as if a visitor had moved it.
        away = {"type": "mouseMoved", "x": -10, "y": -10}
        try:
            response = await self.send("Page.navigate", {"url": "about:blank"}, 10)
            await self.send("Input.dispatchMouseEvent", away, 10)
            # Else its coming would be taken for a step of the next page.
            async with asyncio.timeout(10):
                while self.page_load.loader != response.get("loaderId", self.page_load.loader):
                    self.changed.clear()
                    await self.changed.wait()
        except (CdpTimeout, TimeoutError) as error:
            raise TabLost("hung", "The page could not be left: something keeps it busy.") from error

    @property
    def commits(self) -> int:
        """Number of documents the page's own frame has shown in this visit."""
        return len(self.page_load.commits)

    async def next_document(self, commits: int) -> None:
        """Wait until the page's own frame shows more than *commits* documents; not for long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.deadlines.settle):
                while self.commits <= commits or not self.has_world(self.main_frame):
                    self.changed.clear()
                    await self.changed.wait()

    def notes(self) -> dict[str, Any]:
        """Return what happened in the visit so far, as fields of Visit."""
        return self.page_load.notes()

    def _only_fragment_differs(self, url: str) -> bool:
        last = self._last_url
        self._last_url = url
        return bool(last) and "#" in url and last.partition("#")[0] == url.partition("#")[0]
