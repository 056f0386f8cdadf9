"""Judge Strict-Transport-Security. What it must say, and why, is told in hsts.md."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from civiscope.headers import Malformed, is_loopback, printable_field, site_response
from civiscope.headers.hsts import parse_hsts
from civiscope.model import Outcome, Page, Place, failed, passed
from civiscope.web.urls import host_of

FIELD = "strict-transport-security"


def check(page: Page, *, min_age: int) -> Iterator[Outcome]:
    """Apply to pages that came over HTTPS from a host with a name; browsers ignore it elsewhere."""
    response = site_response(page)
    if (
        response is None
        or not response.url.startswith("https://")
        or _nameless(host_of(response.url))
    ):
        return
    values = response.headers.all(FIELD)
    place = Place(FIELD, snippet=printable_field(FIELD, values[0]) if values else "")
    match parse_hsts(values):
        case None:
            yield failed(place, "missing")
        case Malformed(reason):
            yield failed(place, "malformed", reason=reason)
        case hsts if hsts.max_age == 0:
            yield failed(place, "off")
        case hsts if hsts.max_age < min_age:
            yield failed(place, "short", age=hsts.max_age, min_age=min_age)
        case _:
            yield passed(place)


def _nameless(host: str) -> bool:
    """Say whether *host* is an address or this machine, for which browsers remember nothing."""
    if is_loopback(host):
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
