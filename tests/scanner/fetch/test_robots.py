"""robots.txt is obeyed as RFC 9309 says, also when it cannot be read."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

import pytest
from tests.scanner.crawl.site import Answer, Answers, Site, redirect

from civiscope.fetch.address_guard import AddressGuard
from civiscope.fetch.client import Fetcher
from civiscope.fetch.robots import MAX_BYTES, Robots, RobotsRules, is_this_machine

SAID = "The site's robots.txt asks not to visit this address."


def text(body: str) -> Answer:
    return Answer(body, type="text/plain")


def rules(answers: Answers, *, ignore: Collection[str] = (), deadline: float = 10) -> RobotsRules:
    with Site(answers) as site:
        return rules_at(site.url("/any/page"), ignore=ignore, deadline=deadline)


def rules_at(url: str, *, ignore: Collection[str] = (), deadline: float = 10) -> RobotsRules:
    async def read() -> RobotsRules:
        guard = AddressGuard()
        await guard.allow_kind_of(url)
        async with Fetcher(guard, user_agent="tests", deadline=deadline) as fetcher:
            robots = Robots(fetcher, ignore)
            first, second = await asyncio.gather(robots.rules(url), robots.rules(url))
            assert first is second
            return first

    return asyncio.run(read())


def refused(found: RobotsRules, *paths: str) -> list[str]:
    return [path for path in paths if found.refusal(f"http://127.0.0.1{path}")]


@pytest.mark.parametrize(
    ("body", "asked", "expected"),
    [
        ("User-agent: *\nDisallow: /private/", ["/private/a", "/private", "/"], ["/private/a"]),
        ("User-agent: *\nDisallow:", ["/", "/a"], []),
        ("User-agent: *\nDisallow: /", ["/", "/a"], ["/", "/a"]),
        (
            "User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/c",
            ["/a", "/a/b", "/a/b/c", "/a/b/d"],
            ["/a", "/a/b/c"],
        ),
        ("User-agent: *\nDisallow: /a\nAllow: /a", ["/a"], []),
        ("User-agent: *\nDisallow: /*.php$", ["/a.php", "/a.php?x=1", "/a"], ["/a.php"]),
        ("User-agent: *\nDisallow: /*?print=", ["/a?print=1", "/a"], ["/a?print=1"]),
        ("User-agent: *\nDisallow: /%C3%A9", ["/%c3%a9", "/e"], ["/%c3%a9"]),
        ("User-agent: other\nDisallow: /", ["/"], []),
        ("User-agent: *\nDisallow: /\n\nUser-agent: civiscope\nAllow: /", ["/"], []),
        ("User-agent: *\nAllow: /\n\nUser-agent: Civiscope\nDisallow: /a", ["/a", "/"], ["/a"]),
        ("\ufeffUser-agent: *\nDisallow: /a # why", ["/a"], ["/a"]),
        ("user-agent:*\r\ndisallow:/a\r\n", ["/a"], ["/a"]),
        ("<!doctype html><title>Home</title>", ["/"], []),
        ("", ["/"], []),
    ],
)
def test_the_longest_rule_that_matches_decides(
    body: str, asked: list[str], expected: list[str]
) -> None:
    found = rules({"/robots.txt": text(body)})

    assert refused(found, *asked) == expected
    assert {found.refusal(f"http://127.0.0.1{path}") for path in expected} <= {SAID}


@pytest.mark.parametrize(
    ("lines", "delay"),
    [
        ("Crawl-delay: 2.5", 2.5),
        ("Crawl-delay: 86400", 60.0),
        ("Crawl-delay: soon", 0.0),
        ("Crawl-delay: -1", 0.0),
        ("Request-rate: 1/5", 5.0),
        ("Request-rate: 10/1m", 6.0),
        ("Request-rate: 1/5\nCrawl-delay: 7", 7.0),
        ("Disallow: /a", 0.0),
    ],
)
def test_the_pause_asked_for_is_known(lines: str, delay: float) -> None:
    assert rules({"/robots.txt": text(f"User-agent: *\n{lines}\n")}).delay == delay


def test_sitemaps_are_known_whoever_is_spoken_to() -> None:
    found = rules(
        {
            "/robots.txt": text(
                "Sitemap: https://www.example.gov/a.xml\nUser-agent: *\nDisallow: /\n"
                "sitemap: https://data.example.gov/b.xml\nSitemap: /c.xml\nSitemap: file:///etc/d\n"
            )
        }
    )

    *whole, relative = found.sitemaps
    assert whole == ["https://www.example.gov/a.xml", "https://data.example.gov/b.xml"]
    assert relative.endswith("/c.xml")
    assert found.relative_sitemaps == ("/c.xml",)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_site_without_robots_may_be_visited(status: int) -> None:
    found = rules({"/robots.txt": Answer("User-agent: *\nDisallow: /", status)})

    assert found == RobotsRules(None)
    assert refused(found, "/") == []


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_site_whose_robots_cannot_be_read_is_not_visited_and_that_is_said(status: int) -> None:
    with Site({"/robots.txt": Answer("", status)}) as site:
        found = rules_at(site.url())

    assert found.refusal(site.url()) == (
        f"{site.url('/robots.txt')} cannot be read (it answers {status}), so nothing there may be "
        f"visited until it can."
    )


def test_a_site_whose_robots_never_come_is_not_visited() -> None:
    found = rules({"/robots.txt": Answer("", delay=5)}, deadline=0.3)

    assert "(No whole response within 0.3 seconds)" in found.refusal("http://127.0.0.1/")


def test_a_site_that_is_not_there_says_so_itself_when_it_is_visited() -> None:
    with Site({}) as site:
        url = site.url()

    assert rules_at(url) == RobotsRules(None)


def test_redirected_robots_hold_and_those_of_a_private_network_are_not_asked_for() -> None:
    here = {"/robots.txt": redirect("/r.txt"), "/r.txt": text("User-agent: *\nDisallow: /")}
    there = {"/robots.txt": redirect("http://10.0.0.1/robots.txt")}

    assert refused(rules(here), "/") == ["/"]
    assert refused(rules(there), "/") == []


def test_only_the_beginning_of_endless_robots_is_read() -> None:
    body = "User-agent: *\nDisallow: /a\n" + "#" * MAX_BYTES + "\nDisallow: /b\n"

    assert refused(rules({"/robots.txt": text(body)}), "/a", "/b") == ["/a"]


def test_patterns_made_to_take_years_are_matched_at_once() -> None:
    body = "User-agent: *\n" + ("Disallow: /" + "*a" * 40 + "*b$\n") * 1000

    assert refused(rules({"/robots.txt": text(body)}), "/" + "a" * 1500) == []


@pytest.mark.parametrize("ignore", [["*"], ["127.0.0.1"]])
def test_robots_may_be_passed_over_on_this_machine(ignore: list[str]) -> None:
    strict = text(
        "User-agent: *\nDisallow: /\nCrawl-delay: 9\nSitemap: https://www.example.gov/s.xml"
    )

    found = rules({"/robots.txt": strict}, ignore=ignore)
    broken = rules({"/robots.txt": Answer("", 500)}, ignore=ignore)

    assert (refused(found, "/"), found.delay) == ([], 0.0)
    assert found.sitemaps == ("https://www.example.gov/s.xml",)
    assert refused(broken, "/") == []


@pytest.mark.parametrize("ignore", [["*"], ["data.example.gov"]])
def test_robots_of_other_hosts_are_not_passed_over(ignore: list[str]) -> None:
    async def read(url: str) -> RobotsRules:
        guard = AddressGuard({"www.example.gov": "127.0.0.1"})
        async with Fetcher(guard, user_agent="tests") as fetcher:
            return await Robots(fetcher, ignore).rules(url)

    disallow = text("User-agent: *\nDisallow: /")
    with Site({"/robots.txt": disallow}, host="www.example.gov") as site:
        found = asyncio.run(read(site.url()))

    assert found.refusal(site.url()) == SAID


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("localhost", True),
        ("a.localhost", True),
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("10.0.0.1", False),
        ("127.0.0.1.example.gov", False),
        ("localhost.example.gov", False),
    ],
)
def test_this_machine_is_known_by_name_not_by_what_the_network_says(host: str, here: bool) -> None:
    assert is_this_machine(host) is here
