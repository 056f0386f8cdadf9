"""Judge how far and how long session cookies reach. Why is told in cookie_scope.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.detectors.cookies import SentCookie, find_sent_cookies, is_session_like
from civiscope.headers import is_plain_local, printable
from civiscope.model import Outcome, Page, cannot_tell, failed, passed
from civiscope.web.urls import host_of

_DAY = 86400


def check(page: Page, *, most_days: int) -> Iterator[Outcome]:
    """Apply to cookies that keep a session, by their name, as the site's responses set them."""
    for sent in find_sent_cookies(page):
        name = sent.cookie.name
        if sent.deletes or is_session_like(name) == "no" or is_plain_local(sent.url):
            continue
        said = list(_judge(sent, most_days))
        yield from said or [passed(sent.place)]


def _judge(sent: SentCookie, most_days: int) -> Iterator[Outcome]:
    name = printable(sent.cookie.name, 60)
    if sent.url.startswith("http://"):
        yield failed(sent.place, "plain", name=name)
    domain = sent.cookie.domain
    if domain and not sent.cookie.name.lower().startswith("__host-"):
        where = "its subdomains" if domain == host_of(sent.url) else "all hosts below it"
        yield cannot_tell(
            sent.place, "domain", name=name, domain=printable(domain, 80), where=where
        )
    if sent.lifetime is not None and sent.lifetime > most_days * _DAY:
        days = round(sent.lifetime / _DAY)
        yield cannot_tell(sent.place, "long", name=name, days=days)
