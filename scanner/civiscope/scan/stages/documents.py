"""The stage that asks for the headers of documents that a site links: PDF, office, archives."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from civiscope.fetch.client import Fetcher
from civiscope.fetch.rate_limit import HostLimiter
from civiscope.fetch.robots import Robots
from civiscope.model import Document
from civiscope.scan.stages.runner import Stage, run_stage
from civiscope.web.urls import host_of

MAX_DOCUMENTS = 1000
"""Documents whose headers are asked for; those beyond are listed without."""
DOCUMENTS_TIMEOUT_S = 300.0
"""For all of them; a host that wants long pauses does not hold a scan for hours."""
_AT_ONCE = 4


_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})


def is_page(document: Document) -> bool:
    """Say whether what was taken for a document by its address is a page that browsers show."""
    media_type = (document.headers.get("content-type") or "").partition(";")[0].strip().lower()
    disposition = (document.headers.get("content-disposition") or "").strip().lower()
    answered = document.status is not None and 200 <= document.status < 300
    return answered and media_type in _PAGE_TYPES and not disposition.startswith("attachment")


async def ask_documents(
    found: Mapping[str, str],
    fetcher: Fetcher,
    robots: Robots,
    limiter: HostLimiter,
    time_is_up: Callable[[], bool],
) -> tuple[Document, ...]:
    """Return every document of *found* (address and where it was found), sorted by address."""
    end = time.monotonic() + DOCUMENTS_TIMEOUT_S
    urls = sorted(found)
    beyond = set(urls[MAX_DOCUMENTS:])

    async def refuse(url: str) -> Document | None:
        if url in beyond:
            why = f"More than {MAX_DOCUMENTS} documents; this one was not asked for."
            return Document(url, found[url], error=why)
        rules = await robots.rules(url)
        refusal = rules.refusal(url)
        if refusal:
            return Document(url, found[url], error=refusal)
        limiter.ask_for(host_of(url), rules.delay)
        return None

    async def ask(url: str) -> Document:
        reply = await fetcher.head(url)
        return Document(url, found[url], reply.status, reply.headers, reply.error)

    stage = Stage(
        items=urls,
        at_once=_AT_ONCE,
        host=host_of,
        run_one=ask,
        too_late=lambda url: Document(
            url, found[url], error="It was not asked for: the time was up."
        ),
        skip=refuse,
    )
    late: Callable[[], bool] = lambda: time_is_up() or time.monotonic() > end  # noqa: E731
    return tuple(await run_stage(stage, limiter, late))
