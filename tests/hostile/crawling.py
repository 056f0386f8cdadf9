"""Traps for whoever reads robots.txt and sitemaps; put there by `HostileSite(instead=...)`."""

from __future__ import annotations

import asyncio
import functools
import gzip

from tests.hostile.addresses import ODD, PRIVATE, SCHEMES
from tests.hostile.call import Call, Trap

_XML = '<?xml version="1.0" encoding="utf-8"?>'
_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"


async def robots_slow(call: Call) -> None:
    """Ask for a day's pause between pages."""
    await call.answer("User-agent: *\nCrawl-delay: 86400\n", kind="text/plain")


async def robots_patterns(call: Call) -> None:
    """Give patterns that take a careless reader years to match, and 20,000 lines of them."""
    line = "Disallow: /" + "*a" * 40 + "*b$\nAllow: /" + "*" * 500 + "x\n"
    await call.answer("User-agent: *\n" + line * 10_000, kind="text/plain")


async def robots_bytes(call: Call) -> None:
    """Be no text at all."""
    lines = b"User-agent: *\r\nDisallow: /%zz\xff\xfe\0\nSitemap: http://[\nSitemap: file:///etc/passwd\n"
    await call.answer(lines + bytes(range(256)) * 100, kind="text/plain")


async def robots_endless(call: Call) -> None:
    """Never end."""
    await call.head(kind="text/plain")
    await call.send(b"User-agent: *\n")
    await call.forever(b"Disallow: /private/page\n" * 2_000)


async def sitemap_loop(call: Call) -> None:
    """Be an index of sitemaps that lists itself and ten more like it."""
    step = call.number("step")
    listed = "".join(
        f"<sitemap><loc>{call.origin}/sitemap.xml?step={step * 10 + n}</loc></sitemap>"
        for n in range(10)
    )
    await _xml(call, f'<sitemapindex xmlns="{_SITEMAPS}">{listed}</sitemapindex>')


async def sitemap_entities(call: Call) -> None:
    """Say billions of letters in a few lines, and read a file."""
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 11))
    await call.answer(
        f'{_XML}<!DOCTYPE urlset [<!ENTITY e0 "/page">{levels}'
        f'<!ENTITY file SYSTEM "file:///etc/passwd"><!ENTITY in SYSTEM "{call.inner}/entity">]>'
        f'<urlset xmlns="{_SITEMAPS}"><url><loc>{call.origin}/healthy</loc></url>'
        f"<url><loc>{call.origin}&e10;</loc></url><url><loc>{call.origin}/&file;&in;</loc></url>"
        "</urlset>",
        kind="application/xml",
    )


async def sitemap_private(call: Call) -> None:
    """List addresses that are nobody's business, and some that cannot be read."""
    there = (f"{call.inner}/by-sitemap", *PRIVATE, *SCHEMES, *ODD)
    listed = "".join(f"<url><loc>{_escaped(address)}</loc></url>" for address in there)
    await _xml(
        call,
        f'<urlset xmlns="{_SITEMAPS}"><url><loc>{call.origin}/healthy</loc></url>{listed}</urlset>',
    )


async def sitemap_endless(call: Call) -> None:
    """List one page after the other for ever."""
    await call.head(kind="application/xml")
    await call.send(f'{_XML}<urlset xmlns="{_SITEMAPS}">'.encode())
    await call.forever(f"<url><loc>{call.origin}/healthy</loc></url>".encode() * 1_000)


async def sitemap_packed(call: Call) -> None:
    """Be a packed file of a hundred megabytes once unpacked."""
    await call.answer(await asyncio.to_thread(_packed_spaces), kind="application/gzip")


async def sitemap_broken(call: Call) -> None:
    """Break off in the middle, in a character set that does not exist."""
    await call.answer(
        f'<?xml version="1.0" encoding="nonsense"?><urlset xmlns="{_SITEMAPS}">'
        f"<url><loc>{call.origin}/healthy</loc></url><url><loc>\xffhttp",
        kind="application/xml",
    )


CRAWLING: dict[str, Trap] = {
    "robots-slow": robots_slow,
    "robots-patterns": robots_patterns,
    "robots-bytes": robots_bytes,
    "robots-endless": robots_endless,
    "sitemap-loop": sitemap_loop,
    "sitemap-entities": sitemap_entities,
    "sitemap-private": sitemap_private,
    "sitemap-endless": sitemap_endless,
    "sitemap-packed": sitemap_packed,
    "sitemap-broken": sitemap_broken,
}


async def _xml(call: Call, body: str) -> None:
    # Control characters are no XML, and would let a reader off before it got to the rest.
    legal = "".join(c for c in body if c >= " " or c in "\t\n\r")
    await call.answer(_XML + legal, kind="application/xml")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


@functools.cache
def _packed_spaces() -> bytes:
    head = f'{_XML}<urlset xmlns="{_SITEMAPS}">'.encode()
    return gzip.compress(head + b" " * 100_000_000 + b"</urlset>", mtime=0)
