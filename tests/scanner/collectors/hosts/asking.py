"""Ask servers on loopback as a scan asks the hosts of a site."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from civiscope.collectors.hosts import Handshaker, HostAsker
from civiscope.fetch.address_guard import AddressGuard
from civiscope.fetch.client import Fetcher
from civiscope.fetch.rate_limit import HostLimiter
from civiscope.fetch.robots import Robots
from civiscope.model import Host
from civiscope.scan.stages.hosts import HostAddresses, ask_hosts
from civiscope.web.urls import host_of

HOST = "www.example.gov"


def ask(
    *urls: str,
    ca: Path | None = None,
    hosts: Sequence[str] = (HOST, "example.gov", "api.example.gov"),
    deadline: float = 3,
    covers: Callable[[str], bool] | None = None,
    headers: Mapping[str, str] | None = None,
    time_is_up: bool = False,
    data: Sequence[str] = (),
) -> tuple[Host, ...]:
    """Return what the hosts of *urls* say; *hosts* are those that are here, and of the site."""
    guard = AddressGuard(dict.fromkeys(hosts, "127.0.0.1"))

    async def run() -> tuple[Host, ...]:
        fetcher = Fetcher(
            guard, user_agent="tests", ca=ca, deadline=deadline, headers_for=lambda _: headers or {}
        )
        async with fetcher:
            asker = HostAsker(
                fetcher,
                Robots(fetcher, ()),
                HostLimiter(0),
                guard,
                Handshaker(ca),
                deadline,
            )
            return await ask_hosts(
                asker,
                HostAddresses(urls, data=data),
                covers or (lambda url: host_of(url) in hosts),
                lambda: time_is_up,
            )

    return asyncio.run(run())
