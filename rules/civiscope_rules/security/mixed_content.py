"""Judge what an encrypted page loads unencrypted. Why is told in mixed_content.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import shown
from civiscope.model import Outcome, Page, Place, Request, failed, passed
from civiscope.urls import origin_of


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pages that came over HTTPS. The browser itself says what is mixed content."""
    if not page.final_url.startswith("https://"):
        return
    found: dict[tuple[str, str], list[Request]] = {}
    for request in page.requests:
        if _mixed(request) and not request.main:
            origin = origin_of(request.url) or "http:"
            found.setdefault((origin, request.type), []).append(request)
    if not found:
        yield passed("requests")
    for (origin, kind), requests in sorted(found.items()):
        first = requests[0]
        place = Place(f"{origin} {kind}", url=first.url, snippet=shown(first.url))
        blocked = any(r.mixed_content == "blockable" or r.blocked for r in requests)
        message = "blocked" if blocked else "unencrypted"
        yield failed(place, message, origin=origin, type=kind, count=len(requests), first=first.url)


def _mixed(request: Request) -> bool:
    return request.mixed_content != "none" or request.blocked == "mixed-content"
