"""Trackers, addresses sent on, long-lived cookies and exposed numbers, beyond the examples."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from civiscope.collectors.page.html import read_html
from civiscope.lists import Lists
from civiscope.lists.update import update
from civiscope.model import (
    Cookie,
    FetchedData,
    Missing,
    Page,
    RawHtml,
    Request,
)
from civiscope.testing import NOT_GATHERED, make_page
from civiscope_rules.privacy import (
    address_sent_on,
    exposed_identifier,
    known_tracker,
    long_lived_cookie,
    third_party_requests,
)

HOME = "https://www.example.gov/"
COLLECT = "https://collect.example.org/p"
COOKIE = Cookie(
    name="keep",
    domain="www.example.gov",
    path="/",
    secure=True,
    http_only=True,
    same_site="Lax",
    lifetime=400 * 86400.0,
    partitioned=False,
    host_only=True,
    length=4,
    entropy=2.0,
    set_by="header",
    set_url=HOME,
)


def _page(
    *requests: Request,
    url: str = HOME,
    cookies: tuple[Cookie, ...] = (),
    raw_html: RawHtml | Missing = NOT_GATHERED,
) -> Page:
    return make_page(url, *requests, cookies=cookies, raw_html=raw_html, data=FetchedData())


@pytest.mark.parametrize(
    ("cookie", "said"),
    [
        (COOKIE, ("cannot_tell", "long")),
        (replace(COOKIE, name="_ga"), ("failed", "recognises")),
        (replace(COOKIE, length=16, entropy=3.5), ("failed", "recognises")),
        (replace(COOKIE, length=16, entropy=2.0), ("cannot_tell", "long")),
        (replace(COOKIE, name="cookie_consent", length=40, entropy=4.0), ("cannot_tell", "long")),
        (replace(COOKIE, lifetime=390 * 86400.0, length=40, entropy=4.0), ("passed", "")),
    ],
)
def test_long_lived_cookies_are_told_apart_by_what_they_can_do(
    cookie: Cookie, said: tuple[str, str]
) -> None:
    (outcome,) = long_lived_cookie.check(_page(cookies=(cookie,)), max_days=396)

    assert (outcome.verdict, outcome.message) == said


@pytest.mark.parametrize(
    ("page", "sent", "said"),
    [
        ("?q=housing+benefit", "?u=https%3A%2F%2Fx%2F%3Fq%3Dhousing%2520benefit", "query"),
        ("?q=housing+benefit", "?q=housing", ""),
        ("?id=12", "?id=12", ""),
        ("?q=housing+benefit", "", ""),
        ("", "?user[email]=[21 characters]", "personal"),
        ("", "?token=[40 characters]", ""),
    ],
)
def test_what_an_address_tells_others_is_read(page: str, sent: str, said: str) -> None:
    request = Request(COLLECT + sent, "image")

    (outcome,) = address_sent_on.check(_page(request, url=HOME + page))

    assert outcome.message == said
    assert "housing" not in repr(outcome)


def test_a_public_body_may_be_told() -> None:
    request = Request("https://search.usa.gov/s?query=housing+benefit", "fetch")

    assert list(address_sent_on.check(_page(request, url=HOME + "?q=housing+benefit"))) == []


def test_a_finding_names_the_line_the_list_and_its_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIVISCOPE_LISTS", str(tmp_path / "lists"))
    source = tmp_path / "mine.txt"
    source.write_text("! Last modified: 05 Nov 2026\n||collect.example.org^$image\n")
    update("mine", source=str(source), licence="MIT")

    (outcome,) = known_tracker.check(_page(Request(COLLECT, "image")), Lists.in_use())

    assert (outcome.facts["rule"], outcome.facts["list"], outcome.facts["date"]) == (
        "||collect.example.org^$image",
        "mine",
        "2026-11-05",
    )


def test_a_counter_that_no_mandate_asks_for_stays_a_tracker() -> None:
    request = Request("https://www.google-analytics.com/g/collect?v=2", "ping")

    (outcome,) = third_party_requests.check(_page(request), own=())

    assert (outcome.verdict, outcome.message) == ("failed", "tracker")


def test_numbers_of_one_kind_are_one_finding_that_holds_none_of_them() -> None:
    html = "<p>SSN 536-22-8741, 536-22-8742</p><p>Isikukood: 49403136526</p>"
    raw = read_html(html, HOME, "", ())

    outcomes = list(exposed_identifier.check(_page(raw_html=raw)))

    assert [(one.place.component, one.facts["count"]) for one in outcomes] == [
        ("ee-isikukood", 1),
        ("us-ssn", 2),
    ]
    assert not any(number in repr((raw, outcomes)) for number in ("536-22", "49403136526"))
