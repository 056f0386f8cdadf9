"""Judge what an encrypted page loads unencrypted. Why is told in mixed_content.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civiscope.headers import shown
from civiscope.model import Missing, Outcome, Page, Place, Request, failed, passed
from civiscope.web.urls import origin_of, redact_url

_UPGRADED = re.compile(
    r"insecure element '(http://[^']{1,4096})'\. This request was automatically upgraded"
)
_OUTCOMES = {
    False: "It was there this time",
    True: "It was not there, so visitors do not see it",
}


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pages that came over HTTPS. The browser itself says what is mixed content."""
    if not page.final_url.startswith("https://"):
        return
    found: dict[tuple[str, str], list[Request]] = {}
    for request in page.requests:
        if _mixed(request) and not request.main:
            origin = origin_of(request.url) or "http:"
            found.setdefault((origin, request.type), []).append(request)
    upgraded = _upgraded(page)
    if not found and not upgraded:
        yield passed("requests")
    for url, lost in sorted(upgraded.items()):
        origin = origin_of(url)
        place = Place(f"{origin} upgraded", url=url, snippet=shown(url))
        yield failed(place, "upgraded", origin=origin, first=shown(url), outcome=_OUTCOMES[lost])
    for (origin, kind), requests in sorted(found.items()):
        first = requests[0]
        place = Place(f"{origin} {kind}", url=first.url, snippet=shown(first.url))
        blocked = any(r.mixed_content == "blockable" or r.blocked for r in requests)
        message = "blocked" if blocked else "unencrypted"
        yield failed(place, message, origin=origin, type=kind, count=len(requests), first=first.url)


def _upgraded(page: Page) -> dict[str, bool]:
    """Return what the browser asked for by https of its own accord, and whether that was in vain.

    The first of each origin; of them all when the console was not heard, none.
    """
    found: dict[str, bool] = {}
    if isinstance(page.evidence.console, Missing):
        return found
    lost = {request.url for request in page.requests if request.failed or _is_error(request)}
    origins: set[str] = set()
    for said in page.console:
        match = _UPGRADED.search(said.text) if said.source == "security" else None
        if match is None:
            continue
        url = redact_url(match[1])
        if origin_of(url) not in origins:
            origins.add(origin_of(url))
            found[url] = "https" + url.removeprefix("http") in lost
    return found


def _is_error(request: Request) -> bool:
    return request.response is not None and request.response.status >= 400


def _mixed(request: Request) -> bool:
    return request.mixed_content != "none" or request.blocked == "mixed-content"
