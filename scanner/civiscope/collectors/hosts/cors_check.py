"""Ask as browsers do for a page of somebody else's site, to see whether a host lets anybody in."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable

from civiscope.fetch.client import Fetcher
from civiscope.fetch.robots import Robots
from civiscope.headers.cors import parse_cors
from civiscope.model.transport import ForeignAnswer
from civiscope.web.urls import redact_url

ORIGIN = "https://another-site.invalid"
"""Nobody can ever own it (RFC 2606), so no list of allowed origins has it."""
MAX_ASKED = 4
"""Addresses of one host."""
_FIELD = 300


async def ask_as_foreign(
    fetcher: Fetcher, robots: Robots, urls: Iterable[str]
) -> AsyncGenerator[ForeignAnswer]:
    """Yield what *urls* answer, without anything that signs us in. Never raises."""
    for url in list(dict.fromkeys(urls))[:MAX_ASKED]:
        shown = redact_url(url)
        refusal = (await robots.rules(url)).refusal(url)
        if refusal:
            yield ForeignAnswer(shown, ORIGIN, error=refusal)
            continue
        found = await fetcher.hop(url, origin=ORIGIN)
        if found.status is None:
            yield ForeignAnswer(shown, ORIGIN, error=found.error)
            continue
        cors = parse_cors(found.headers)
        yield ForeignAnswer(
            shown,
            ORIGIN,
            found.status,
            allow_origin=cors.origin[:_FIELD] if cors else "",
            credentials=cors.credentials if cors else False,
        )
