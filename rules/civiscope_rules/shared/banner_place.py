"""Name a consent banner so that it is the same one on every page."""

from __future__ import annotations

from civiscope.model import Place
from civiscope.model.privacy import ConsentBanner


def place_of_banner(banner: ConsentBanner) -> Place:
    """Return *banner* as the place of an outcome."""
    return Place(
        component="consent banner",
        selector=banner.selector,
        snippet=banner.snippet,
        box=banner.box,
        frame=banner.frame,
    )
