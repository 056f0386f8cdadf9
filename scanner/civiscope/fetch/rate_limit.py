"""One limiter a host: the delay it asks for, and back-off when it says it has enough."""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

MAX_PAUSE = 120.0
"""The longest we wait for a host; one that wants more is left alone and its pages named."""
_FIRST_PAUSE = 5.0
_MAX_REFUSALS = 8
"""Refusals in a row after which a host is not waited for any more."""


class HostLimiter:
    """Makes visits to one host wait for each other as long as the host asks.

    A host with a delay is visited one page at a time, and the delay runs from the end of a visit to
    the beginning of the next, so that it is kept whatever a page takes.
    """

    def __init__(self, delay: float) -> None:
        self._delay = delay
        self._delays: dict[str, float] = {}
        self._next: dict[str, float] = defaultdict(float)
        self._paused: dict[str, float] = defaultdict(float)
        self._refusals: dict[str, int] = defaultdict(int)
        self._busy: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def ask_for(self, host: str, delay: float) -> None:
        """Note the delay that the host's robots.txt asks for."""
        self._delays[host] = max(delay, self._delay, self._delays.get(host, 0.0))

    @contextlib.asynccontextmanager
    async def turn(self, host: str) -> AsyncGenerator[None]:
        """Wait until the host may be visited; the block is the visit."""
        delay = self._delays.get(host, self._delay)
        if not delay:
            await self._pause(host)
            yield
            return
        async with self._busy[host]:
            await self._pause(host)
            try:
                yield
            finally:
                self._next[host] = asyncio.get_running_loop().time() + delay

    async def _pause(self, host: str) -> None:
        loop = asyncio.get_running_loop()
        while True:
            wait = max(self._next[host], self._paused[host]) - loop.time()
            if wait <= 0:
                return
            await asyncio.sleep(wait)

    def refused(self, host: str, retry_after: str | None) -> bool:
        """Note a 429 or 503 and make everything to the host wait.

        Returns False when it wants a longer pause than we make, or has refused too often.
        """
        now = asyncio.get_running_loop().time()
        if now >= self._paused[host]:
            # Answers to what was under way when the pause began are the same refusal.
            self._refusals[host] += 1
        times = self._refusals[host]
        pause = seconds_of(retry_after)
        if pause is None:
            pause = _FIRST_PAUSE * 2 ** (times - 1)
        if pause > MAX_PAUSE or times > _MAX_REFUSALS:
            return False
        self._paused[host] = max(self._paused[host], now + pause)
        return True

    def note_success(self, host: str) -> None:
        """Note that the host answered as it should."""
        self._refusals.pop(host, None)


def seconds_of(retry_after: str | None) -> float | None:
    """Return the seconds a Retry-After field asks for, None when there is none to be read."""
    if not retry_after:
        return None
    text = retry_after.strip()
    if text.isdecimal():
        return float(text)
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())
