"""Judge with which requests the site's cookies are sent along. See cookie_same_site.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.detectors.cookies import SentCookie, is_session_like, readable_cookies
from civiscope.headers import printable
from civiscope.model import Outcome, Page, cannot_tell, failed, passed


def check(page: Page) -> Iterator[Outcome]:
    """Apply to cookies the site's responses set that say SameSite or keep a session."""
    last = {one.cookie.name: one for one in readable_cookies(page) if not one.deletes}
    for name in sorted(last):
        yield from _judge(last[name])


def _judge(sent: SentCookie) -> Iterator[Outcome]:
    cookie = sent.cookie
    name = printable(cookie.name, 60)
    session = is_session_like(cookie.name) != "no"
    refused = sent.refusal
    if refused is not None and refused.kind != "same-site":
        # Other rules tell why; with what it is sent along, nobody can say.
        return
    if refused is not None:
        yield failed(sent.place, "refused", name=name)
    elif cookie.same_site_as_sent is not None and not cookie.same_site:
        value = printable(cookie.same_site_as_sent, 30)
        yield failed(sent.place, "unknown", name=name, value=value)
    elif cookie.same_site == "None" and session:
        yield cannot_tell(sent.place, "everywhere", name=name)
    elif cookie.same_site:
        yield passed(sent.place)
    elif session:
        yield cannot_tell(sent.place, "unsaid", name=name)
