"""Judge cookies whose name makes a promise (__Host-, __Secure-, …). See cookie_prefix.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.detectors.cookies import readable_cookies
from civiscope.headers import is_plain_local, printable
from civiscope.model import Outcome, Page, failed, passed


def check(page: Page) -> Iterator[Outcome]:
    """Apply to cookies with a prefix that the site sets; not on plain HTTP on this machine."""
    for sent in readable_cookies(page):
        if not sent.cookie.prefix or sent.deletes or is_plain_local(sent.url):
            continue
        if sent.refusal is None:
            yield passed(sent.place)
        elif sent.refusal.kind == "prefix":
            name = printable(sent.cookie.name, 60)
            yield failed(sent.place, "refused", name=name, reason=sent.refusal.reason)
