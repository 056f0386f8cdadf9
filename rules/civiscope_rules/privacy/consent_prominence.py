"""Compare the looks of yes and no. See consent_prominence.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from civiscope.headers import printable
from civiscope.model import Outcome, Page, failed, passed
from civiscope.model.privacy import BannerChoice
from civiscope_rules.shared.banner_place import banner_of, place_of_banner


def check(page: Page, *, least_share: float, least_contrast: float) -> Iterator[Outcome]:
    """Apply to banners with yes and no on the first layer.

    No may have *least_share* of the area of yes, and its text has to have *least_contrast* when
    that of yes has.
    """
    banner = banner_of(page.privacy)
    if banner is None or not banner.agreements or not banner.on(1, "reject"):
        return
    place = place_of_banner(banner)
    # The nearest to yes counts: a second no, such as a small cross, takes nothing away.
    yes = banner.agreements[0]
    no = max(banner.on(1, "reject"), key=lambda choice: (not choice.link, _area(choice)))
    facts: dict[str, Any] = {"yes": printable(yes.text, 60), "no": printable(no.text, 60)}
    if no.link and not yes.link:
        yield failed(place, "link", **facts)
    elif _area(yes) and _area(no) < least_share * _area(yes):
        share = round(100 * _area(no) / _area(yes))
        yield failed(place, "small", share=share, **facts)
    elif _is_faint(no, least_contrast) and not _is_faint(yes, least_contrast):
        contrasts: dict[str, Any] = {"contrast": no.contrast, "other": yes.contrast or "enough"}
        yield failed(place, "faint", **contrasts, **facts)
    else:
        yield passed(place)


def _area(choice: BannerChoice) -> float:
    return choice.width * choice.height


def _is_faint(choice: BannerChoice, least: float) -> bool:
    return choice.contrast is not None and choice.contrast < least
