"""Find cookies that browsers cannot keep. Why is told in cookie_refused.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.detectors.cookies import SentCookie, readable_cookies, refused_cookies
from civiscope.headers import is_plain_local, shown
from civiscope.lists.known_cookies import steady_name
from civiscope.model import Outcome, Page, Place, failed, passed
from civiscope.web.urls import host_of

_TOLD_BY_OTHERS = {"prefix", "same-site"}
"""What cookie-prefix and cookie-same-site tell."""


def check(page: Page) -> Iterator[Outcome]:
    """Apply to every cookie that the site's own answers set."""
    for name, malformed, url in refused_cookies(page):
        name = shown(name, 60) or "(no name)"
        place = Place(steady_name(name), url=url)
        yield failed(place, "unreadable", name=name, reason=malformed.reason)
    for sent in readable_cookies(page):
        # What deletes a cookie that nobody could set is of no consequence.
        if sent.refusal is None or sent.deletes:
            yield passed(sent.place)
        elif sent.refusal.kind not in _TOLD_BY_OTHERS:
            yield _refused(sent, sent.refusal.kind)
        elif sent.refusal.kind == "prefix" and not sent.cookie.name and not _is_local(sent):
            reason = sent.refusal.reason
            yield failed(sent.place, "unreadable", name="(no name)", reason=reason)


def _refused(sent: SentCookie, kind: str) -> Outcome:
    name = shown(sent.cookie.name, 60)
    domain = shown(sent.cookie.domain, 80)
    return failed(sent.place, kind, name=name, domain=domain, host=host_of(sent.url))


def _is_local(sent: SentCookie) -> bool:
    return is_plain_local(sent.url)
