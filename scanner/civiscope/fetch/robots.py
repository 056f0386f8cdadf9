"""Obey robots.txt (RFC 9309)."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Collection
from dataclasses import dataclass

from protego import Protego

from civiscope.fetch.client import Fetcher
from civiscope.fetch.fetched import Fetched
from civiscope.web.urls import host_of, is_web_url, origin_of, resolve

AGENT = "civiscope"
MAX_BYTES = 512 * 1024
"""RFC 9309 asks for 500 KiB at least; what comes after is not read."""
MAX_DELAY = 60.0
"""A crawl-delay above this is taken as this."""


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """What one origin's robots.txt says to us."""

    parsed: Protego | None
    delay: float = 0.0
    sitemaps: tuple[str, ...] = ()
    relative_sitemaps: tuple[str, ...] = ()
    """Those of them that the file names without a host, as it writes them."""
    unreachable: str = ""
    """Why nothing of the origin may be visited: its robots.txt is there and cannot be read."""
    unknown: str = ""
    """Why it is not known whether anything may: there was a server, and no connection to it."""

    def refusal(self, url: str) -> str:
        """Return a sentence when *url* must not be visited, else nothing."""
        if self.unreachable:
            return self.unreachable
        if self.parsed is not None and not self.parsed.can_fetch(url, AGENT):
            return "The site's robots.txt asks not to visit this address."
        return ""


class Robots:
    """Reads each origin's robots.txt once.

    *ignore* names hosts whose rules are passed over; `*` in it stands for this machine's own.
    """

    def __init__(self, fetcher: Fetcher, ignore: Collection[str]) -> None:
        self._fetcher = fetcher
        self._ignore = set(ignore)
        self._rules: dict[str, RobotsRules] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def rules(self, url: str) -> RobotsRules:
        """Return the rules for the origin of *url*."""
        origin = origin_of(url)
        async with self._locks.setdefault(origin, asyncio.Lock()):
            if origin not in self._rules:
                self._rules[origin] = await self._read(origin)
        return self._rules[origin]

    async def _read(self, origin: str) -> RobotsRules:
        found = await self._fetcher.get(f"{origin}/robots.txt", limit=MAX_BYTES)
        ignored = self._is_ignored(host_of(origin))
        why = _unreadable(found)
        if why and not ignored:
            return RobotsRules(
                None,
                unreachable=f"{origin}/robots.txt cannot be read ({why}), so nothing there may be "
                f"visited until it can.",
            )
        if found.tls_failed and not ignored:
            # The browser may get through where we did not; then it must not go on from there.
            return RobotsRules(
                None,
                unknown=f"{origin}/robots.txt cannot be read ({found.error.rstrip('.')}), so "
                f"nothing more may be visited there.",
            )
        if not found.ok:
            # Not there, or no server at all: then the visit itself will say so.
            return RobotsRules(None)
        parsed = Protego.parse(found.body.decode("utf-8-sig", "replace"))
        named = [(url.strip(), resolve(found.url, url)) for url in parsed.sitemaps if url.strip()]
        sitemaps = tuple(url for _, url in named if is_web_url(url))
        relative = tuple(as_is for as_is, url in named if is_web_url(url) and not is_web_url(as_is))
        if ignored:
            return RobotsRules(None, 0.0, sitemaps, relative)
        delay = float(parsed.crawl_delay(AGENT) or 0)
        rate = parsed.request_rate(AGENT)
        if rate is not None and rate.requests:
            delay = max(delay, rate.seconds / rate.requests)
        return RobotsRules(parsed, min(delay, MAX_DELAY), sitemaps, relative)

    def _is_ignored(self, host: str) -> bool:
        return host in self._ignore or ("*" in self._ignore and is_this_machine(host))


def is_this_machine(host: str) -> bool:
    """Say whether *host* names this machine, whatever the network says."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _unreadable(found: Fetched) -> str:
    """Return why the rules cannot be known although there is a server (RFC 9309 2.3.1.4)."""
    if found.status is None:
        return found.error.rstrip(".") if found.connected else ""
    # 429 says "not now", not "there is none".
    return f"it answers {found.status}" if found.status >= 500 or found.status == 429 else ""
