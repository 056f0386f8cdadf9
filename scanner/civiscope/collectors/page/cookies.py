"""Describe the cookies a visit left, without their values."""

from __future__ import annotations

import time
from collections.abc import Iterable

from civiscope.browser.cdp import Json
from civiscope.model import Cookie, Request
from civiscope.web.entropy import entropy
from civiscope.web.urls import host_of


def describe_cookies(
    jar: Iterable[Json], requests: Iterable[Request], page_url: str
) -> tuple[Cookie, ...]:
    """Return the cookies of *jar* (as the browser lists them), sorted, each with who set it."""
    setters = _setters(requests)
    now = time.time()
    cookies = [_cookie(raw, setters, page_url, now) for raw in jar]
    return tuple(sorted(cookies, key=lambda c: (c.domain, c.path, c.name)))


def _setters(requests: Iterable[Request]) -> list[tuple[str, str]]:
    """Name and URL of every Set-Cookie seen."""
    return [
        (line.partition("=")[0].strip(), hop.url)
        for request in requests
        for hop in request.hops
        for line in hop.headers.all("set-cookie")
    ]


def _cookie(raw: Json, setters: list[tuple[str, str]], page_url: str, now: float) -> Cookie:
    domain = raw["domain"]
    bare = domain.lstrip(".")
    by_header = [
        url
        for name, url in setters
        if name == raw["name"] and (host_of(url) == bare or host_of(url).endswith("." + bare))
    ]
    value: str = raw["value"]
    expires = raw.get("expires", -1)
    return Cookie(
        name=raw["name"][:200],
        domain=bare,
        path=raw["path"],
        secure=raw["secure"],
        http_only=raw["httpOnly"],
        same_site=raw.get("sameSite", ""),
        # Whole minutes: the visit itself takes seconds, and two scans should say the same.
        lifetime=None if raw.get("session") or expires < 0 else round((expires - now) / 60) * 60.0,
        partitioned="partitionKey" in raw,
        host_only=not domain.startswith("."),
        length=len(value),
        entropy=entropy(value),
        set_by="header" if by_header else "script",
        set_url=by_header[-1] if by_header else page_url,
    )
