"""What third parties are for: a purpose for each kind that sites of public bodies use."""

from __future__ import annotations

import pytest

from civiscope.lists.parties import party_at


@pytest.mark.parametrize(
    ("host", "purpose"),
    [
        ("www.google-analytics.com", "analytics"),
        ("securepubads.g.doubleclick.net", "advertising"),
        ("fonts.bunny.net", "fonts"),
        ("maps.google.com", "maps"),
        ("player.vimeo.com", "video"),
        ("www.googletagmanager.com", "tag-manager"),
        ("tags.tiqcdn.com", "tag-manager"),
        ("cdn.decibelinsight.net", "replay"),
        ("d2oh4tlt9mrke9.cloudfront.net", "replay"),
        ("apps.mypurecloud.ie", "customer-support"),
        ("widget.intercom.io", "customer-support"),
        ("d111111abcdef8.cloudfront.net", "cdn"),
        ("consent.cookiebot.com", "consent"),
        ("translate.googleapis.com", "translation"),
        ("customer.cludo.com", "search"),
        ("js.stripe.com", "payment"),
        ("bam.nr-data.net", "monitoring"),
        ("platform.twitter.com", "social"),
    ],
)
def test_each_kind_of_third_party_has_a_purpose(host: str, purpose: str) -> None:
    party = party_at(host)

    assert party is not None
    assert party.purpose == purpose
    assert party.known_for != "other things"


def test_who_rents_a_machine_comes_before_who_owns_it() -> None:
    rented, unknown = party_at("d1af033869koo7.cloudfront.net"), party_at("dxyz.cloudfront.net")

    assert rented is not None
    assert unknown is not None
    assert rented.name != unknown.name == "Amazon CloudFront"
