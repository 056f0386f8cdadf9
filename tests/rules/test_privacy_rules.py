"""Third parties, public bodies and the privacy link, beyond what the examples on the pages show."""

from __future__ import annotations

from dataclasses import replace

import pytest

from civiscope.lists.parties import Party, is_public_body, party_at
from civiscope.model import (
    Cookie,
    Dom,
    EvidenceMissing,
    Link,
    Missing,
    Page,
    Request,
    Visit,
)
from civiscope.testing import NOT_GATHERED, make_page
from civiscope_rules.privacy import cookies_without_choice, privacy_link, third_party_requests

HOME = "https://www.example.gov/"
WHOLE = Visit("complete")
NAVIGATION = tuple(Link(f"{HOME}{name}", name, "header") for name in ("services", "news"))
COOKIE = Cookie(
    name="keep",
    domain="www.example.gov",
    path="/",
    secure=True,
    http_only=True,
    same_site="Lax",
    lifetime=None,
    partitioned=False,
    host_only=True,
    length=20,
    entropy=3.5,
    set_by="header",
    set_url=HOME,
)


def _page(
    *requests: Request,
    url: str = HOME,
    status: int = 200,
    cookies: tuple[Cookie, ...] = (),
    dom: Dom | Missing = NOT_GATHERED,
    visit: Visit = WHOLE,
) -> Page:
    return make_page(url, *requests, status=status, cookies=cookies, dom=dom, visit=visit)


def _dom(*links: Link, lang: str | None = "en", truncated: bool = False) -> Dom:
    return Dom("Page", HOME, lang=lang, links=NAVIGATION + links, truncated=truncated)


def test_each_foreign_domain_is_told_once_with_all_its_requests() -> None:
    page = _page(
        Request("https://a.widgets.example.org/1.js", "script"),
        Request("https://b.widgets.example.org/2.png", "image"),
        Request("wss://chat.example.net/", "websocket"),
    )

    outcomes = list(third_party_requests.check(page, own=[]))

    assert [(o.place.component, o.facts["count"], o.facts["types"]) for o in outcomes] == [
        ("example.net", 1, "websocket"),
        ("example.org", 2, "image, script"),
    ]


def test_requests_that_never_left_the_browser_tell_nobody_anything() -> None:
    page = _page(
        Request("https://www.google-analytics.com/collect", "image", blocked="csp"),
        Request("data:image/png;base64,AAAA", "image"),
        Request("blob:https://www.example.gov/1", "other"),
    )

    assert [o.verdict for o in third_party_requests.check(page, own=[])] == ["passed"]


def test_further_domains_of_the_same_body_are_no_third_parties() -> None:
    page = _page(Request("https://cdn.example-assets.org/site.css", "stylesheet"))

    assert [o.verdict for o in third_party_requests.check(page, own=["example-assets.org"])] == [
        "passed"
    ]


def test_a_page_that_ended_in_the_browsers_own_error_page_is_not_judged() -> None:
    dom = Dom("", "chrome-error://chromewebdata/")
    page = _page(Request("https://www.example.org/", "script"), cookies=(COOKIE,), dom=dom)

    assert list(third_party_requests.check(page, own=[])) == []
    assert list(cookies_without_choice.check(page, short_lived=1, statistics_allowed=["uk"])) == []


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("www.google-analytics.com", Party("Google Analytics", "analytics")),
        ("static.hotjar.com", Party("Hotjar", "replay")),
        ("stats.g.doubleclick.net", Party("Google", "advertising")),
        ("fonts.gstatic.com", Party("Google Fonts", "fonts")),
        ("cdn.jsdelivr.net", Party("JSDelivr CDN", "cdn")),
        ("nothotjar.com", None),
        ("com", None),
        ("localhost", None),
    ],
)
def test_well_known_hosts_have_an_owner_and_a_purpose(host: str, expected: Party | None) -> None:
    assert party_at(host) == expected


@pytest.mark.parametrize(
    "host",
    [
        "search.usa.gov",
        "www.army.mil",
        "www.gov.uk",
        "data.gouv.fr",
        "a.gov.sg",
        "ec.europa.eu",
        "www.mof.go.jp",
        "www.bmi.gv.at",
        "x.gc.ca",
        "www.admin.ch",
        "india.gov.in",
        "mygov.nic.in",
    ],
)
def test_public_bodies_are_known_by_their_names(host: str) -> None:
    assert is_public_body(host)


@pytest.mark.parametrize("host", ["gov.example.org", "government.com", "go.com", "mygov.org", ""])
def test_names_that_only_look_like_a_public_bodys_are_not(host: str) -> None:
    assert not is_public_body(host)


@pytest.mark.parametrize(
    ("cookie", "said"),
    [
        (COOKIE, ("passed", "")),
        (replace(COOKIE, lifetime=3600.0), ("passed", "")),
        (replace(COOKIE, lifetime=90000.0), ("cannot_tell", "unknown")),
        (replace(COOKIE, name="__cf_bm", domain=".example.org"), ("passed", "")),
        (replace(COOKIE, name="IDE", domain=".doubleclick.net"), ("failed", "third-party")),
        (replace(COOKIE, domain=".example.org"), ("failed", "third-party")),
        (replace(COOKIE, name="_gid", domain=".example.gov"), ("failed", "tracking")),
        (replace(COOKIE, name="csrftoken", lifetime=31449600.0), ("passed", "")),
    ],
)
def test_cookies_are_judged_by_whose_they_are_what_for_and_how_long(
    cookie: Cookie, said: tuple[str, str]
) -> None:
    (outcome,) = cookies_without_choice.check(
        _page(cookies=(cookie,)), short_lived=86400, statistics_allowed=["uk"]
    )

    assert (outcome.verdict, outcome.message) == said


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, "until the browser is closed"),
        (30.0, "about a minute"),
        (600.4, "10 minutes"),
        (7200.0, "2 hours"),
        (34559999.7, "400 days"),
    ],
)
def test_lifetimes_are_told_in_round_words(seconds: float | None, words: str) -> None:
    cookie = replace(COOKIE, name="_ga", lifetime=seconds)

    (outcome,) = cookies_without_choice.check(
        _page(cookies=(cookie,)), short_lived=1, statistics_allowed=["uk"]
    )

    assert outcome.facts["lasts"] == words


@pytest.mark.parametrize(
    "link",
    [
        Link(f"{HOME}p/1", "PRIVACY", "footer"),
        Link(f"{HOME}p/1", "Cookies and privacy", "main", visible=False),
        Link(f"{HOME}data-protection", "Read more", "footer"),
        Link(f"{HOME}datenschutzerklaerung.html", "", ""),
        Link(f"{HOME}p/1", "Protection des données", "footer"),
        Link(f"{HOME}p/1", "CONFIDENTIALITE", "footer"),
        Link(f"{HOME}p/1", "Πολιτική Απορρήτου", "footer"),
        Link(f"{HOME}p/1", "ΠΟΛΙΤΙΚΗ ΑΠΟΡΡΗΤΟΥ", "footer"),
        Link(f"{HOME}p/1", "गोपनीयता नीति", "footer"),
        Link(f"{HOME}p/1", "Политика за поверителност", "footer"),
        Link("https://council.example.org/privacy", "Privacy", "footer"),
    ],
)
def test_privacy_notices_are_known_by_words_or_address(link: Link) -> None:
    (outcome,) = privacy_link.check(_page(dom=_dom(link)))

    assert outcome.verdict == "passed"


@pytest.mark.parametrize(
    "link",
    [
        Link("https://policies.google.com/privacy", "Privacy", "footer"),
        Link("mailto:privacy@example.gov", "Privacy", "footer"),
        Link(f"{HOME}news/privacy-law", "New law", "main"),
        Link(
            f"{HOME}a",
            "The committee met on Monday to talk about privacy and eleven other things",
            "main",
        ),
        Link(f"{HOME}pirvacy", "Pirvacy", "footer"),
    ],
)
def test_other_links_are_no_privacy_notices(link: Link) -> None:
    (outcome,) = privacy_link.check(_page(dom=_dom(link)))

    assert (outcome.verdict, outcome.message) == ("failed", "missing")


def test_a_page_without_a_known_language_is_for_a_person_to_look_at() -> None:
    (outcome,) = privacy_link.check(_page(dom=_dom(lang=None)))

    assert (outcome.verdict, outcome.message) == ("cannot_tell", "unknown-language")


@pytest.mark.parametrize("visit", [Visit("partial", "timeout"), Visit("complete")])
def test_a_page_whose_links_were_not_all_seen_is_untested(visit: Visit) -> None:
    page = _page(dom=_dom(truncated=visit.state == "complete"), visit=visit)

    with pytest.raises(EvidenceMissing):
        list(privacy_link.check(page))


def test_an_error_page_needs_no_privacy_link() -> None:
    assert list(privacy_link.check(_page(status=404, dom=_dom()))) == []
