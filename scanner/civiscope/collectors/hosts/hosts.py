"""Ask one host of the site what it says apart from its pages, within its time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from civiscope.collectors.hosts.cors_check import ask_as_foreign
from civiscope.collectors.hosts.dns import DnsResolver
from civiscope.collectors.hosts.handshake import Handshaker
from civiscope.collectors.hosts.redirect_chain import Own, walk
from civiscope.collectors.hosts.tls import ask_tls
from civiscope.collectors.hosts.tls_offers import DEADLINE, TlsEndpoint
from civiscope.collectors.hosts.well_known_files import ask_texts
from civiscope.fetch.address_guard import AddressGuard
from civiscope.fetch.client import Fetcher
from civiscope.fetch.rate_limit import HostLimiter
from civiscope.fetch.robots import Robots, is_this_machine
from civiscope.model.transport import Host, TlsServer, Walk
from civiscope.web.urls import host_of, origin_of

_log = logging.getLogger(__name__)
HOST_TIMEOUT_S = 180.0
"""For one host with everything it is asked."""


@dataclass(frozen=True, slots=True)
class HostPorts:
    """One host and the ports it is met at."""

    host: str
    http_port: int | None
    https_port: int | None


def hosts_of(urls: Iterable[str]) -> tuple[HostPorts, ...]:
    """Return the hosts of *urls*, each once for each pair of ports.

    A host met at the usual port of one scheme is asked at that of the other as well, as visitors
    may do; other ports, and this very machine, are asked only where they were met.
    """
    found: dict[HostPorts, None] = {}
    for url in urls:
        parts = urlsplit(url)
        host, usual = host_of(url), {"http": 80, "https": 443}.get(parts.scheme)
        if usual is None or not host:
            continue
        port = parts.port or usual
        if port == usual and not is_this_machine(host):
            found[HostPorts(host, 80, 443)] = None
        elif parts.scheme == "http":
            found[HostPorts(host, port, None)] = None
        else:
            found[HostPorts(host, None, port)] = None
    return tuple(found)


@dataclass(frozen=True, slots=True)
class HostAsker:
    """Asks hosts with the means of a scan that is under way."""

    fetcher: Fetcher
    robots: Robots
    limiter: HostLimiter
    guard: AddressGuard
    handshaker: Handshaker
    deadline: float = DEADLINE
    """Seconds for one handshake."""
    names: DnsResolver | None = None
    """Queries DNS; None when it is not to be asked."""

    async def refuse(self, host: Host) -> Host | None:
        """Return *host* with why it is not asked; None when it may be. Notes its robots' delay."""
        url = _url("https", host.name, host.https_port) or _url("http", host.name, host.http_port)
        refusal = await self.guard.refusal(url)
        if refusal:
            return replace(host, error=refusal.partition(": ")[2])
        self.limiter.ask_for(host.name, (await self.robots.rules(url)).delay)
        return None

    async def ask(self, host: Host, own: Own, data: Iterable[str]) -> Host:
        """Return *host* with what it says, within its time. Never raises.

        *own* tells the site's own addresses; *data* are addresses that scripts of pages ask for.
        """
        try:
            async with asyncio.timeout(HOST_TIMEOUT_S):
                return await self._ask_all(host, own, data)
        except TimeoutError:
            why = f"The host did not answer everything within {HOST_TIMEOUT_S:g} seconds."
            return replace(host, error=why)
        except Exception as error:  # one host's failure never ends a scan
            _log.warning("A host could not be asked", exc_info=True, extra={"host": host.name})
            return replace(host, error=f"Asking it failed ({type(error).__name__}: {error}).")

    async def _ask_all(self, host: Host, own: Own, data: Iterable[str]) -> Host:
        plain = _url("http", host.name, host.http_port)
        safe = _url("https", host.name, host.https_port)
        if plain and not is_this_machine(host.name):
            host = replace(host, http=await self._walk(plain, own))
        if safe:
            tls = await self._tls(host)
            host = replace(host, tls=tls)
            if tls.state == "answers":
                host = replace(host, https=await self._walk(safe, own))
        origin = (safe if host.tls and host.tls.state == "answers" else plain or safe).rstrip("/")
        if origin and not (origin.startswith("http://") and is_this_machine(host.name)):
            texts = [text async for text in ask_texts(self.fetcher, self.robots, origin, own)]
            here = [url for url in data if origin_of(url) == origin]
            foreign = ask_as_foreign(self.fetcher, self.robots, (f"{origin}/", *here))
            host = replace(host, texts=tuple(texts), foreign=tuple([one async for one in foreign]))
        if self.names is not None:
            host = replace(host, records=await self.names.ask(host.name))
        return host

    async def _walk(self, url: str, own: Own) -> Walk:
        refusal = (await self.robots.rules(url)).refusal(url)
        return Walk(error=refusal) if refusal else await walk(self.fetcher, url, own)

    async def _tls(self, host: Host) -> TlsServer:
        addresses = await self.guard.resolve(host.name)
        if not addresses:
            return TlsServer("closed", "The name of the host does not resolve.")
        place = TlsEndpoint(host.name, str(addresses[0]), host.https_port or 443, self.deadline)
        return await ask_tls(place, self.handshaker)


def _url(scheme: str, host: str, port: int | None) -> str:
    if port is None:
        return ""
    name = f"[{host}]" if ":" in host else host
    usual = {"http": 80, "https": 443}[scheme]
    return f"{scheme}://{name}/" if port == usual else f"{scheme}://{name}:{port}/"
