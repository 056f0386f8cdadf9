"""Judge whether no is remembered. See consent_kept.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import printable
from civiscope.model import EvidenceMissing, Missing, Outcome, Page, failed, passed
from civiscope_rules.shared.banner_place import banner_of, place_of_banner

_NOT_SEEN = Missing("not-gathered", "What became of the banner after no was not seen.")


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pages whose banner can be refused."""
    visit = page.privacy
    banner = banner_of(visit)
    if banner is None or not banner.refusals:
        return
    reject, accept = visit.of("reject"), visit.of("accept")
    if reject is None or not reject.chosen or reject.asked_again is None:
        raise EvidenceMissing(_NOT_SEEN)
    place = place_of_banner(banner)
    pressed = printable(reject.pressed[-1] if reject.pressed else "no", 60)
    if reject.asked_again:
        kept = accept is not None and accept.asked_again is False
        yield failed(place, "only-yes" if kept else "again", pressed=pressed)
    elif not reject.closed:
        yield failed(place, "stays", pressed=pressed)
    else:
        yield passed(place)
