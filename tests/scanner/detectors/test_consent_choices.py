"""Items that keep an answer to a consent notice, told from identifiers by name and value."""

from __future__ import annotations

import pytest

from civiscope.detectors.consent_choices import names_choice
from civiscope.detectors.necessity import find_unneeded, like_an_id, serves
from civiscope.lists import Lists
from civiscope.model.privacy import KeptItem

PAGE = "https://www.example.gov/"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cookies_policy", "%7B%22analytics%22%3Afalse%2C%22version%22%3A1%7D"),
        ("cookie_policy", '{"essential":true,"settings":false,"usage":false,"campaigns":false}'),
        ("cookieconsent_status", "deny"),
        ("accept_cookies", "no"),
        ("tarteaucitron", "!analytics=false!matomo=wait"),
        ("orejime", '{"matomo":false,"youtube":true}'),
        ("CookieControl", '{"necessaryCookies":[],"optionalCookies":{"analytics":"revoked"}}'),
        ("consent", "{stamp:'rB/6QGzv0bH8%2Bw=='%2Cnecessary:true%2Cpreferences:false}"),
        ("cc_cookie", '{"categories":["necessary"],"consentId":"0c6f7a52-93f1-4a0e-9d2b-0b1c"}'),
        ("hinweis", "reject_all"),
        ("state", "eyJhbmFseXRpY3MiOmZhbHNlfQ"),
    ],
)
def test_values_that_say_an_answer_are_known(name: str, value: str) -> None:
    assert names_choice(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("visitor", "a81f3c09-77d2-4e1b-9a57-0d2f6b1c8e44"),
        ("cookie_consent_uid", "0c6f7a52-93f1-4a0e-9d2b-0b1c2d3e4f50"),
        ("_pk_id.3.1fff", "2f1a9c0b5d7e8a64.1700000000."),
        ("theme", "dark"),
        ("prefs", '{"visitor":"Zx81kQm2","analytics":false}'),
        ("", ""),
        ("consent", "%"),
        ("nested", "[" * 500),
    ],
)
def test_identifiers_and_other_values_are_no_answers(name: str, value: str) -> None:
    assert not names_choice(name, value)


def test_what_keeps_the_answer_is_no_identifier() -> None:
    item = KeptItem("local", "client_id", "www.example.gov", None, 36, 3.7, own=True)
    told = KeptItem("local", "client_id", "www.example.gov", None, 36, 3.7, own=False, choice=True)
    sent = KeptItem(
        "local", "client_id", "www.example.gov", None, 36, 3.7, own=True, choice=True,
        sent_to=("example.net",),
    )  # fmt: skip

    assert [
        len(find_unneeded((), (one,), PAGE, Lists.packaged())) for one in (item, told, sent)
    ] == [
        1,
        0,
        1,
    ]
    assert [like_an_id(one) and not serves(one) for one in (item, told, sent)] == [
        True,
        False,
        True,
    ]
