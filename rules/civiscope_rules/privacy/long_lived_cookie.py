"""Judge how long cookies stay on visitors' devices. See long_lived_cookie.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from civiscope.headers import printable
from civiscope.lists.known_cookies import TRACKING, known_cookie, steady_name
from civiscope.model import Cookie, Outcome, Page, Place, cannot_tell, failed, passed
from civiscope.web.urls import is_web_url

_DAY = 86400
_RECOGNISES = 33
"""Bits that tell one visitor from all people alive."""


def check(page: Page, *, max_days: int) -> Iterator[Outcome]:
    """Apply to every cookie that outlives the browser's session; *max_days* is thirteen months."""
    if not is_web_url(page.final_url):
        return
    for cookie in sorted(page.cookies, key=lambda one: (one.domain, one.name, one.path)):
        if cookie.lifetime is None:
            continue
        place = Place(steady_name(cookie.name), url=cookie.set_url)
        days = round(cookie.lifetime / _DAY)
        facts: dict[str, Any] = {
            "name": printable(cookie.name, 60),
            "days": str(days),
            "max_days": str(max_days),
        }
        if days <= max_days:
            yield passed(place)
        elif _recognises(cookie):
            yield failed(place, "recognises", **facts)
        else:
            yield cannot_tell(place, "long", **facts)


def _recognises(cookie: Cookie) -> bool:
    """Say whether the value can tell visitors apart, or its name is known for that."""
    known = known_cookie(cookie.name)
    if known is not None:
        return known.purpose in TRACKING
    return cookie.length >= 8 and cookie.length * cookie.entropy > _RECOGNISES
