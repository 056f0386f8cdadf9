"""What a server says on two nights, and what is made of it: also of servers that lie."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import pytest
from tests.scanner.crawl.site import Answer, Asked, Site, redirect

from civiscope.crawl.reuse.ask import SiteAsker
from civiscope.crawl.reuse.earlier import EarlierScan
from civiscope.crawl.reuse.questions import Tonight, ask_about
from civiscope.crawl.reuse.state import ReusablePage, ReuseState, ReuseTrust
from civiscope.evidence.schema import IndexEntry
from civiscope.fetch.address_guard import AddressGuard
from civiscope.fetch.client import Fetcher
from civiscope.fetch.rate_limit import HostLimiter
from civiscope.fetch.robots import Robots

HTML = "text/html; charset=utf-8"
JS = "text/javascript"
JSON = "application/json"

Reply = Answer | Callable[[Asked], Answer]


def tagged(body: str, etag: str, kind: str = HTML, **headers: str) -> Reply:
    """Return a page of a server that answers a condition as it should."""

    def answer(asked: Asked) -> Answer:
        told = {"ETag": etag, **headers}
        if asked.headers.get("if-none-match") == etag:
            return Answer(status=304, headers={"ETag": etag})
        return Answer(body, type=kind, headers=told)

    return answer


def lying(body: str, etag: str) -> Reply:
    """Return a page that says that it has not changed, whatever it is now."""
    return tagged(body, etag)


def not_modified_with(body: str, etag: str, **headers: str) -> Reply:
    """Return a page whose 304 has header fields of its own."""

    def answer(asked: Asked) -> Answer:
        if "if-none-match" in asked.headers:
            return Answer(status=304, headers={"ETag": etag, **headers})
        return Answer(body, headers={"ETag": etag})

    return answer


@dataclass(frozen=True)
class Case:
    """Two nights of one page, and the verdict on it in the second."""

    name: str
    first: Mapping[str, Reply]
    second: Mapping[str, Reply]
    verdict: str
    parts: tuple[str, ...] = ()
    how: str = ""
    others: tuple[str, ...] = field(default=())
    """Further pages of the same template."""


CASES = [
    Case("nothing but content", {"/": Answer("a")}, {"/": Answer("a")}, "unchanged"),
    Case("other content", {"/": Answer("a")}, {"/": Answer("b")}, "document", how="content"),
    Case("strong ETag and 304", {"/": tagged("a", '"1"')}, {"/": tagged("a", '"1"')}, "unchanged"),
    Case(
        "another ETag, the same content",
        {"/": tagged("a", '"1"')},
        {"/": tagged("a", '"2"')},
        "unchanged",
    ),
    Case(
        "weak ETag that stays, other content",
        {"/": tagged("a", 'W/"1"')},
        {"/": tagged("b", 'W/"1"')},
        "document",
        how="content",
    ),
    Case(
        "Last-Modified that stays, other content",
        {"/": Answer("a", headers={"Last-Modified": "Mon, 02 Nov 2026 08:00:00 GMT"})},
        {"/": Answer("b", headers={"Last-Modified": "Mon, 02 Nov 2026 08:00:00 GMT"})},
        "document",
        how="content",
    ),
    Case(
        "304 that names another ETag",
        {"/": tagged("a", '"1"')},
        {"/": not_modified_with("b", '"2"')},
        "document",
        how="content",
    ),
    Case(
        "a nonce, a token and a comment",
        {"/": Answer('<script nonce="aaaaaaaa">1</script><!--1-->')},
        {"/": Answer('<script nonce="bbbbbbbb">1</script><!--2-->')},
        "unchanged",
    ),
    Case(
        "a nonce in the policy too",
        {"/": Answer("a", headers={"Content-Security-Policy": "script-src 'nonce-aaaaaaaa'"})},
        {"/": Answer("a", headers={"Content-Security-Policy": "script-src 'nonce-bbbbbbbb'"})},
        "unchanged",
    ),
    Case(
        "a clock in the page",
        {"/": Answer("<p>It is 08:01.</p>")},
        {"/": Answer("<p>It is 08:02.</p>")},
        "document",
        how="content",
    ),
    Case(
        "another policy",
        {"/": Answer("a", headers={"Content-Security-Policy": "default-src 'self'"})},
        {"/": Answer("a", headers={"Content-Security-Policy": "default-src *"})},
        "document",
        how="headers",
    ),
    Case(
        "a cookie only sometimes",
        {"/": Answer("a")},
        {"/": Answer("a", headers={"Set-Cookie": "visit=1"})},
        "document",
        how="headers",
    ),
    Case(
        "another value of the same cookie",
        {"/": Answer("a", headers={"Set-Cookie": "visit=1; Path=/"})},
        {"/": Answer("a", headers={"Set-Cookie": "visit=2; Path=/"})},
        "unchanged",
    ),
    Case(
        "a redirect that leads elsewhere",
        {"/": redirect("/a"), "/a": Answer("a"), "/b": Answer("a")},
        {"/": redirect("/b"), "/a": Answer("a"), "/b": Answer("a")},
        "document",
        how="redirects",
    ),
    Case(
        "a redirect of another status",
        {"/": redirect("/a"), "/a": Answer("a")},
        {"/": redirect("/a", 301), "/a": Answer("a")},
        "document",
        how="redirects",
    ),
    Case(
        "the same redirect",
        {"/": redirect("/a"), "/a": tagged("a", '"1"')},
        {"/": redirect("/a"), "/a": tagged("a", '"1"')},
        "unchanged",
    ),
    Case("gone", {"/": Answer("a")}, {"/": Answer("a", 404)}, "document", how="status"),
    Case("an error of old", {"/": Answer("a", 500)}, {"/": Answer("a", 500)}, "unfit"),
    Case(
        "asks to wait", {"/": Answer("a")}, {"/": Answer("a", 429)}, "document", how="no-response"
    ),
    Case(
        "JSON that changes under the same page",
        {"/": tagged("a", '"1"'), "/d": Answer('{"n": 1}', type=JSON)},
        {"/": tagged("a", '"1"'), "/d": Answer('{"n": 2}', type=JSON)},
        "part",
        parts=("/d",),
        how="content",
    ),
    Case(
        "a script that changes",
        {"/": Answer("a"), "/s.js": tagged("1", '"1"', JS)},
        {"/": Answer("a"), "/s.js": tagged("2", '"2"', JS)},
        "part",
        parts=("/s.js",),
        how="content",
    ),
    Case(
        "a script that stays",
        {"/": Answer("a"), "/s.js": tagged("1", '"1"', JS)},
        {"/": Answer("a"), "/s.js": tagged("1", '"1"', JS)},
        "unchanged",
        parts=("/s.js",),
    ),
    Case(
        "robots.txt forbids a part",
        {"/": Answer("a"), "/s.js": Answer("1", type=JS)},
        {
            "/": Answer("a"),
            "/s.js": Answer("1", type=JS),
            "/robots.txt": Answer("User-agent: *\nDisallow: /s.js", type="text/plain"),
        },
        "part",
        parts=("/s.js",),
        how="no-response",
    ),
    Case(
        "a field of the template that a 304 leaves out",
        {
            "/": tagged("a", '"1"', **{"X-Frame-Options": "DENY"}),
            "/b": tagged("b", '"2"', **{"X-Frame-Options": "DENY"}),
        },
        {"/": tagged("a", '"1"'), "/b": tagged("b", '"2"')},
        "headers of the template",
        others=("/b",),
    ),
    Case(
        "an ETag that never changes, content that does",
        {f"/{n or ''}": lying(f"a{n}", '"1"') for n in range(5)},
        {f"/{n or ''}": lying(f"b{n}", '"1"') for n in range(5)},
        "document",
        how="content",
        others=("/1", "/2", "/3", "/4"),
    ),
]


def ask(site: Site, earlier: EarlierScan, ignored: tuple[re.Pattern[str], ...] = ()) -> Tonight:
    async def run() -> Tonight:
        guard = AddressGuard()
        await guard.allow_kind_of(site.url())
        async with Fetcher(guard, user_agent="tests") as fetcher:
            asker = SiteAsker(
                fetcher=fetcher,
                robots=Robots(fetcher, ()),
                limiter=HostLimiter(0),
                covers=lambda url: url.startswith(site.url("")),
                accept_language="en",
                ignored=ignored,
            )
            return await ask_about(earlier, asker, "2026-11-29")

    return asyncio.run(run())


def scan_of(site: Site, pages: tuple[str, ...], parts: tuple[str, ...]) -> EarlierScan:
    """Return a scan that has seen *pages*, and asked for nothing yet."""
    own = [ReusablePage(site.url(p), "2026-11-28", tuple(map(site.url, parts))) for p in pages]
    entries = {page.url: IndexEntry(n, page.url, "page") for n, page in enumerate(own)}
    return EarlierScan(ReuseState(pages=tuple(own)), None, "", entries)


def after(earlier: EarlierScan, tonight: Tonight) -> EarlierScan:
    """Return the scan as the night after finds it."""
    trust = ReuseTrust(liars=tonight.liars)
    state = replace(earlier.state, validators=tonight.validators, trust=trust)
    return replace(earlier, state=state)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_verdict_is_the_one_expected(case: Case) -> None:
    with Site(dict(case.first)) as site:
        earlier = scan_of(site, ("/", *case.others), case.parts)
        first = ask(site, earlier)
        site.answers = dict(case.second)
        tonight = ask(site, after(earlier, first))

    found = {url: (v.reason, v.how) for url, v in tonight.verdicts.items()}
    if case.verdict == "headers of the template":
        # The page that was asked for whole shows it itself; the others are of its template.
        assert sorted(found.values()) == [("document", "headers"), ("template-headers", "headers")]
        return
    assert set(found.values()) == {(case.verdict, case.how)}


def test_a_page_is_not_reused_before_it_was_asked_for() -> None:
    with Site({"/": Answer("a")}) as site:
        tonight = ask(site, scan_of(site, ("/",), ()))

    assert [each.reason for each in tonight.verdicts.values()] == ["not-asked-before"]


def test_a_host_that_lied_once_is_asked_for_the_whole_page_from_then_on() -> None:
    with Site({"/": lying("a", '"1"')}) as site:
        earlier = scan_of(site, ("/",), ())
        first = after(earlier, ask(site, earlier))
        site.answers = {"/": lying("b", '"1"')}
        second = after(first, ask(site, first))
        site.asked.clear()
        ask(site, second)

    assert second.state.trust.liars == ("127.0.0.1",)
    assert not [asked for asked in site.asked if "if-none-match" in asked.headers]


def test_each_address_is_asked_for_once_a_night_and_with_its_strong_etag() -> None:
    pages = {f"/{n}": tagged(f"{n}", f'"{n}"') for n in range(6)}
    with Site({**pages, "/s.js": tagged("1", '"s"', JS)}) as site:
        earlier = scan_of(site, tuple(pages), ("/s.js",))
        first = after(earlier, ask(site, earlier))
        site.asked.clear()
        ask(site, first)

    paths = [asked.path for asked in site.asked if asked.path != "/robots.txt"]
    assert sorted(paths) == sorted([*pages, "/s.js"])
    # One page of the template and one part of the host are asked for whole.
    assert sum("if-none-match" in asked.headers for asked in site.asked) == 5


def test_a_clock_that_the_user_names_does_not_count() -> None:
    clock = (re.compile(r"\d\d:\d\d"),)
    with Site({"/": Answer("It is 08:01.")}) as site:
        earlier = scan_of(site, ("/",), ())
        first = after(earlier, ask(site, earlier, clock))
        site.answers = {"/": Answer("It is 09:30.")}
        tonight = ask(site, first, clock)

    assert [each.reason for each in tonight.verdicts.values()] == ["unchanged"]


def test_a_redirect_to_another_site_tells_nothing() -> None:
    with Site({"/": redirect("http://localhost:1/")}) as site:
        tonight = ask(site, scan_of(site, ("/",), ()))

    assert tonight.validators == {}
