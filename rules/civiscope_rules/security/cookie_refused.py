"""Find cookies that browsers cannot keep. Why is told in cookie_refused.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.detectors.cookies import refused_cookies, sent_cookies
from civiscope.headers import shown
from civiscope.lists.known_cookies import steady_name
from civiscope.model import Outcome, Page, Place, failed, passed
from civiscope.web.urls import host_of


def check(page: Page) -> Iterator[Outcome]:
    """Apply to every cookie that the site's own answers set."""
    for name, malformed, url in refused_cookies(page):
        name = shown(name, 60) or "(no name)"
        place = Place(steady_name(name), url=url)
        yield failed(place, "unreadable", name=name, reason=malformed.reason)
    for sent in sent_cookies(page):
        host, domain = host_of(sent.url), sent.cookie.domain
        if domain and host != domain and not host.endswith(f".{domain}"):
            name = shown(sent.cookie.name, 60)
            yield failed(sent.place, "foreign", name=name, domain=shown(domain, 80), host=host)
        else:
            yield passed(sent.place)
