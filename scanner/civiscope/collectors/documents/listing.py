"""Ask for the headers of the documents that a site links: PDF, office documents, archives."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping

from civiscope.fetch.client import Fetcher
from civiscope.fetch.rate_limit import HostLimiter
from civiscope.fetch.robots import Robots
from civiscope.model import Document
from civiscope.web.urls import host_of

MAX_DOCUMENTS = 1000
"""Documents whose headers are asked for; those beyond are listed without."""
MAX_SECONDS = 300.0
"""Time for all of them; a host that wants long pauses does not hold a scan for hours."""
_AT_ONCE = 4


async def ask_documents(
    found: Mapping[str, str],
    fetcher: Fetcher,
    robots: Robots,
    limiter: HostLimiter,
    time_is_up: Callable[[], bool],
) -> tuple[Document, ...]:
    """Return every document of *found* (address and where it was found), sorted by address."""
    end = time.monotonic() + MAX_SECONDS
    slots = asyncio.Semaphore(_AT_ONCE)

    async def ask(number: int, url: str) -> Document:
        page = found[url]
        if number >= MAX_DOCUMENTS:
            why = f"More than {MAX_DOCUMENTS} documents; this one was not asked for."
            return Document(url, page, error=why)
        async with slots:
            rules = await robots.rules(url)
            refusal = rules.refusal(url)
            if refusal:
                return Document(url, page, error=refusal)
            host = host_of(url)
            limiter.ask_for(host, rules.delay)
            async with limiter.turn(host):
                if time_is_up() or time.monotonic() > end:
                    return Document(url, page, error="It was not asked for: the time was up.")
                answer = await fetcher.head(url)
        return Document(url, page, answer.status, answer.headers, answer.error)

    return tuple(await asyncio.gather(*(ask(n, url) for n, url in enumerate(sorted(found)))))
