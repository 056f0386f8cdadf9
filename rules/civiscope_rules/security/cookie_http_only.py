"""Judge whether scripts can read session cookies. Why is told in cookie_http_only.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.detectors.cookies import own_cookies
from civiscope.headers import printable
from civiscope.model import Confidence, Outcome, Page, cannot_tell, failed, passed


def check(page: Page) -> Iterator[Outcome]:
    """Apply to the site's own cookies that, by their name, keep a session together.

    Tokens against forged requests are left out: the page's scripts have to read them.
    """
    for cookie in own_cookies(page):
        name = printable(cookie.name, 60)
        if cookie.session_like == "no":
            continue
        if cookie.http_only:
            yield passed(cookie.place)
        elif cookie.set_by == "script":
            yield cannot_tell(cookie.place, "by-script", name=name)
        else:
            sure: Confidence | None = None if cookie.session_like == "known" else "firm"
            yield failed(cookie.place, "readable", confidence=sure, name=name)
