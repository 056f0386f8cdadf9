"""The Observatory's tests of Strict-Transport-Security and of the way from http to https."""

from __future__ import annotations

import re
from collections.abc import Callable

from civiscope.grade.saved import Hop, SavedResponse
from civiscope.web.urls import host_of

Preloaded = Callable[[str], bool]
"""Says whether a host is on the HSTS preload list."""
_SIX_MONTHS = 15_552_000
"""180 days: what sites say that mean half a year."""
_NUMBER = re.compile(r"\s*([+-]?[0-9]+)")


def hsts_test(saved: SavedResponse, preloaded: Preloaded) -> str:
    """Judge Strict-Transport-Security."""
    if not _https(saved.url):
        return "hsts-not-implemented-no-https"
    if preloaded(host_of(saved.url)):
        return "hsts-preloaded"
    if not saved.verified:
        return "hsts-invalid-cert"
    header = saved.joined("strict-transport-security")
    if header is None:
        return "hsts-not-implemented"
    header = header[:1024]
    ages = [
        part[8:128]
        for part in (part.strip().lower() for part in header.split(";"))
        if part.startswith("max-age=")
    ]
    if "," in header or not ages:
        return "hsts-header-invalid"
    number = _NUMBER.match(ages[-1])
    # What is not a number is not less than six months, either.
    if number is not None and int(number[1]) < _SIX_MONTHS:
        return "hsts-implemented-max-age-less-than-six-months"
    return "hsts-implemented-max-age-at-least-six-months"


def redirection_test(saved: SavedResponse, preloaded: Preloaded) -> str:
    """Judge where a visit leads that begins with plain HTTP."""
    route = http_route(saved)
    if not route:
        return "redirection-not-needed-no-http"
    if not saved.verified:
        return "redirection-invalid-cert"
    if all(preloaded(host_of(hop.url)) for hop in route):
        return "redirection-all-redirects-preloaded"
    if len(route) == 1:
        return "redirection-missing"
    if not _https(route[-1].url):
        return "redirection-not-to-https"
    first, second = route[0].url, route[1].url
    if not _https(second):
        return "redirection-not-to-https-on-initial-redirection"
    if not _https(first) and host_of(first) != host_of(second):
        return "redirection-off-host-from-http"
    return "redirection-to-https"


def http_route(saved: SavedResponse) -> tuple[Hop, ...]:
    """Return the stops from plain HTTP on; when nobody looked, plain HTTP leads to the page."""
    if saved.redirects is not None:
        return saved.redirects
    here = Hop(saved.url, saved.status)
    if not _https(saved.url):
        return (here,)
    return (Hop(f"http://{host_of(saved.url)}/", 301), here)


def _https(url: str) -> bool:
    return url[:6].lower() == "https:"
