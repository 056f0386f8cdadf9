"""What a site is made of, gathered page by page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from civiscope.judge.engine import judge
from civiscope.judge.inventory import MAX_ENTRIES, PROTECTIVE, InventoryNotes, InventoryTaker
from civiscope.model import (
    Cookie,
    Headers,
    Missing,
    Page,
    Request,
    Response,
    Tls,
    Visit,
)
from civiscope.results import CookieListed, HostListed, Inventory, ThirdParty
from civiscope.results.file import from_bytes, to_bytes
from civiscope.testing import make_page, write_evidence

HOME = "https://www.example.gov/"
NOT_GATHERED = Missing("not-gathered", "This test does not need it.")
TLS = Tls("TLS 1.3", "AES", "X25519", "Example CA", "www.example.gov", (), 0, 1_800_000_000)
COOKIE = Cookie(
    name="_ga_ABC123",
    domain=".example.gov",
    path="/",
    secure=True,
    http_only=False,
    same_site="Lax",
    lifetime=63_071_999.4,
    partitioned=False,
    host_only=False,
    length=20,
    entropy=3.5,
    set_by="script",
    set_url=HOME,
)


def page(
    path: str,
    *requests: Request,
    headers: tuple[tuple[str, str], ...] = (),
    cookies: tuple[Cookie, ...] = (),
) -> Page:
    url = f"{HOME}{path}"
    hop = Response(url, 200, Headers(headers), protocol="h2", tls=TLS)
    return make_page(url, *requests, hops=(hop,), cookies=cookies)


def asked(url: str, kind: str = "script") -> Request:
    return Request(url, kind, hops=(Response(url, 200),))


def taken(pages: Iterable[Page]) -> Inventory:
    taker = InventoryTaker()
    for each in pages:
        taker.add(InventoryNotes.of(each))
    return taker.inventory()


def test_hosts_of_the_site_are_listed_with_their_pages_and_connections() -> None:
    found = taken([page("", asked("https://static.example.gov/a.js")), page("b")])

    assert found.hosts == (
        HostListed(
            "www.example.gov",
            2,
            2,
            ("h2",),
            ("TLS 1.3",),
            issuer="Example CA",
            valid_to="2027-01-15",
        ),
        HostListed("static.example.gov", 0, 1, (), ()),
    )


def test_third_parties_are_listed_with_owner_purpose_and_what_they_are_asked_for() -> None:
    analytics = asked("https://www.google-analytics.com/g/collect", "fetch")
    other = asked("https://nobody-knows.example.net/x.png", "image")

    found = taken([page("", analytics, analytics, other), page("b", analytics)])

    assert found.third_parties == (
        ThirdParty(
            "google-analytics.com",
            "Google Analytics",
            "analytics",
            ("www.google-analytics.com",),
            ("fetch",),
            2,
            HOME,
        ),
        ThirdParty("example.net", "", "", ("nobody-knows.example.net",), ("image",), 1, HOME),
    )


def test_a_host_that_a_request_was_only_sent_on_to_is_listed_too() -> None:
    first = Response("https://cdn.example.gov/a", 302)
    hops = (first, Response("https://files.example.org/a", 200))

    found = taken([page("", Request("https://cdn.example.gov/a", "image", hops=hops))])

    assert [each.domain for each in found.third_parties] == ["example.org"]
    assert [each.host for each in found.hosts] == ["www.example.gov", "cdn.example.gov"]


def test_a_public_body_is_told_apart_and_what_the_browser_refused_is_left_out() -> None:
    refused = replace(asked("https://ads.example.com/a.js"), blocked="csp")

    found = taken([page("", asked("https://dap.digitalgov.gov/u.js"), refused)])

    assert [(each.domain, each.purpose) for each in found.third_parties] == [
        ("digitalgov.gov", "public-body")
    ]


def test_cookies_are_listed_once_with_what_their_names_are_known_for() -> None:
    other = replace(COOKIE, name="_ga_XYZ987", lifetime=63_072_000.0)

    found = taken([page("", cookies=(COOKIE,)), page("b", cookies=(COOKIE, other))])

    assert found.cookies == (
        CookieListed(
            name="_ga_*",
            domain=".example.gov",
            path="/",
            third_party=False,
            lifetime=63_072_000,
            secure=True,
            http_only=False,
            same_site="Lax",
            set_by="script",
            purpose="analytics",
            owner="Google Analytics",
            pages=2,
            example=HOME,
        ),
    )


def test_header_fields_tell_which_pages_lack_them() -> None:
    hsts = ("strict-transport-security", "max-age=1")
    policy = ("content-security-policy", "script-src 'nonce-{}'")
    pages = [
        page("", headers=(hsts, (policy[0], policy[1].format("aaa")))),
        page("b", headers=((policy[0], policy[1].format("bbb")), ("x-late", "1"))),
    ]

    found = {each.name: each for each in taken(pages).headers}

    assert list(found) == [*PROTECTIVE, "x-late"]
    told = found["strict-transport-security"]
    assert (told.pages, told.lacking, told.without) == (1, 1, (f"{HOME}b",))
    assert told.values == (("max-age=1", 1),)
    assert found["content-security-policy"].values == (("script-src 'nonce-…'", 2),)
    late = found["x-late"]
    assert (late.pages, late.lacking, late.without, late.values) == (1, 1, (HOME,), ())
    assert (found["x-frame-options"].pages, found["x-frame-options"].lacking) == (0, 2)


def test_pages_that_were_not_seen_and_made_up_ones_count_for_nothing() -> None:
    failed = replace(page("gone"), visit=Visit("failed", "timeout"))
    made_up = replace(page("nothing-here"), kind="missing")

    assert taken([failed, made_up]) == Inventory()


def test_lists_are_bounded_and_tell_what_is_left_out() -> None:
    many = [asked(f"https://cdn.site{number}.example/a.js") for number in range(MAX_ENTRIES + 7)]

    found = taken([page("", *many)])

    assert len(found.third_parties) == MAX_ENTRIES
    assert found.left_out == {"third_parties": 7}


def test_results_hold_the_inventory_of_the_pages_judged(tmp_path: Path) -> None:
    results = judge(write_evidence(tmp_path, [page(""), page("b")]), ())

    assert [each.pages for each in results.inventory.hosts] == [2]
    assert from_bytes(to_bytes(results)) == results
