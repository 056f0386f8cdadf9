"""Judge whether there is a way back to the choice. See consent_way_back.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import EvidenceMissing, Missing, Outcome, Page, failed, passed
from civiscope_rules.shared.banner_place import banner_of, place_of_banner

_NOT_SEEN = Missing("not-gathered", "No further page was seen after the banner was answered.")


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pages with a banner that was answered; pages that ask again need no way back."""
    visit = page.privacy
    banner = banner_of(visit)
    if banner is None:
        return
    seen = [
        one
        for mode in ("accept", "reject")
        if (one := visit.of(mode)) is not None and one.asked_again is not None
    ]
    if not seen:
        raise EvidenceMissing(_NOT_SEEN)
    if all(one.asked_again for one in seen):
        return
    if any(one.ways_back for one in seen):
        yield passed(place_of_banner(banner))
    else:
        yield failed(place_of_banner(banner), "missing")
