"""Judge what an encrypted page loads unencrypted. Why is told in mixed_content.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civiscope.headers import printable
from civiscope.model import Missing, Outcome, Page, Place, Request, failed, passed
from civiscope.web.urls import origin_of, redact_url

_UPGRADED = re.compile(
    r"insecure element '(http://[^']{1,4096})'\. This request was automatically upgraded"
)
# Of frames and plug-ins that it refuses, the browser makes no request that could be seen.
_REFUSED = re.compile(
    r"(?:requested an|attempted to connect to the) insecure ([\w -]{1,40}) "
    r"'((?:http|ws)://[^']{1,4096})'\. This request has been blocked"
)
_TYPES = {
    "plugin resource": "object",
    "websocket endpoint": "websocket",
    "xmlhttprequest endpoint": "fetch",
}
_THERE = "It was there this time"
_LOST = "It was not there, so visitors do not see it"
_NOT_ASKED = "It was not asked for this time, so whether it is there is not known"


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pages that came over HTTPS. The browser itself says what is mixed content."""
    if not page.final_url.startswith("https://"):
        return
    found: dict[tuple[str, str], list[Request]] = {}
    for request in page.requests:
        if _is_mixed(request) and not request.main:
            origin = origin_of(request.url) or "http:"
            found.setdefault((origin, request.type), []).append(request)
    upgraded, refused = _upgraded_requests(page), _refused_requests(page)
    if not found and not upgraded and not refused:
        yield passed("requests")
    for url, outcome in sorted(upgraded.items()):
        origin = origin_of(url)
        place = Place(f"{origin} upgraded", url=url, snippet=printable(url))
        yield failed(place, "upgraded", origin=origin, first=printable(url), outcome=outcome)
    for (origin, kind), urls in sorted(refused.items()):
        place = Place(f"{origin} {kind}", url=urls[0], snippet=printable(urls[0]))
        yield failed(
            place, "blocked", origin=origin, type=kind, count=len(urls), first=printable(urls[0])
        )
    for (origin, kind), requests in sorted(found.items()):
        first = requests[0]
        place = Place(f"{origin} {kind}", url=first.url, snippet=printable(first.url))
        blocked = any(r.mixed_content == "blockable" or r.blocked for r in requests)
        message = "blocked" if blocked else "unencrypted"
        yield failed(place, message, origin=origin, type=kind, count=len(requests), first=first.url)


def _refused_requests(page: Page) -> dict[tuple[str, str], list[str]]:
    """Return what the browser refused and made no request for, by origin and type."""
    found: dict[tuple[str, str], list[str]] = {}
    if isinstance(page.evidence.console, Missing):
        return found
    asked = {request.url for request in page.requests}
    for said in page.console:
        match = _REFUSED.search(said.text) if said.source == "security" else None
        if match is None or (url := redact_url(match[2])) in asked:
            continue
        kind = _TYPES.get(match[1].lower(), match[1].lower())
        urls = found.setdefault((origin_of(url), kind), [])
        if url not in urls:
            urls.append(url)
    return found


def _upgraded_requests(page: Page) -> dict[str, str]:
    """Return what the browser asked for by https of its own accord, and what came of it.

    The first of each origin; of them all when the console was not heard, none.
    """
    found: dict[str, str] = {}
    if isinstance(page.evidence.console, Missing):
        return found
    lost = {request.url: bool(request.failed or _is_error(request)) for request in page.requests}
    origins: set[str] = set()
    for said in page.console:
        match = _UPGRADED.search(said.text) if said.source == "security" else None
        if match is None:
            continue
        url = redact_url(match[1])
        if origin_of(url) not in origins:
            origins.add(origin_of(url))
            in_vain = lost.get("https" + url.removeprefix("http"))
            found[url] = _NOT_ASKED if in_vain is None else _LOST if in_vain else _THERE
    return found


def _is_error(request: Request) -> bool:
    return request.response is not None and request.response.status >= 400


def _is_mixed(request: Request) -> bool:
    # Of deferred requests the browser says that they are mixed, whatever their address.
    plain = request.url.startswith(("http:", "ws:"))
    return plain and (request.mixed_content != "none" or request.blocked == "mixed-content")
