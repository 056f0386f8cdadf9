"""Find fields of one response that contradict each other. Why is told in headers_conflicting.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import field_name, printable, printable_field, site_response
from civiscope.headers.cache_control import parse_cache_control
from civiscope.headers.frame_options import parse_frame_options
from civiscope.headers.malformed import Malformed
from civiscope.headers.set_cookie import SetCookie, parse_set_cookie
from civiscope.lists.known_cookies import steady_name
from civiscope.model import Headers, Outcome, Page, Place, failed, passed

_ONE_COUNTS = {"strict-transport-security": "first", "content-type": "last"}
"""Fields of which browsers take one when there are several, and which."""


def check(page: Page) -> Iterator[Outcome]:
    """Apply to the page's own response."""
    response = site_response(page)
    if response is None:
        return
    found = [*_fields(response.headers), *_frames(response.headers), *_caching(response.headers)]
    found += _cookies(response.headers)
    yield from found or [passed("header fields")]


def _fields(headers: Headers) -> Iterator[Outcome]:
    for name, counts in _ONE_COUNTS.items():
        values = headers.all(name)
        if len({value.strip().lower() for value in values}) > 1:
            place = Place(name, snippet=printable_field(name, " | ".join(values)))
            yield failed(place, "several", name=field_name(name), counts=counts)


def _frames(headers: Headers) -> Iterator[Outcome]:
    values = headers.all("x-frame-options")
    if parse_frame_options(values) == "conflicting":
        place = Place(
            "x-frame-options", snippet=printable_field("x-frame-options", ", ".join(values))
        )
        yield failed(place, "framing")


def _caching(headers: Headers) -> Iterator[Outcome]:
    values = headers.all("cache-control")
    control = parse_cache_control(values)
    if control is None:
        return
    place = Place("cache-control", snippet=printable_field("cache-control", ", ".join(values)))
    if control.conflicting:
        yield failed(place, "caching", what=" and ".join(control.conflicting[:2]) + " twice")
    elif "public" in control and "no-store" in control:
        yield failed(place, "caching", what="public and no-store")
    elif "public" in control and not control.stored_by_others:
        yield failed(place, "caching", what="public and private")


def _cookies(headers: Headers) -> Iterator[Outcome]:
    sent: dict[tuple[str, str, str], SetCookie] = {}
    told: set[str] = set()
    for value in headers.all("set-cookie"):
        cookie = parse_set_cookie(value)
        if isinstance(cookie, Malformed):
            continue
        key = (cookie.name, cookie.domain, cookie.path)
        before = sent.setdefault(key, cookie)
        name = steady_name(cookie.name)
        if _attributes(before) != _attributes(cookie) and name not in told:
            told.add(name)
            place = Place(name, snippet=printable_field("set-cookie", value))
            yield failed(place, "cookie", name=printable(cookie.name, 60))


def _attributes(cookie: SetCookie) -> tuple[object, ...]:
    return (cookie.secure, cookie.http_only, cookie.same_site, cookie.partitioned)
