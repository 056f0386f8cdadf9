"""One limiter a host: the delay it asks for, and back-off when it says it has enough."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

MAX_PAUSE = 120.0
"""The longest we wait for a host; one that wants more is left alone and its pages named."""
_FIRST_PAUSE = 5.0


class HostLimiter:
    """Makes visits to one host wait for each other as long as the host asks."""

    def __init__(self, delay: float) -> None:
        self._delay = delay
        self._delays: dict[str, float] = {}
        self._next: dict[str, float] = defaultdict(float)
        self._refusals: dict[str, int] = defaultdict(int)

    def ask_for(self, host: str, delay: float) -> None:
        """Note the delay that the host's robots.txt asks for."""
        self._delays[host] = max(delay, self._delay)

    async def turn(self, host: str) -> None:
        """Wait until the host may be visited again."""
        loop = asyncio.get_running_loop()
        while (wait := self._next[host] - loop.time()) > 0:
            await asyncio.sleep(wait)
        delay = self._delays.get(host, self._delay)
        if delay:
            self._next[host] = loop.time() + delay

    def refused(self, host: str, retry_after: str | None) -> bool:
        """Note a 429 or 503 and make everything to the host wait.

        Returns False when it wants a longer pause than we make, or has refused too often.
        """
        self._refusals[host] += 1
        times = self._refusals[host]
        pause = seconds_of(retry_after)
        if pause is None:
            pause = _FIRST_PAUSE * 2 ** (times - 1)
        if pause > MAX_PAUSE or times > 8:
            return False
        loop = asyncio.get_running_loop()
        self._next[host] = max(self._next[host], loop.time() + pause)
        return True

    def welcomed(self, host: str) -> None:
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
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())
