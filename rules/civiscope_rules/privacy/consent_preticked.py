"""Judge boxes that are ticked before the visitor has touched them. See consent_preticked.md."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from civiscope.headers import printable
from civiscope.model import Outcome, Page, failed, passed
from civiscope_rules.shared.banner_place import banner_of, place_of_banner


def check(page: Page) -> Iterator[Outcome]:
    """Apply to banners with boxes or radio buttons, and to those whose second layer was seen."""
    banner = banner_of(page.privacy)
    if banner is None or not (banner.ticked or banner.options or banner.layers > 1):
        return
    place = place_of_banner(banner)
    wrong = [box for box in banner.ticked if not box.needed]
    if not wrong:
        yield passed(place)
    for box in wrong:
        text = printable(box.text, 80)
        at = replace(place, component=f"consent box {text}", selector=box.selector, box=None)
        yield failed(at, "ticked", text=text, layer=box.layer)
