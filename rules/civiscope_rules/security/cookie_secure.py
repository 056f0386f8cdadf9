"""Judge whether the site's cookies stay on encrypted connections. See cookie_secure.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.detectors.cookies import OwnCookie, own_cookies
from civiscope.headers import printable
from civiscope.lists.known_cookies import TRACKING, known_cookie
from civiscope.model import Confidence, Outcome, Page, failed, passed


def check(page: Page) -> Iterator[Outcome]:
    """Apply to cookies of the site's own domain, on pages that came over HTTPS."""
    if not page.final_url.startswith("https://"):
        return
    for cookie in own_cookies(page):
        name = printable(cookie.name, 60)
        if cookie.secure:
            yield passed(cookie.place)
        elif cookie.session_like != "no":
            yield failed(cookie.place, "session", name=name)
        else:
            doubt: Confidence | None = "tentative" if _foreign_made(cookie) else None
            yield failed(cookie.place, "other", confidence=doubt, name=name)


def _foreign_made(cookie: OwnCookie) -> bool:
    """Say whether a counter's script or a device before the site made the cookie.

    No session hangs on it, and often the site cannot change it.
    """
    known = known_cookie(cookie.name)
    bought = known is not None and known.purpose in TRACKING | {"load-balancer", "bot-protection"}
    return bought or cookie.set_by == "script"
