"""Judge how much a page makes the visitor's line carry. Why is told in heavy_page.md."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from civiscope.headers import printable
from civiscope.model import EvidenceMissing, Missing, Outcome, Page, Place, Request, failed, passed
from civiscope.model.page import FOLDER_FIELD
from civiscope.web.urls import is_web_url

_NAMED = 3
_STEP = 50
"""Requests are told in fifties."""
_CUT_SHORT = Missing("not-gathered", "The page did not load to its end, so it was not weighed.")


def check(page: Page, *, max_bytes: int, max_requests: int) -> Iterator[Outcome]:
    """Apply to every page. What was loaded counts, as it came over the line; time does not."""
    if page.kind != "page":
        return
    weight = sum(request.transferred for request in page.requests)
    # Pictures written into the page itself (data:) are asked of nobody.
    count = sum(is_web_url(request.url) for request in page.requests)
    if weight <= max_bytes and count <= max_requests:
        if page.visit.state != "complete":
            raise EvidenceMissing(_CUT_SHORT)
        yield passed("page weight")
        return
    if weight > max_bytes:
        # The real server may compress what civiscope's own folder server does not.
        ours = FOLDER_FIELD in page.headers
        heaviest = _heaviest(page.requests)
        yield failed(
            Place("page weight", url=heaviest[0].url, snippet=_listed(heaviest)),
            "bytes",
            confidence="tentative" if ours else None,
            megabytes=_megabytes(weight),
            budget=_megabytes(max_bytes),
            heaviest=_listed(heaviest),
        )
    if count > max_requests:
        # From visit to visit a page asks for a few files more or fewer (fonts, say, by how soon its
        # style sheets come); a result that changes by that alone is no news.
        least = max(max_requests, (count - 1) // _STEP * _STEP)
        yield failed("number of requests", "requests", count=least, budget=max_requests)


def _heaviest(requests: tuple[Request, ...]) -> list[Request]:
    return sorted(requests, key=lambda request: (-request.transferred, request.url))[:_NAMED]


def _listed(requests: list[Request]) -> str:
    return ", ".join(
        f"{_name(request.url)} ({_megabytes(request.transferred)} MB)" for request in requests
    )


def _name(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return printable(url, 60)
    return printable(parts.path.rstrip("/").rpartition("/")[2] or parts.netloc or url, 60)


def _megabytes(count: int) -> str:
    return f"{count / 1_000_000:.1f}"
