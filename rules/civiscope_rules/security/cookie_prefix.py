"""Judge cookies whose name makes a promise (__Host-, __Secure-). See cookie_prefix.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.detectors.cookies import SentCookie, sent_cookies
from civiscope.headers import is_plain_local, shown
from civiscope.model import Outcome, Page, failed, passed


def check(page: Page) -> Iterator[Outcome]:
    """Apply to cookies with a prefix that the site sets; not on plain HTTP on this machine."""
    for sent in sent_cookies(page):
        name = sent.cookie.name.lower()
        if sent.deletes or is_plain_local(sent.url):
            continue
        if not name.startswith(("__host-", "__secure-")):
            continue
        broken = _broken(sent, host_only=name.startswith("__host-"))
        if broken:
            name = shown(sent.cookie.name, 60)
            yield failed(sent.place, "refused", name=name, reason=broken)
        else:
            yield passed(sent.place)


def _broken(sent: SentCookie, *, host_only: bool) -> str:
    """Return which promise of the name is broken, empty when none is."""
    if not sent.cookie.secure:
        return "Secure is missing"
    if not sent.url.startswith("https://"):
        return "it came over plain HTTP"
    if host_only and sent.cookie.domain:
        return "__Host- allows no Domain"
    if host_only and sent.cookie.path != "/":
        return "__Host- needs Path=/"
    return ""
