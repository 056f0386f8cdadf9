"""Read sitemaps: plain or gzipped, lists of pages or indexes of further sitemaps."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element  # pyright: ignore[reportPrivateUsage] # the name stubs use

from civiscope.crawl.fetch import Fetcher
from civiscope.urls import is_web_url

MAX_BYTES = 60_000_000
MAX_SITEMAPS = 200
MAX_URLS = 200_000


async def read_sitemaps(fetcher: Fetcher, urls: list[str]) -> tuple[list[str], list[str]]:
    """Return the pages that the sitemaps at *urls* list, in order, and a sentence for each failure."""
    waiting = list(dict.fromkeys(urls))
    seen: set[str] = set()
    pages: dict[str, None] = {}
    problems: list[str] = []
    while waiting and len(seen) < MAX_SITEMAPS and len(pages) < MAX_URLS:
        url = waiting.pop(0)
        if url in seen:
            continue
        seen.add(url)
        found = await fetcher.get(url, limit=MAX_BYTES)
        if not found.ok:
            why = found.error or f"it answers {found.status}"
            problems.append(f"The sitemap {url} could not be read: {why}")
            continue
        try:
            locations, children = parse_sitemap(found.body)
        except ValueError as error:
            problems.append(f"The sitemap {url} could not be read: {error}")
            continue
        waiting += children
        pages.update(dict.fromkeys(locations[: MAX_URLS - len(pages)]))
    return list(pages), problems


def parse_sitemap(body: bytes) -> tuple[list[str], list[str]]:
    """Return pages and further sitemaps named by one sitemap; ValueError when it is none.

    Text sitemaps (one URL a line) are read, too.
    """
    body = _gunzipped(body)
    start = body.lstrip()[:5]
    if not start.startswith((b"<", b"\xef\xbb\xbf<", b"\xff\xfe", b"\xfe\xff")):
        lines = [line.strip() for line in body.decode("utf-8", "replace").splitlines()]
        pages = [line for line in lines if is_web_url(line)]
        if not pages:
            raise ValueError("it holds no addresses")
        return pages, []
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=True)
    root = etree.fromstring(body, parser)
    if root is None:
        raise ValueError("it is not XML")
    kind = etree.QName(root).localname
    if kind not in {"urlset", "sitemapindex"}:
        raise ValueError(f"its root is <{kind}>, not <urlset> or <sitemapindex>")
    found = [url for url in _locations(root) if is_web_url(url)]
    return (found, []) if kind == "urlset" else ([], found)


def _locations(root: _Element) -> Iterator[str]:
    for entry in root:
        for part in entry:
            if isinstance(part.tag, str) and etree.QName(part).localname == "loc" and part.text:
                yield part.text.strip()


def _gunzipped(body: bytes) -> bytes:
    if body[:2] != b"\x1f\x8b":
        return body
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        return inflate.decompress(body, MAX_BYTES)
    except zlib.error as error:
        raise ValueError(f"its compression is broken ({error})") from error
