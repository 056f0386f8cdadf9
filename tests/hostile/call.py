"""One request to the hostile site, and the ways to answer it byte by byte."""

from __future__ import annotations

import asyncio
import html
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import parse_qsl

HTML = "text/html; charset=utf-8"

Fields: TypeAlias = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Call:
    """A request, and the socket that waits for the answer. Nothing is sent but what is written."""

    path: str
    """Without the leading slash and without the query."""
    query: str
    headers: dict[str, str]
    """Names in lower case."""
    origin: str
    """Scheme, host and port of the hostile site."""
    other: str
    """The same server under another host name: another site to the browser."""
    inner: str
    """Origin of a server on another private address that nobody opened to the scanner."""
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @property
    def rest(self) -> str:
        """What follows the first segment of the path: the trap's own sub-addresses."""
        return self.path.partition("/")[2]

    def number(self, name: str, default: int = 0) -> int:
        """Return a number of the query."""
        found = dict(parse_qsl(self.query)).get(name, "")
        return int(found) if found.isdecimal() else default

    async def send(self, data: bytes) -> None:
        """Write *data* and wait until the network took it; raise when the browser is gone."""
        if self.writer.is_closing():
            raise ConnectionResetError
        self.writer.write(data)
        await self.writer.drain()

    async def head(
        self, status: str = "200 OK", kind: str | None = HTML, fields: Fields = ()
    ) -> None:
        """Send the status line and headers, and the blank line after them."""
        lines = [f"HTTP/1.1 {status}", "Connection: close"]
        if kind is not None:
            lines.append(f"Content-Type: {kind}")
        lines += [f"{name}: {value}" for name, value in fields]
        await self.send("\r\n".join([*lines, "", ""]).encode("latin-1"))

    async def answer(
        self,
        body: str | bytes,
        *,
        status: str = "200 OK",
        kind: str | None = HTML,
        fields: Fields = (),
    ) -> None:
        """Send a whole answer of the right length."""
        data = body.encode() if isinstance(body, str) else body
        await self.head(status, kind, [("Content-Length", str(len(data))), *fields])
        await self.send(data)

    async def page(self, title: str, body: str = "", script: str = "", fields: Fields = ()) -> None:
        """Send a page that looks like any other, with *script* at its end."""
        await self.answer(page(title, body, script), fields=fields)

    async def redirect(self, to: str, status: str = "302 Found") -> None:
        """Send the browser on."""
        await self.answer("", status=status, fields=[("Location", to)])

    async def forever(self, data: bytes, pause: float = 0) -> None:
        """Send *data* again and again until the browser hangs up."""
        while True:
            await self.send(data)
            # Even without a pause the loop is left, so that other connections are served.
            await asyncio.sleep(pause)

    async def silence(self) -> None:
        """Send nothing more until the browser hangs up."""
        while await self.reader.read(65_536):
            pass


Trap: TypeAlias = Callable[[Call], Awaitable[None]]


def page(title: str, body: str = "", script: str = "") -> str:
    """Return an ordinary page; *body* goes in as it is, and *script* after it."""
    heading = html.escape(title)
    code = f"<script>{script}</script>" if script else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{heading} - Town of Example</title><link rel="icon" href="data:,"></head><body>'
        f'<header><a href="/healthy">Town of Example</a></header><main><h1>{heading}</h1>'
        f"<p>The council meets on the first Monday of the month.</p>{body}</main>"
        f"<footer><p>Town of Example, 1 High Street</p></footer>{code}</body></html>"
    )


def scripted(title: str, script: str, body: str = "") -> Trap:
    """Return a trap that is an ordinary page with *script* in it."""

    async def answer(call: Call) -> None:
        code = script.replace("OTHER", call.other).replace("INNER", call.inner)
        await call.page(title, body, code)

    return answer


def held(title: str, body: str) -> Trap:
    """Return a trap that is an ordinary page with *body* in it."""

    async def answer(call: Call) -> None:
        await call.page(title, body.replace("OTHER", call.other).replace("INNER", call.inner))

    return answer
