"""Sitemaps of every form are read, broken ones as far as they go, hostile ones without harm."""

from __future__ import annotations

import asyncio
import gzip
import time

import pytest
from tests.scanner.crawl.site import ANYTHING, Answer, Asked, Site

from civiscope.crawl.sitemap import MAX_SITEMAPS, MAX_URLS, parse_sitemap, read_sitemaps
from civiscope.fetch.address_guard import AddressGuard
from civiscope.fetch.client import Fetcher

NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
ROOT = "https://www.example.gov"


def urlset(*urls: str) -> str:
    listed = "".join(f"<url><loc>{url}</loc><lastmod>2026-01-01</lastmod></url>" for url in urls)
    return f'<?xml version="1.0" encoding="utf-8"?><urlset {NAMESPACE}>{listed}</urlset>'


def index(*urls: str) -> str:
    listed = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return f"<sitemapindex {NAMESPACE}>{listed}</sitemapindex>"


def read(site: Site, *paths: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    async def run() -> tuple[tuple[str, ...], tuple[str, ...]]:
        guard = AddressGuard()
        await guard.allow_kind_of(site.url())
        async with Fetcher(guard, user_agent="tests", deadline=5) as fetcher:
            listed = await read_sitemaps(fetcher, [site.url(path) for path in paths])
            return listed.pages, (*listed.unread, *listed.faults)

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("body", "pages"),
    [
        (urlset(f"{ROOT}/a", f" \n{ROOT}/b "), [f"{ROOT}/a", f"{ROOT}/b"]),
        (f"<urlset><url><loc>{ROOT}/a</loc></url></urlset>", [f"{ROOT}/a"]),
        (urlset(f"{ROOT}/a?x=1&amp;y=2"), [f"{ROOT}/a?x=1&y=2"]),
        (urlset(f"<![CDATA[{ROOT}/a?x=1&y=2]]>"), [f"{ROOT}/a?x=1&y=2"]),
        (urlset("/relative", "file:///etc/passwd", "http://[", f"{ROOT}/a"), [f"{ROOT}/a"]),
        (urlset(), []),
        (f"{ROOT}/a\r\n\r\n{ROOT}/b\nnonsense\n", [f"{ROOT}/a", f"{ROOT}/b"]),
        (f"\ufeff{ROOT}/a\n", [f"{ROOT}/a"]),
        # Broken off in the middle: what came before counts.
        (urlset(f"{ROOT}/a", f"{ROOT}/b")[:-40], [f"{ROOT}/a", f"{ROOT}/b"]),
        (f"<urlset><url><loc>{ROOT}/a</loc></url><url><loc>{ROOT}/b&x</loc>", None),
    ],
)
def test_pages_are_read_in_order(body: str, pages: list[str] | None) -> None:
    found, children = parse_sitemap(body.encode())

    if pages is None:
        assert found[0] == f"{ROOT}/a"
    else:
        assert found == pages
    assert children == []


def test_pictures_of_a_page_are_no_pages() -> None:
    body = (
        f'<urlset {NAMESPACE} xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">'
        f"<url><loc>{ROOT}/a</loc><image:image><image:loc>{ROOT}/a.png</image:loc></image:image>"
        f"</url><!-- <url><loc>{ROOT}/c</loc></url> --></urlset>"
    )

    assert parse_sitemap(body.encode()) == ([f"{ROOT}/a"], [])


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_other_encodings_are_read(encoding: str) -> None:
    body = urlset(f"{ROOT}/é").replace("utf-8", encoding)

    assert parse_sitemap(body.encode(encoding)) == ([f"{ROOT}/é"], [])


def test_a_packed_sitemap_is_unpacked_even_when_cut_off() -> None:
    packed = gzip.compress(urlset(f"{ROOT}/a").encode())

    assert parse_sitemap(packed) == ([f"{ROOT}/a"], [])
    assert parse_sitemap(packed[:-8]) == ([f"{ROOT}/a"], [])


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "it holds no addresses"),
        (b"nothing here", "it holds no addresses"),
        (b"<html><body>Home</body></html>", "its root is <html>, not <urlset> or <sitemapindex>"),
        (b"<rss><channel/></rss>", "its root is <rss>, not <urlset> or <sitemapindex>"),
        (b"<", "its root is <nothing>, not <urlset> or <sitemapindex>"),
        (b"\x1f\x8bnonsense", "its compression is broken"),
    ],
)
def test_what_is_no_sitemap_is_said(body: bytes, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence.replace("<", ".").replace(">", ".")):
        parse_sitemap(body)


def test_entities_are_harmless() -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 11))
    body = (
        f'<!DOCTYPE urlset [<!ENTITY e0 "/a">{levels}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        f'<urlset {NAMESPACE}><url><loc>{ROOT}/first</loc></url><url a="&e10;">'
        f"<loc>{ROOT}&e10;</loc></url><url><loc>{ROOT}/&f;</loc></url></urlset>"
    )
    begun = time.process_time()

    found, _ = parse_sitemap(body.encode())

    assert found == [f"{ROOT}/first"]
    assert time.process_time() - begun < 1


def test_a_huge_list_is_cut_at_its_bound() -> None:
    body = "".join(f"<url><loc>{ROOT}/{n}</loc></url>" for n in range(MAX_URLS + 10))

    found, _ = parse_sitemap(f"<urlset>{body}</urlset>".encode())

    assert (len(found), found[-1]) == (MAX_URLS, f"{ROOT}/{MAX_URLS - 1}")


def test_an_index_leads_to_its_sitemaps_and_each_is_read_once() -> None:
    with Site({}) as site:
        site.answers = {
            "/index.xml": Answer(index(site.url("/a.xml"), site.url("/b.xml.gz"), site.url("/x"))),
            "/a.xml": Answer(urlset(f"{ROOT}/1", f"{ROOT}/2")),
            "/b.xml.gz": Answer(
                gzip.compress(urlset(f"{ROOT}/2", f"{ROOT}/3").encode()), type="application/gzip"
            ),
            "/x": Answer(index(site.url("/index.xml"), site.url("/missing.xml"))),
        }

        pages, problems = read(site, "/index.xml", "/a.xml")

    assert pages == (f"{ROOT}/1", f"{ROOT}/2", f"{ROOT}/3")
    assert problems == (
        f"The sitemap {site.url('/missing.xml')} could not be read: it answers 404",
    )
    assert sorted(site.paths()) == ["/a.xml", "/b.xml.gz", "/index.xml", "/missing.xml", "/x"]


def test_an_index_without_end_is_bounded() -> None:
    with Site({}) as site:

        def more(asked: Asked) -> Answer:
            here = asked.path.strip("/")
            return Answer(index(*(site.url(f"/{here}{n}") for n in range(10))))

        site.answers = {ANYTHING: more}
        pages, _ = read(site, "/1")

    assert pages == ()
    assert len(site.asked) == MAX_SITEMAPS
