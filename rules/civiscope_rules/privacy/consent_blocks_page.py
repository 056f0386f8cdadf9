"""Judge banners that lie over the page. See consent_blocks_page.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Page, cannot_tell, failed, passed
from civiscope_rules.shared.banner_place import banner_of, place_of_banner

_ALL = 0.9


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pages with a banner."""
    banner = banner_of(page.privacy)
    if banner is None:
        return
    place = place_of_banner(banner)
    share = round(100 * banner.covers)
    if banner.covers < _ALL:
        yield passed(place)
    elif banner.refusals or not banner.agreements:
        yield cannot_tell(place, "covers", share=share)
    else:
        yield failed(place, "wall", share=share)
