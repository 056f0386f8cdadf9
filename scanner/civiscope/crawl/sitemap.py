"""Read sitemaps: plain or gzipped, lists of pages or indexes of further sitemaps."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element  # pyright: ignore[reportPrivateUsage] # the name stubs use

from civiscope.fetch.client import Fetcher
from civiscope.web.urls import is_web_url, resolve

MAX_BYTES = 60_000_000
MAX_SITEMAPS = 200
MAX_URLS = 200_000
_PATH = re.compile(r"[./?\w][^\s:<>\"]*", re.ASCII)
"""An address without scheme and host; what else stands in a sitemap is none."""
_ENTRIES = {"url", "sitemap"}


@dataclass(frozen=True, slots=True)
class ListedUrls:
    """What sitemaps list, and what is wrong with them, in sentences."""

    pages: tuple[str, ...]
    """Addresses, in order."""
    unread: tuple[str, ...]
    """Which sitemaps could not be read, and why."""
    faults: tuple[str, ...]
    """What is wrong in those that could."""


async def read_sitemaps(fetcher: Fetcher, urls: Sequence[str]) -> ListedUrls:
    """Return the pages that the sitemaps at *urls* list, in order, and what is wrong there."""
    waiting = list(dict.fromkeys(urls))
    seen: set[str] = set()
    pages: dict[str, None] = {}
    problems: list[str] = []
    faults: list[str] = []
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
            body, whole = _gunzip(found.body)
            locations, children = parse_sitemap(body, base=found.url)
        except ValueError as error:
            problems.append(f"The sitemap {url} could not be read: {error}")
            continue
        if found.truncated or not whole:
            problems.append(f"The sitemap {url} is too large; it was read up to {MAX_BYTES} bytes.")
        relative = [one for one in (*locations, *children) if not is_web_url(one)]
        if relative:
            faults.append(
                f"The sitemap {url} names {len(relative)} addresses without a host, such as "
                f"{relative[0][:100]!r}; sitemaps need whole addresses, and search engines skip "
                f"others. They were taken to be on its own host."
            )
        waiting += [resolve(found.url, child) for child in children]
        resolved = (resolve(found.url, one) for one in locations[: MAX_URLS - len(pages)])
        pages.update(dict.fromkeys(resolved))
    return ListedUrls(tuple(pages), tuple(problems), tuple(faults))


def parse_sitemap(body: bytes, base: str = "") -> tuple[list[str], list[str]]:
    """Return pages and further sitemaps named by one sitemap; ValueError when it is none.

    Text sitemaps (one URL a line) are read, too. Addresses without a host are kept as they are
    written when there is a *base* to resolve them against.
    """
    body, _ = _gunzip(body)
    start = body.lstrip()[:5]
    if not start.startswith((b"<", b"\xef\xbb\xbf<", b"\xff\xfe", b"\xfe\xff")):
        lines = [line.strip() for line in body.decode("utf-8-sig", "replace").splitlines()]
        pages = [line for line in lines if is_web_url(line)]
        if not pages:
            raise ValueError("it holds no addresses")
        return pages[:MAX_URLS], []
    try:
        kind, found = _locations(body, base)
    except etree.XMLSyntaxError as error:
        raise ValueError("it is not XML") from error
    if kind not in {"urlset", "sitemapindex"}:
        raise ValueError(f"its root is <{kind}>, not <urlset> or <sitemapindex>")
    return (found, []) if kind == "urlset" else ([], found)


def _locations(body: bytes, base: str) -> tuple[str, list[str]]:
    """Return the name of the root and every address listed, without keeping the whole tree."""
    found: list[str] = []
    # No entities and no huge nodes: a sitemap needs neither, only attacks do.
    ends = etree.iterparse(
        io.BytesIO(body),
        events=("end",),
        tag=("{*}loc", "{*}url", "{*}sitemap"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        huge_tree=False,
    )
    for _, element in ends:
        parent = element.getparent()
        if parent is None:
            continue
        if _name(element) != "loc":
            parent.remove(element)
        elif _name(parent) in _ENTRIES:
            written = (element.text or "").strip()
            # An address with an entity in it has been cut short.
            if len(element) == 0 and _is_address(written, base):
                found.append(written)
                if len(found) >= MAX_URLS:
                    return _name(element.getroottree().getroot()), found
    return "nothing" if ends.root is None else _name(ends.root), found


def _is_address(written: str, base: str) -> bool:
    """Say whether *written* is an address of the web, whole or as a path on the sitemap's host."""
    relative = bool(base) and _PATH.fullmatch(written) is not None
    return is_web_url(written) or (relative and is_web_url(resolve(base, written)))


def _name(element: _Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _gunzip(body: bytes) -> tuple[bytes, bool]:
    """Return *body* unpacked, and whether that is all of it."""
    if body[:2] != b"\x1f\x8b":
        return body, True
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        return inflate.decompress(body, MAX_BYTES), not inflate.unconsumed_tail
    except zlib.error as error:
        raise ValueError(f"its compression is broken ({error})") from error
