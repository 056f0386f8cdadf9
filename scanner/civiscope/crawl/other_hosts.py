"""Find the other hosts that pages load from: the site's own, and somebody else's."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping

from civiscope.collectors.hosts import DnsResolver
from civiscope.model import Alias, Missing, Page, Request
from civiscope.web.urls import (
    host_of,
    is_web_url,
    origin_of,
    redact_url,
    registrable_domain,
    same_site,
)

MAX_ASKED = 50
"""Names that are asked about; a site with more has them from one pattern."""


def sibling_hosts(page: Page) -> Iterator[str]:
    """Yield the hosts that *page* loads from that share its registrable domain, but not its own."""
    own = page.host
    domain = registrable_domain(own)
    for request in _requests(page):
        for url in (request.url, *(hop.url for hop in request.hops)):
            host = host_of(url)
            if host and host != own and registrable_domain(host) == domain:
                yield host


def other_hosts(page: Page) -> Iterator[tuple[str, str]]:
    """Yield the hosts of others that answered *page*, each with its address."""
    for request in _requests(page):
        for hop in () if request.main else request.hops:
            address = hop.remote_address.rpartition(":")[0].strip("[]")
            if address and not same_site(hop.url, page.final_url):
                yield host_of(hop.url), address


def loaded_origins(page: Page) -> Iterator[str]:
    """Yield the origins of the page's own domain that answered it."""
    for request in _requests(page):
        for hop in request.hops:
            if is_web_url(hop.url) and same_site(hop.url, page.final_url):
                yield origin_of(hop.url)


def data_of(page: Page) -> Iterator[str]:
    """Yield the addresses of the page's own domain that its scripts asked for, and got."""
    for request in _requests(page):
        if request.type in {"xhr", "fetch"} and request.method == "GET" and request.hops:
            url = request.url.partition("#")[0]
            # What is hidden in evidence cannot be asked for again.
            if is_web_url(url) and same_site(url, page.final_url) and redact_url(url) == url:
                yield url


def _requests(page: Page) -> tuple[Request, ...]:
    """Return the requests of a page of the web; none when they were not seen."""
    requests = page.evidence.requests
    return () if isinstance(requests, Missing) or not is_web_url(page.final_url) else requests


async def ask_aliases(siblings: Mapping[str, str], names: DnsResolver) -> tuple[Alias, ...]:
    """Return what the names of *siblings* (host, and first page) lead to, in order of name."""
    asked = sorted(siblings.items())[:MAX_ASKED]
    found = await asyncio.gather(*(names.alias(host, page) for host, page in asked))
    return tuple(found)
