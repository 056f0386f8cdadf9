"""Tell what a visit met: the page that was asked for, something in its place, or a file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from civiscope.collectors.page.visit import VisitResult
from civiscope.crawl.interstitials import wall
from civiscope.crawl.outages import OUTAGES, outage
from civiscope.model import Dom, Missing, Response, Visit
from civiscope.web.urls import is_web_url, resolve
from civiscope.web.xml_root import SVG, XHTML

_PAGE_TYPES = {"text/html", "application/xhtml+xml", "image/svg+xml"}


_FAILURES = {"connection", "dns", "refused", "timeout", "tls", "rate-limited"} | OUTAGES
_SERVER_ERROR = 500
_TOO_MANY = 429
"""Asks for fewer requests: that is our doing, and no failure of the site."""


def classify_visit(asked: str, seen: VisitResult) -> Visit:
    """Return how the visit of *asked* ended: whether what was seen is the page asked for.

    What a server fails at has its time: it may be gone a minute later.
    """
    visit = _classify(asked, seen)
    response = main_response(seen)
    broke = response is not None and response.status >= _SERVER_ERROR
    if visit.state == "failed" and (visit.reason in _FAILURES or broke):
        return replace(visit, at=datetime.now(UTC).isoformat(timespec="seconds"))
    return visit


def _classify(asked: str, seen: VisitResult) -> Visit:
    visit = seen.visit
    response = main_response(seen)
    if response is None:
        return visit
    if visit.state == "failed" and visit.reason not in {"http-error", "rate-limited"}:
        return _check_unfollowed(visit, response) or visit
    dom = seen.evidence.dom if isinstance(seen.evidence.dom, Dom) else None
    word, sentence = wall(asked, response, dom, seen.text)
    if word:
        return replace(visit, state="failed", reason=word, detail=sentence)
    if visit.reason == "rate-limited" and response.status == _TOO_MANY:
        return visit
    failure, told = outage(response, dom, seen.text)
    if failure:
        return replace(visit, state="failed", reason=failure, detail=told)
    if visit.reason == "rate-limited":
        return visit
    if response.status >= 400:
        detail = f"The server answers {response.status}."
        return replace(visit, state="failed", reason="http-error", detail=detail)
    media_type = dom.media_type if dom else response.media_type
    if not _is_page(response.media_type, media_type, seen.namespace):
        named = response.media_type or media_type or "unknown"
        detail = f"It is a file of type {named}, not a page."
        return replace(visit, state="failed", reason="document", detail=detail)
    return visit


def _is_page(served: str, shown: str, namespace: str | None) -> bool:
    # A page that says it is XHTML is one, however broken. What the browser shows of other XML (a
    # tree of tags, what a style sheet makes of them) is the browser's work: there the root element
    # as served says whether the site made a page.
    if namespace is not None and served not in _PAGE_TYPES:
        return namespace in {XHTML, SVG}
    return shown in _PAGE_TYPES


def _check_unfollowed(visit: Visit, response: Response) -> Visit | None:
    """Name where a redirect leads that no browser follows: to a file, a program, a script."""
    to = resolve(response.url, response.headers.get("location") or "")
    if not response.redirects or is_web_url(to):
        return None
    detail = f"The server redirects to {to[:200]}, which is not an address to visit."
    return replace(visit, reason="redirects", detail=detail)


def main_response(seen: VisitResult) -> Response | None:
    """Return the response that the page was made from, None when there was none."""
    requests = seen.evidence.requests
    if isinstance(requests, Missing):
        return None
    main = [request for request in requests if request.main]
    return main[-1].response if main else None


def rate_limited(visit: Visit, response: Response) -> Visit:
    """Return the visit as one that the host would not have yet, however long we waited."""
    after = response.headers.get("retry-after")
    asked = f", and asks to come back later (Retry-After: {after[:40]})" if after else ""
    return replace(
        visit,
        state="failed",
        reason="rate-limited",
        detail=f"The server answers {response.status}{asked}; scan it more slowly with --delay, or "
        f"ask its operator to let civiscope through.",
    )
