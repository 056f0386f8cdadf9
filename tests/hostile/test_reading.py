"""Robots files and sitemaps can be traps, too; our own client reads them, in bounded time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest
from tests.hostile.server import HostileSite, hostile_site

from civiscope.crawl.sitemap import read_sitemaps
from civiscope.fetch.address_guard import AddressGuard
from civiscope.fetch.client import Fetcher
from civiscope.fetch.fetched import Fetched
from civiscope.fetch.robots import Robots, RobotsRules

T = TypeVar("T")

ENDLESS = ("hanging", "hanging-after-head", "slow-drip", "slow-head", "endless-interim")
"""Answers that only a deadline ends."""


def ask(site: HostileSite, question: Callable[[Fetcher], Awaitable[T]]) -> T:
    """Return what *question* makes of a client of our own that has two seconds for each answer."""

    async def answer() -> T:
        # The site's name is at its address by the user's word; every other address is as it is.
        guard = AddressGuard({"town.example.gov": "127.0.0.1"})
        async with Fetcher(guard, user_agent="civiscope", deadline=2) as fetcher:
            return await question(fetcher)

    return asyncio.run(answer())


def get(site: HostileSite, name: str, limit: int = 100_000) -> Fetched:
    return ask(site, lambda fetcher: fetcher.get(site.url(name), limit=limit))


@pytest.mark.parametrize("name", ENDLESS)
def test_an_answer_that_does_not_end_is_given_up(name: str) -> None:
    with hostile_site(host="town.example.gov") as site:
        begun = time.monotonic()
        found = get(site, name)
        seconds = time.monotonic() - begun

    assert found.error == "No whole response within 2 seconds."
    assert found.body == b""
    assert seconds < 10


@pytest.mark.parametrize("name", ["endless-page", "endless-download", "robots-endless"])
def test_an_answer_without_end_is_cut(name: str) -> None:
    with hostile_site(host="town.example.gov") as site:
        found = get(site, name)

    assert (found.status, len(found.body), found.truncated) == (200, 100_000, True)


@pytest.mark.parametrize(
    "name",
    [
        "redirect-loop",
        "redirect-ever-on",
        "redirect-file",
        "redirect-data",
        "reset",
        "garbage",
        "not-packed",
        "brotli-bomb",
        "gzip-bomb",
        "tls-plain",
        "tls-untrusted",
        "refused",
    ],
)
def test_an_answer_that_cannot_be_read_is_a_sentence(name: str) -> None:
    with hostile_site(host="town.example.gov") as site:
        found = get(site, name)

    assert (found.status, found.body) == (None, b"")
    assert found.error.endswith(".")


@pytest.mark.parametrize("name", ["redirect-private", "redirect-metadata"])
def test_a_redirect_into_a_private_network_is_not_followed(name: str) -> None:
    with hostile_site(host="town.example.gov") as site:
        found = get(site, name)
        reached = tuple(site.reached)

    assert "does not lead civiscope there" in found.error
    assert reached == ()


def robots(instead: str, path: str = "healthy") -> tuple[RobotsRules, str]:
    with hostile_site({"robots.txt": instead}, host="town.example.gov") as site:
        rules = ask(site, lambda fetcher: Robots(fetcher, ()).rules(site.url(path)))
        return rules, rules.refusal(site.url(path))


def test_a_pause_of_a_day_between_pages_is_not_made() -> None:
    rules, refusal = robots("robots-slow")

    assert (rules.delay, refusal) == (60.0, "")


def test_patterns_that_are_slow_to_match_are_matched_in_time() -> None:
    begun = time.process_time()
    robots("robots-patterns", "a" * 60)

    assert time.process_time() - begun < 10


@pytest.mark.parametrize("instead", ["robots-bytes", "robots-endless"])
def test_of_a_robots_file_that_is_hardly_one_the_lines_that_are_count(instead: str) -> None:
    _, refusal = robots(instead)

    assert refusal == ""


@pytest.mark.parametrize("instead", ["slow-drip", "redirect-loop", "gzip-bomb", "reset"])
def test_a_robots_file_that_cannot_be_read_keeps_us_out_in_time(instead: str) -> None:
    begun = time.monotonic()
    _, refusal = robots(instead)

    assert time.monotonic() - begun < 10
    assert "/robots.txt cannot be read" in refusal


def sitemap(name: str) -> tuple[tuple[str, ...], tuple[str, ...], HostileSite]:
    with hostile_site({"sitemap.xml": name}, host="town.example.gov") as site:
        begun = time.monotonic()
        listed = ask(site, lambda fetcher: read_sitemaps(fetcher, [site.url("sitemap.xml")]))
        seconds = time.monotonic() - begun

    assert seconds < 30
    return listed.pages, (*listed.unread, *listed.faults), site


def test_sitemaps_that_list_sitemaps_for_ever_end() -> None:
    pages, _, site = sitemap("sitemap-loop")

    assert pages == ()
    assert len(site.asked) <= 200


def test_entities_of_a_sitemap_stand_for_nothing() -> None:
    pages, _, site = sitemap("sitemap-entities")

    assert site.url("healthy") in pages
    assert not any("root:" in page or "page/page" in page for page in pages)
    assert site.reached == []


def test_a_sitemap_lists_only_addresses_of_the_web() -> None:
    pages, problems, site = sitemap("sitemap-private")

    # Half addresses are told of, and taken to be on the site itself.
    assert all("without a host" in problem for problem in problems)
    assert pages[0] == site.url("healthy")
    assert {page.partition(":")[0] for page in pages} == {"http"}
    assert site.reached == []


@pytest.mark.parametrize(
    "name", ["sitemap-endless", "sitemap-packed", "sitemap-broken", "gzip-bomb"]
)
def test_a_sitemap_that_cannot_be_read_whole_is_read_as_far_as_it_goes(name: str) -> None:
    pages, problems, site = sitemap(name)

    assert set(pages) <= {site.url("healthy")}
    assert pages or problems
