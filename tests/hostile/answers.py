"""Traps in what an answer is: packed, of the wrong kind, with headers beyond all measure."""

from __future__ import annotations

import asyncio
import base64
import functools
import gzip

from tests.hostile.call import HTML, Call, Trap, page

_BROTLI_BOMB = (
    "z///fwAcB27sDqQnvFn6xJQVGlyL8IS5cYwD5mvwgRb/yWSPsTKWIsk4lqgyP+KcH18CyQU+d/9vEf///+GXAIjD"
    "AgDd+3/+///DLwEQh0UAuvf//P//h18CIA4LAHTv//n//w+/BEAcFgDo3v9nUXg9fgmAOCwAAMiuBw=="
)
"""A page of 100 MB in 124 bytes. The browser unpacks it, since `br` is offered to loopback hosts.

    page = (
        b'<!doctype html><html lang="en"><title>Report</title><h1>Report</h1><p>'
        + b"a" * 100_000_000
    )
    base64.b64encode(brotli.compress(page, lgwin=24))
"""


async def no_content(call: Call) -> None:
    """Answer that there is nothing to show, so that the browser stays where it was."""
    await call.send(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")


async def empty(call: Call) -> None:
    """Send a page without a byte."""
    await call.answer(b"")


async def password(call: Call) -> None:
    """Ask for a password in the browser's own window."""
    realm = [("WWW-Authenticate", 'Basic realm="Staff"')]
    await call.answer(page("Staff only"), status="401 Unauthorized", fields=realm)


async def brotli_bomb(call: Call) -> None:
    """Send a hundred megabytes in a handful of bytes."""
    packed = base64.b64decode(_BROTLI_BOMB)
    await call.answer(packed, fields=[("Content-Encoding", "br")])


async def gzip_bomb(call: Call) -> None:
    """Send a hundred megabytes packed twice."""
    packed = await asyncio.to_thread(_packed_twice)
    await call.answer(packed, fields=[("Content-Encoding", "gzip, gzip")])


async def not_packed(call: Call) -> None:
    """Say that a plain page is packed."""
    await call.answer(page("Minutes"), fields=[("Content-Encoding", "gzip")])


async def many_headers(call: Call) -> None:
    """Send 300 headers, one of 200 kB: just below what the browser takes."""
    fields = [(f"X-Field-{number}", "value") for number in range(300)]
    await call.answer(page("Headers"), fields=[*fields, ("X-Long", "v" * 200_000)])


async def too_many_headers(call: Call) -> None:
    """Send more bytes of headers than the browser takes."""
    await call.answer(page("Headers"), fields=[("X-Long", "v" * 400_000)])


async def header_repeated(call: Call) -> None:
    """Send policies that go on for ever and say the same header 500 times."""
    policies = [("Content-Security-Policy", "default-src 'self'; " * 20)] * 500
    await call.answer(page("Policies"), fields=policies)


async def header_bytes(call: Call) -> None:
    """Send headers with bytes no header may have: high ones, escapes, an empty name."""
    await call.send(
        b"HTTP/1.1 200 \x1b[31mOK\xff\xfe\r\nConnection: close\r\nContent-Type: text/html\r\n"
        b"X-Colour: \x1b[31mred\x1b[0m\xff\xfe\r\n: nameless\r\nno colon at all\r\n"
        b"Strict-Transport-Security: max-age=\xd9\xa3\xd9\xa3\r\n"
        b"Set-Cookie: \x01=\x02; Path=/\r\n\r\n" + page("Bytes").encode()
    )


async def download(call: Call) -> None:
    """Hand the browser a file instead of a page."""
    fields = [("Content-Disposition", 'attachment; filename="../../minutes.html"')]
    await call.answer(page("Minutes"), fields=fields)


async def endless_download(call: Call) -> None:
    """Hand the browser a file that never ends."""
    fields = [("Content-Disposition", "attachment")]
    await call.head(kind="application/zip", fields=fields)
    await call.forever(b"PK\x03\x04" * 16_384)


async def html_as_bytes(call: Call) -> None:
    """Send a page as if it were a program."""
    await call.answer(page("Minutes"), kind="application/octet-stream")


async def png_as_html(call: Call) -> None:
    """Send a picture as if it were a page."""
    await call.answer(_PNG, kind=HTML)


async def json_answer(call: Call) -> None:
    """Send data that is no page."""
    await call.answer('{"title": "<h1>Minutes</h1>"}', kind="application/json")


async def plain_text(call: Call) -> None:
    """Send the source of a page as text."""
    await call.answer(
        page("Minutes"), kind="text/plain", fields=[("X-Content-Type-Options", "nosniff")]
    )


async def no_type(call: Call) -> None:
    """Leave the browser to guess what it got."""
    await call.answer(page("Minutes"), kind=None)


async def broken_xhtml(call: Call) -> None:
    """Send a page that must be XML and is not."""
    await call.answer(page("Minutes"), kind="application/xhtml+xml")


async def wrong_charset(call: Call) -> None:
    """Send bytes that are no text in the character set they claim."""
    body = page("Minutes", "<p>\xe9\xe8").encode("latin-1").replace(b"utf-8", b"utf-7")
    await call.answer(body + b"\xff\xfe\x80", kind="text/html; charset=utf-16le; charset=nonsense")


ANSWERS: dict[str, Trap] = {
    "no-content": no_content,
    "empty": empty,
    "password": password,
    "brotli-bomb": brotli_bomb,
    "gzip-bomb": gzip_bomb,
    "not-packed": not_packed,
    "many-headers": many_headers,
    "too-many-headers": too_many_headers,
    "header-repeated": header_repeated,
    "header-bytes": header_bytes,
    "download": download,
    "endless-download": endless_download,
    "html-as-bytes": html_as_bytes,
    "png-as-html": png_as_html,
    "json": json_answer,
    "plain-text": plain_text,
    "no-type": no_type,
    "broken-xhtml": broken_xhtml,
    "wrong-charset": wrong_charset,
}


_PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@functools.cache
def _packed_twice() -> bytes:
    body = page("Annual report", "<p>" + "a" * 100_000_000).encode()
    return gzip.compress(gzip.compress(body, mtime=0), mtime=0)
