"""Rules on consent and tracking, beyond what the examples on their pages show."""

from __future__ import annotations

from dataclasses import replace

import pytest

from civiscope.collectors.consent.banner_words import is_needed, saves_choices
from civiscope.collectors.consent.outgoing import disguises, find_form
from civiscope.detectors.consent_notice import is_about_cookies
from civiscope.detectors.fingerprinting import fingerprints
from civiscope.detectors.necessity import compare, find_unneeded
from civiscope.lists import Lists
from civiscope.model import EvidenceMissing, Page, Request
from civiscope.model.privacy import (
    BannerChoice,
    ConsentBanner,
    KeptItem,
    PrivacyPass,
    PrivacyVisit,
    ScriptCall,
)
from civiscope.testing import make_page
from civiscope_rules.privacy import (
    consent_after_reject,
    consent_before_choice,
    gpc_changes_nothing,
)

HOME = "https://www.example.gov/"
COUNTER = Request("https://www.google-analytics.com/g/collect", "ping")
BANNER = ConsentBanner(
    "bar", choices=(BannerChoice("Accept", "accept"), BannerChoice("Reject", "reject"))
)
NONE = PrivacyPass("none", banner=BANNER)


def page_with(*passes: PrivacyPass) -> Page:
    return make_page(HOME, privacy=PrivacyVisit(passes))


def test_what_was_seen_in_part_is_never_called_clean() -> None:
    page = page_with(replace(NONE, state="partial", detail="The page was still loading."))

    with pytest.raises(EvidenceMissing, match="still loading"):
        list(consent_before_choice.check(page, Lists.packaged()))


def test_what_was_found_counts_although_the_rest_was_not_seen() -> None:
    part = replace(NONE, state="partial", detail="The page was still loading.")

    page = page_with(replace(part, requests=(COUNTER,)))
    outcomes = list(consent_before_choice.check(page, Lists.packaged()))

    assert [(o.verdict, o.message) for o in outcomes] == [("failed", "tracking")]


def test_a_refusal_that_could_not_be_pressed_is_no_pass() -> None:
    page = page_with(NONE, PrivacyPass("reject", chosen=False))

    with pytest.raises(EvidenceMissing, match="did not come to its end"):
        list(consent_after_reject.check(page, Lists.packaged()))


def test_a_visit_with_the_signal_that_failed_is_no_pass() -> None:
    failed = PrivacyPass("gpc", "failed", "The page crashed the browser's tab.")

    with pytest.raises(EvidenceMissing, match="did not come to its end"):
        list(
            gpc_changes_nothing.check(
                page_with(replace(NONE, requests=(COUNTER,)), failed), Lists.packaged()
            )
        )


def test_the_three_visits_are_told_apart() -> None:
    ga, choice = KeptItem("cookie", "_ga", "example.gov"), KeptItem("cookie", "cookie_consent", "")
    visit = PrivacyVisit(
        (
            NONE,
            PrivacyPass("reject", chosen=True, kept_after=(choice,)),
            PrivacyPass("accept", chosen=True, requests_after=(COUNTER,), kept_after=(ga, choice)),
        )
    )

    compared = compare(visit, HOME, Lists.packaged())

    assert (compared.before, compared.despite) == ((), ())
    assert [(t.owner, t.standing, t.what) for t in compared.accepted] == [
        ("Google Analytics", "tracking", "requests to www.google-analytics.com"),
        ("Google Analytics", "tracking", "the cookie _ga"),
    ]


def test_a_site_that_counts_for_itself_is_not_taken_for_one_that_tells_others() -> None:
    matomo = KeptItem("cookie", "_pk_id.3.1f2a", "www.example.gov", lifetime=33955200.0)

    own = find_unneeded((), (matomo,), HOME, Lists.packaged())
    beside_others = find_unneeded((COUNTER,), (matomo,), HOME, Lists.packaged())

    assert [(t.owner, t.standing) for t in own] == [("the site's own count", "own-count")]
    assert {t.standing for t in beside_others} == {"tracking"}


def test_public_bodies_and_consent_platforms_are_no_trackers() -> None:
    requests = (
        Request("https://cdn.cookielaw.org/consent.js", "script"),
        Request("https://assets.publishing.service.gov.uk/a.js", "script"),
    )

    assert find_unneeded(requests, (), HOME, Lists.packaged()) == ()


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("mail=qwrtzpsdfghjkm%40example.org", "plain"),
        ("d=cXdydHpwc2RmZ2hqa21AZXhhbXBsZS5vcmc=", "base64"),
        ("x=eyJlIjoicXdydHpwc2RmZ2hqa21AZXhhbXBsZS5vcmcifQ", "base64"),
        ("h=2e5b2e0e8b6d2d6f0000000000000000", ""),
        ("nothing of it", ""),
    ],
)
def test_a_word_is_found_in_its_disguises(written: str, form: str) -> None:
    word = "qwrtzpsdfghjkm@example.org"

    assert find_form(written, word, disguises(word)) == form


@pytest.mark.parametrize("name", ["md5", "sha1", "sha256", "sha512"])
def test_a_hashed_word_is_found_whatever_the_case(name: str) -> None:
    forms = disguises("Qwrtzpsdfghjkm@Example.org")
    hashed = [written for written, form in forms.items() if form == name]

    assert find_form(f"em={hashed[0].upper()}", "Qwrtzpsdfghjkm@Example.org", forms) == name


def test_few_reads_of_the_machine_are_what_every_script_does() -> None:
    names = ("platform", "languages", "screen.width", "screen.height", "vendor", "timeZone")
    calls = [ScriptCall("machine", "https://www.example.gov/a.js", name) for name in names]

    assert fingerprints(calls) == ()


def test_one_script_has_to_do_all_that_a_method_asks_for() -> None:
    makes = ScriptCall("audio.oscillator", "https://a.example.org/a.js")
    other = "https://b.example.org/b.js"
    reads = [ScriptCall("audio.offline", other), ScriptCall("audio.read", other)]

    assert fingerprints([makes, *reads]) == ()
    assert [f.method for f in fingerprints([replace(makes, script=other), *reads])] == ["audio"]


def test_words_of_banners_are_known_in_other_languages() -> None:
    texts = ("Kasutame küpsiseid", "हम कुकीज़ का उपयोग करते हैं", "Käytämme evästeitä", "クッキー設定")

    assert all(map(is_about_cookies, texts))
    assert not is_about_cookies("Pay your council tax")
    assert all(map(saves_choices, ("Save my choices", "Auswahl speichern", "Salvesta valikud")))
    assert not any(map(saves_choices, ("Accept all", "Reject all", "Use necessary cookies only")))
    assert [is_needed(t) for t in ("Notwendige Cookies", "Statistics")] == [True, False]
