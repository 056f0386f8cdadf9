"""The stage that asks the site's hosts themselves: redirects, TLS, well-known files, DNS."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from civiscope.collectors.hosts import HostAsker, hosts_of
from civiscope.collectors.hosts.redirect_chain import Own
from civiscope.model import Host
from civiscope.scan.stages.runner import Stage, run_stage
from civiscope.web.urls import origin_of

MAX_HOSTS = 50
"""Hosts that are asked; those beyond are listed as not asked."""
_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class HostAddresses:
    """The addresses by which a crawl met the hosts of its site."""

    pages: Iterable[str]
    loaded: Iterable[str] = ()
    """What the pages load."""
    data: Iterable[str] = ()
    """What scripts of the pages ask for."""


async def ask_hosts(
    asker: HostAsker,
    met: HostAddresses,
    covers: Callable[[str], bool],
    time_is_up: Callable[[], bool],
) -> tuple[Host, ...]:
    """Return what the hosts that were *met* say, of addresses that the scan *covers*.

    Sorted by name and port.
    """
    pages = [url for url in met.pages if covers(url)]
    own = Own(covers, frozenset(map(origin_of, pages)))
    data = tuple(filter(covers, met.data))
    hosts = [
        Host(
            each.host,
            asked=float(int(time.time())),
            http_port=each.http_port,
            https_port=each.https_port,
        )
        for each in hosts_of((*pages, *filter(covers, met.loaded)))
    ]
    beyond = {id(host) for host in hosts[MAX_HOSTS:]}

    async def refuse(host: Host) -> Host | None:
        if id(host) in beyond:
            return replace(host, error=f"More than {MAX_HOSTS} hosts; it was not asked.")
        return await asker.refuse(host)

    async def ask(host: Host) -> Host:
        return await asker.ask(host, own, data)

    stage = Stage(
        items=hosts,
        at_once=_AT_ONCE,
        host=lambda host: host.name,
        run_one=ask,
        too_late=lambda host: replace(host, error="The time allowed for the scan was up."),
        skip=refuse,
    )
    asked = await run_stage(stage, asker.limiter, time_is_up)
    return tuple(sorted(asked, key=lambda h: (h.name, h.https_port or 0, h.http_port or 0)))
