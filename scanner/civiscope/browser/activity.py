"""Know when a page has stopped talking to the network."""

from __future__ import annotations

import asyncio
import time

from civiscope.browser.cdp import Json, Session

_ENDLESS = frozenset({"EventSource", "WebSocket"})
_MIN_QUIET_S = 0.3
"""Seconds without requests that count as quiet."""


class Activity:
    """Counts the requests under way in a tab, its frames and workers. Hand `watch` to the tab."""

    def __init__(self) -> None:
        self._open: set[tuple[str, str]] = set()
        self._last = time.monotonic()
        self._lasting = False

    def begin(self) -> None:
        """Forget what an earlier page had under way."""
        self._open.clear()
        self._lasting = False

    @property
    def is_over(self) -> bool:
        """Whether nothing is under way, nor may come over a connection that stays open."""
        return self.is_idle and time.monotonic() - self._last >= _MIN_QUIET_S

    @property
    def is_idle(self) -> bool:
        """The same of this very moment: what has just been answered may be followed by more."""
        return not (self._open or self._lasting)

    def watch(self, session: Session) -> None:
        """Listen to *session*."""
        key = session.id or ""
        session.on("Network.requestWillBeSent", lambda event: self._began(key, event))
        session.on("Network.webSocketCreated", lambda _: self.stays_open())
        session.on("Network.webTransportCreated", lambda _: self.stays_open())
        session.on("Network.loadingFinished", lambda event: self._on_ended(key, event))
        session.on("Network.loadingFailed", lambda event: self._on_ended(key, event))
        session.on("civiscope.detached", lambda _: self._gone(key))

    async def quiet(self, *, least: float, most: float) -> bool:
        """Wait *least* seconds, then until the network is quiet, *most* seconds at most.

        Says whether it became quiet.
        """
        start = time.monotonic()
        wait = least
        while wait > 0 and time.monotonic() - start < most:
            await asyncio.sleep(min(wait, most))
            still = 0.0 if self._open else time.monotonic() - self._last
            wait = 0.0 if still >= _MIN_QUIET_S else max(0.05, _MIN_QUIET_S - still)
        return wait == 0

    def _began(self, session: str, event: Json) -> None:
        if event.get("type") in _ENDLESS:
            self.stays_open()
            return
        self._open.add((session, event["requestId"]))
        self._last = time.monotonic()

    def stays_open(self) -> None:
        """Note that something may come at any time, until the next page."""
        self._lasting = True

    def _on_ended(self, session: str, event: Json) -> None:
        if (session, event["requestId"]) in self._open:
            self._open.discard((session, event["requestId"]))
            self._last = time.monotonic()

    def _gone(self, session: str) -> None:
        self._open = {key for key in self._open if key[0] != session}
