"""What rules say of banners with boxes and radio buttons, and of searches for a banner in part."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.rules.test_consent_rules import HOME, NONE, page_with

from civiscope.model import EvidenceMissing, Request
from civiscope.model.privacy import (
    BannerChoice,
    BannerOption,
    BannerSearch,
    ConsentBanner,
    PrivacyPass,
    SentAway,
)
from civiscope_rules.privacy import (
    consent_blocks_page,
    consent_kept,
    consent_preticked,
    consent_reject_missing,
    third_party_requests,
    typed_text_leaves,
)

SAVE = BannerChoice("Save choices", "accept", saves=True)
YES = BannerChoice("Accept all", "accept")
BOX = BannerOption("Statistics")
RADIOS = (
    BannerOption("Yes", "radio", says="accept", group=0),
    BannerOption("No", "radio", says="reject", group=0),
)


def banner(*choices: BannerChoice, options: tuple[BannerOption, ...] = ()) -> ConsentBanner:
    return ConsentBanner("bar", choices=choices, options=options)


@pytest.mark.parametrize(
    ("shown", "outcome"),
    [
        (banner(SAVE, YES, options=(BOX,)), ("passed", "")),
        (banner(SAVE, YES, options=(replace(BOX, on=True, needed=True), BOX)), ("passed", "")),
        (banner(SAVE, YES, options=(replace(BOX, on=True),)), ("failed", "more-steps")),
        (banner(SAVE, options=(replace(BOX, on=True),)), ("failed", "more-steps")),
        (banner(SAVE, options=RADIOS), ("passed", "")),
        (banner(SAVE, options=(RADIOS[0], replace(RADIOS[1], on=True))), ("passed", "")),
        (banner(SAVE, options=(replace(RADIOS[0], on=True), RADIOS[1])), ("failed", "more-steps")),
        (banner(SAVE, YES, options=RADIOS), ("failed", "more-steps")),
        (banner(SAVE, YES, options=(replace(RADIOS[0], says=""),)), ("cannot_tell", "saves")),
        (banner(SAVE, YES), ("cannot_tell", "saves")),
        (banner(YES), ("failed", "missing")),
        (banner(YES, replace(SAVE, layer=2)), ("failed", "second-layer")),
    ],
)
def test_saving_refuses_where_nothing_is_chosen_beforehand(
    shown: ConsentBanner, outcome: tuple[str, str]
) -> None:
    (found,) = consent_reject_missing.check(page_with(PrivacyPass("none", banner=shown)))

    assert (found.verdict, found.message) == outcome


def test_the_button_that_is_quoted_is_the_one_that_accepts() -> None:
    shown = banner(SAVE, YES, options=(replace(BOX, on=True),))

    (found,) = consent_reject_missing.check(page_with(PrivacyPass("none", banner=shown)))

    assert (found.facts["yes"], found.facts["no"]) == ("Accept all", "Save choices")


def test_boxes_that_are_empty_are_not_ticked_beforehand() -> None:
    (found,) = consent_preticked.check(
        page_with(PrivacyPass("none", banner=banner(YES, options=(BOX,))))
    )

    assert found.verdict == "passed"


@pytest.mark.parametrize("rule", [consent_blocks_page, consent_kept, consent_reject_missing])
def test_where_a_part_could_not_be_searched_no_banner_is_no_answer(rule: object) -> None:
    search = BannerSearch(8, scrolled=True, not_searched=("The frame x could not be searched.",))
    page = page_with(PrivacyPass("none", search=search))

    with pytest.raises(EvidenceMissing, match="The frame x"):
        list(rule.check(page))  # type: ignore[attr-defined] # a rule's module

    whole = page_with(PrivacyPass("none", search=replace(search, not_searched=())))
    assert list(rule.check(whole)) == []  # type: ignore[attr-defined] # a rule's module


def test_the_usual_address_of_the_site_is_its_own() -> None:
    request = Request("https://api.council.org/suggest", "fetch")
    page = page_with(NONE)
    page = replace(page, evidence=replace(page.evidence, requests=(*page.requests, request)))

    assert [o.verdict for o in third_party_requests.check(page, own=())] == ["cannot_tell"]
    usual = replace(page, site_url="https://www.council.org/")
    assert [o.verdict for o in third_party_requests.check(usual, own=())] == ["passed"]


@pytest.mark.parametrize(
    ("kind", "host", "verdict"),
    [
        ("text", "api.example.net", "failed"),
        ("search", "api.example.net", "cannot_tell"),
        ("search", "www.google-analytics.com", "failed"),
        ("search", "api.example.gov", "cannot_tell"),
    ],
)
def test_what_is_typed_into_a_search_is_for_a_person_unless_a_tracker_gets_it(
    kind: str, host: str, verdict: str
) -> None:
    sent = SentAway("Search", kind, host, f"https://{host}/s", "plain", "url")
    page = page_with(NONE)
    visit = replace(page.privacy, fields=1, typed=(sent,))
    page = replace(page, evidence=replace(page.evidence, privacy=visit))

    assert [o.verdict for o in typed_text_leaves.check(page)] == [verdict]
    assert page.url == HOME


def test_fields_that_could_not_be_typed_into_are_not_called_clean() -> None:
    page = page_with(replace(NONE, state="partial", detail="None of 2 fields could be typed into."))
    visit = replace(page.privacy, fields_shown=2)
    page = replace(page, evidence=replace(page.evidence, privacy=visit))

    with pytest.raises(EvidenceMissing, match="None of 2 fields"):
        list(typed_text_leaves.check(page))
