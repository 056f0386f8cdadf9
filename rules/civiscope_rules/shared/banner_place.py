"""Give rules the consent banner of a page, by a name that is the same on every page."""

from __future__ import annotations

from civiscope.model import EvidenceMissing, Missing, Place
from civiscope.model.privacy import ConsentBanner, PrivacyVisit


def banner_of(visit: PrivacyVisit) -> ConsentBanner | None:
    """Return the page's banner, None when there is none.

    Raises EvidenceMissing when none was found and a part of the page could not be searched for it.
    """
    first = visit.of("none")
    banner = first.banner if first else None
    search = first.search if first else None
    if banner is None and search is not None and search.not_searched:
        raise EvidenceMissing(Missing("not-gathered", search.not_searched[0]))
    return banner


def place_of_banner(banner: ConsentBanner) -> Place:
    """Return *banner* as the place of an outcome."""
    return Place(
        component="consent banner",
        selector=banner.selector,
        snippet=banner.snippet,
        box=banner.box,
        frame=banner.frame,
    )
