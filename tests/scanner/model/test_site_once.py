"""What several rules ask of a site is worked out once."""

from __future__ import annotations

import pytest

from civiscope.model import EvidenceMissing, Missing, Site
from civiscope.testing import make_page, make_site


def test_a_site_is_asked_once_and_each_site_for_itself() -> None:
    asked: list[Site] = []

    def count_pages(site: Site) -> int:
        asked.append(site)
        return len(site.pages)

    one, other = make_site(make_page()), make_site(make_page(), make_page())

    assert [site.once(count_pages) for site in (one, other, one)] == [1, 2, 1]
    assert asked == [one, other]


def test_what_cannot_be_told_is_told_each_time() -> None:
    site = make_site(make_page())

    def tell(_site: Site) -> int:
        raise EvidenceMissing(Missing("not-gathered", "Nobody looked."))

    for _ in range(2):
        with pytest.raises(EvidenceMissing):
            site.once(tell)
