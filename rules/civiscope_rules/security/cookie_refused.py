"""Find cookies that browsers cannot keep. Why is told in cookie_refused.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.detectors.cookies import SentCookie, find_refused_cookies, readable_cookies
from civiscope.headers import is_plain_local, printable
from civiscope.lists.known_cookies import steady_name
from civiscope.model import Outcome, Page, Place, failed, passed
from civiscope.web.urls import host_of

_TOLD_BY_OTHERS = {"prefix", "same-site"}
"""What cookie-prefix and cookie-same-site tell."""


def check(page: Page) -> Iterator[Outcome]:
    """Apply to every cookie that the site's own responses set."""
    for name, malformed, url in find_refused_cookies(page):
        name = printable(name, 60) or "(no name)"
        place = Place(steady_name(name), url=url)
        yield failed(place, "unreadable", name=name, reason=malformed.reason)
    for sent in readable_cookies(page):
        # What deletes a cookie that nobody could set is of no consequence.
        if sent.refusal is None or sent.deletes:
            yield passed(sent.place)
        elif sent.refusal.kind not in _TOLD_BY_OTHERS:
            yield _fail_refused(sent, sent.refusal.kind)
        elif sent.refusal.kind == "prefix" and not sent.cookie.name and not _is_local(sent):
            reason = sent.refusal.reason
            yield failed(sent.place, "unreadable", name="(no name)", reason=reason)


def _fail_refused(sent: SentCookie, kind: str) -> Outcome:
    name = printable(sent.cookie.name, 60)
    domain = printable(sent.cookie.domain, 80)
    return failed(sent.place, kind, name=name, domain=domain, host=host_of(sent.url))


def _is_local(sent: SentCookie) -> bool:
    return is_plain_local(sent.url)
