"""Go the way of a visitor who types an address, hop by hop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from civiscope.fetch.client import MAX_REDIRECTS, Fetcher
from civiscope.headers.csp import nonces
from civiscope.model import Headers
from civiscope.model.transport import RedirectHop, Walk
from civiscope.web.urls import is_web_url, origin_of, redact_url, resolve

_FIELD = 1000
_NONCES = 5


@dataclass(frozen=True, slots=True)
class Own:
    """Which addresses are of the site, and which of them may be shown what signs us in."""

    covers: Callable[[str], bool]
    met: frozenset[str] = frozenset()
    """Origins of pages of the crawl."""

    def signed_in(self, url: str) -> bool:
        """Say whether *url* may be shown it: not over plain HTTP, unless the crawl did so."""
        return url.startswith("https://") or origin_of(url) in self.met


async def walk(fetcher: Fetcher, url: str, own: Own) -> Walk:
    """Return all responses from *url* on. Never raises, and never leaves the site: an address
    elsewhere ends the walk, and stands as the last hop's location."""
    hops: list[RedirectHop] = []
    while True:
        found = await fetcher.hop(url, signed_in=own.signed_in(url))
        if found.status is None:
            closed = not hops and not found.connected
            return Walk(tuple(hops), found.error, closed)
        location = found.headers.get("location")
        sent_on = found.status in {301, 302, 303, 307, 308} and bool(location)
        target = resolve(url, location or "") if sent_on else ""
        hops.append(
            RedirectHop(
                url=redact_url(url),
                status=found.status,
                location=redact_url(target)[:_FIELD],
                hsts=tuple(
                    value[:_FIELD] for value in found.headers.all("strict-transport-security")
                ),
                alt_svc=(found.headers.get("alt-svc") or "")[:_FIELD],
                nonces=_nonces(found.headers),
            )
        )
        if not target or not is_web_url(target) or not own.covers(target):
            return Walk(tuple(hops))
        if len(hops) > MAX_REDIRECTS:
            return Walk(tuple(hops), f"More than {MAX_REDIRECTS} redirects.")
        url = target


def _nonces(headers: Headers) -> tuple[str, ...]:
    found = nonces(headers.all("content-security-policy"))
    return tuple(sorted(nonce[:200] for nonce in found)[:_NONCES])
