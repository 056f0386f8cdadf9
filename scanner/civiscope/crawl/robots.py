"""Obey robots.txt (RFC 9309)."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass

from protego import Protego

from civiscope.crawl.fetch import Fetcher
from civiscope.urls import host_of, origin_of

AGENT = "civiscope"
MAX_DELAY = 60.0
"""A crawl-delay above this is taken as this."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What one origin's robots.txt says to us."""

    parsed: Protego | None
    delay: float = 0.0
    sitemaps: tuple[str, ...] = ()
    unreachable: str = ""
    """Why nothing of the origin may be visited: its robots.txt answers with a server error."""

    def refusal(self, url: str) -> str:
        """Return a sentence when *url* must not be visited, else nothing."""
        if self.unreachable:
            return self.unreachable
        if self.parsed is not None and not self.parsed.can_fetch(url, AGENT):
            return "The site's robots.txt asks not to visit this address."
        return ""


class Robots:
    """Reads each origin's robots.txt once."""

    def __init__(self, fetcher: Fetcher, ignore: Collection[str]) -> None:
        self._fetcher = fetcher
        self._ignore = set(ignore)
        self._rules: dict[str, Rules] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def rules(self, url: str) -> Rules:
        """Return the rules for the origin of *url*."""
        origin = origin_of(url)
        async with self._locks.setdefault(origin, asyncio.Lock()):
            if origin not in self._rules:
                self._rules[origin] = await self._read(origin)
        return self._rules[origin]

    async def _read(self, origin: str) -> Rules:
        host = host_of(origin)
        found = await self._fetcher.get(f"{origin}/robots.txt", limit=500_000)
        if found.status is not None and found.status >= 500:
            if self._ignored(host):
                return Rules(None)
            return Rules(
                None,
                unreachable=f"{origin}/robots.txt answers {found.status}, so nothing there may be "
                f"visited until it works again.",
            )
        if not found.ok:
            # Not there, or the host does not answer at all: then the visit itself will say so.
            return Rules(None)
        parsed = Protego.parse(found.body.decode("utf-8", "replace"))
        delay = min(float(parsed.crawl_delay(AGENT) or 0), MAX_DELAY)
        rate = parsed.request_rate(AGENT)
        if rate is not None and rate.requests:
            delay = max(delay, min(rate.seconds / rate.requests, MAX_DELAY))
        sitemaps = tuple(parsed.sitemaps)
        if self._ignored(host):
            return Rules(None, 0.0, sitemaps)
        return Rules(parsed, delay, sitemaps)

    def _ignored(self, host: str) -> bool:
        return host in self._ignore or "*" in self._ignore
