"""Say what a page was made from: the addresses that must be unchanged for it to be unchanged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from civiscope.model import Missing, Page, Request
from civiscope.web.urls import is_web_url, same_site

MAX_DATA_REQUESTS = 20
"""Requests for data of the site itself, above which a page is live."""
_PARTS = {"script", "stylesheet", "document"}
_DATA = {"xhr", "fetch", "eventsource"}
_REDACTED = re.compile(
    r"\[(?:hidden|unreadable)\]|(?:\[|%5B)\d+(?:%20| |\+)characters(?:\]|%5D)|\(hidden\)|…"
)
_BUSTER_NAME = re.compile(
    r"^(?:_|_?ts|t|time(?:stamp)?|rnd|rand(?:om)?|nocache|no_?cache|cb|cache_?bust(?:er)?|dummy)$",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"^1\d{9}(?:\d{3})?(?:\.\d+)?$|^0\.\d{6,}$")
"""Seconds or milliseconds since 1970 in this century, or what Math.random() gives."""


@dataclass(frozen=True, slots=True)
class MadeOf:
    """What one page was made from."""

    parts: tuple[str, ...] = ()
    """Its scripts, style sheets, frames and data of the site itself, each once, in order."""
    live: str = ""
    """Why nobody can know by asking whether it has changed, as a sentence; empty when one can."""
    third_parties: bool = False
    """Whether others were asked, who are not asked again."""


def made_of(page: Page) -> MadeOf:
    """Return what *page* was made from, as its requests tell."""
    requests = page.evidence.requests
    if isinstance(requests, Missing):
        return MadeOf(live="What it loaded was not seen.")
    parts: dict[str, None] = {}
    data: dict[str, None] = {}
    live = others = ""
    for request in requests:
        if request.type == "websocket" or request.url.startswith(("ws:", "wss:")):
            live = live or "It opens a WebSocket."
        if request.blocked or not is_web_url(request.url):
            continue
        if request.main and request.url in {page.url, page.final_url}:
            continue
        if not same_site(request.url, page.final_url):
            others = request.url
            continue
        if request.method not in {"GET", "HEAD", "OPTIONS"}:
            live = live or f"It sends {request.method} requests to the site."
        if request.type not in _PARTS | _DATA or request.method != "GET":
            continue
        live = live or _why_not_comparable(request)
        (data if request.type in _DATA else parts)[_without_fragment(request.url)] = None
    if len(data) > MAX_DATA_REQUESTS:
        live = live or f"It asks for data more than {MAX_DATA_REQUESTS} times."
    return MadeOf(tuple({**parts, **data}), live, bool(others))


def _why_not_comparable(request: Request) -> str:
    """Return why a part cannot be asked for as the page did; empty when it can."""
    if request.type == "eventsource":
        return "It listens to a stream of events."
    if _REDACTED.search(request.url):
        return "It loads a part from an address that evidence does not keep whole."
    if _has_cache_buster(request.url):
        return "It loads a part from an address that is another at each visit."
    return ""


def _has_cache_buster(url: str) -> bool:
    query = urlsplit(url).query
    pairs = parse_qsl(query, keep_blank_values=True) if "=" in query else [("", query)]
    return any(
        _CLOCK.match(value) or (_BUSTER_NAME.match(name) and value.isalnum() and len(value) >= 6)
        for name, value in pairs
    )


def _without_fragment(url: str) -> str:
    return url.partition("#")[0]
