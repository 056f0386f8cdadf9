"""The rules of known consent platforms: which are read, and where they apply."""

from __future__ import annotations

from civiscope.collectors.consent.platforms import platform_rules, rules_for


def test_most_rules_of_the_packaged_list_can_be_followed_without_running_code() -> None:
    rules = platform_rules()

    names = {rule.name for rule in rules}
    assert len(rules) > 700
    assert {"OneTrust", "Cookiebot", "didomi", "quantcast", "gov.uk"} <= names
    assert all("eval" not in str((*rule.detect, *rule.popup, *rule.refuse)) for rule in rules)


def test_rules_for_one_site_stay_with_that_site_and_name_no_platform() -> None:
    own = [rule for rule in platform_rules() if rule.where is not None]

    assert own
    assert {rule.name for rule in own} == {""}
    assert len(rules_for("https://www.example.gov/", in_frame=False)) < 120_000


def test_rules_for_frames_are_few() -> None:
    page = rules_for("https://www.example.gov/", in_frame=False)
    frame = rules_for("https://consent.example.org/", in_frame=True)

    assert len(frame) < len(page) / 5
    assert "Sourcepoint" in frame
