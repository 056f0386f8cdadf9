"""Serve the hostile site on loopback, each trap at its own path, down to the last byte."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import socket
import ssl
import threading
from collections.abc import Generator, Mapping
from types import TracebackType
from typing import Self
from urllib.parse import unquote

import trustme
from tests.hostile.addresses import ADDRESSES
from tests.hostile.answers import ANSWERS
from tests.hostile.call import HTML, Call, Trap
from tests.hostile.content import CONTENT
from tests.hostile.crawling import CRAWLING
from tests.hostile.network import NETWORK
from tests.hostile.scripts import SCRIPTS
from tests.hostile.tampering import TAMPERING

TRAPS: dict[str, Trap] = {
    **NETWORK,
    **ANSWERS,
    **SCRIPTS,
    **CONTENT,
    **ADDRESSES,
    **TAMPERING,
}
"""Every trap that is a path, by its name."""

LISTENERS = ("tls-untrusted", "tls-expired", "tls-plain", "tls-silent", "refused")
"""Every trap that is a port of its own, by its name."""

_MAX_COOKIES = 8_192
"""Bytes of Cookie header that an ordinary web server takes (Apache's limit for a field)."""


class HostileSite:
    """The site while it is served: `async with HostileSite() as site: site.url("hanging")`.

    *instead* puts a trap at an address of the site, as in `{"robots.txt": "slow-drip"}`; *host* is
    the name that the site's addresses bear, for scanners told that the name is at 127.0.0.1.
    """

    def __init__(self, instead: Mapping[str, str] | None = None, host: str = "127.0.0.1") -> None:
        self.asked: list[str] = []
        """Path of every request the site got, in order."""
        self.reached: list[str] = []
        """Requests that reached the private server, which nobody was allowed to reach."""
        self._instead = dict(instead or {})
        self._host = host
        self._origins: dict[str, str] = {}
        self._servers: list[asyncio.Server] = []
        self._answering: set[asyncio.Task[None]] = set()

    def url(self, name: str) -> str:
        """Return the address of a trap, of `healthy`, or of the index (an empty name)."""
        if name in LISTENERS:
            return f"{self._origins[name]}/"
        return f"{self._origins['site']}/{name}"

    def door(self, name: str) -> str:
        """Return the address of a harmless page whose first link leads to the trap."""
        return self.url(f"to/{name}")

    async def __aenter__(self) -> Self:
        port = await self._listen("127.0.0.1", self._serve)
        self._origins["site"] = f"http://{self._host}:{port}"
        self._origins["other"] = f"http://localhost:{port}"
        # Another address of the loopback network: as private as the first, and never allowed.
        self._origins["inner"] = f"http://127.0.0.2:{await self._listen('127.0.0.2', self._inner)}"
        self._origins["tls-plain"] = f"https://127.0.0.1:{port}"
        silent = await self._listen("127.0.0.1", None)
        self._origins["tls-silent"] = f"https://127.0.0.1:{silent}"
        self._origins["refused"] = f"http://127.0.0.1:{_closed_port()}"
        now = datetime.datetime.now(datetime.UTC)
        for name, expiry in (
            ("tls-untrusted", now + datetime.timedelta(days=30)),
            ("tls-expired", now - datetime.timedelta(days=30)),
        ):
            port = await self._listen("127.0.0.1", self._serve, _certificate(expiry))
            self._origins[name] = f"https://127.0.0.1:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for server in self._servers:
            server.close()
        for task in self._answering:
            task.cancel()
        await asyncio.gather(*self._answering, return_exceptions=True)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1):
                await asyncio.gather(*(server.wait_closed() for server in self._servers))

    async def _listen(
        self,
        host: str,
        answer: Trap | None,
        context: ssl.SSLContext | None = None,
    ) -> int:
        """Serve *answer* at a free port, or accept connections and say nothing."""

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            if task is not None:
                self._answering.add(task)
                task.add_done_callback(self._answering.discard)
            try:
                if answer is None:
                    await reader.read(-1)
                else:
                    await answer(await self._read(reader, writer))
                writer.close()
            except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                # The browser hung up, or the site is being closed: nobody to say good-bye to.
                writer.transport.abort()

        # Room for the requests of a browser that was given a jar full of cookies.
        server = await asyncio.start_server(connected, host, 0, ssl=context, limit=2**22)
        self._servers.append(server)
        port: int = server.sockets[0].getsockname()[1]
        return port

    async def _read(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Call:
        first = await reader.readexactly(1)
        if first == b"\x16":  # the greeting of TLS, on a port that does not speak it
            writer.write(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
            raise ConnectionAbortedError
        head = (first + await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        request, *lines = head.split("\r\n")
        path, _, query = request.split(" ")[1].partition("?")
        fields = (line.partition(":") for line in lines if line)
        return Call(
            path=unquote(path).lstrip("/"),
            query=query,
            headers={name.lower(): value.strip() for name, _, value in fields},
            origin=self._origins["site"],
            other=self._origins["other"],
            inner=self._origins["inner"],
            reader=reader,
            writer=writer,
        )

    async def _serve(self, call: Call) -> None:
        self.asked.append(call.path)
        if len(call.headers.get("cookie", "")) > _MAX_COOKIES:
            await call.answer("Too many cookies", status="431 Request Header Fields Too Large")
            return
        path = self._instead.get(call.path, call.path)
        if path in ("", "healthy") or path.startswith(("healthy/", "to/")):
            await self._harmless(call, path)
            return
        trap = {**TRAPS, **CRAWLING}.get(path.partition("/")[0])
        if trap is None:
            await call.answer("Not found", status="404 Not Found", kind="text/plain")
            return
        await trap(call)

    async def _harmless(self, call: Call, path: str) -> None:
        if path.startswith("healthy"):
            # Each in its own words, or a crawler would take them for one page.
            place = path.partition("/")[2] or "town hall"
            await call.page("Opening hours", f"<p>Of {place}: weekdays from nine to five.</p>")
            return
        names = [path.removeprefix("to/")] if path else [*TRAPS, *LISTENERS]
        items = "".join(
            f'<li><a href="{self.url(name)}">About {name}</a></li>' for name in [*names, "healthy"]
        )
        await call.page("Services", f"<ul>{items}</ul>")

    async def _inner(self, call: Call) -> None:
        self.reached.append(call.path)
        await call.page("Keys of the town", "<p>Nobody outside may read this.</p>")


@contextlib.contextmanager
def hostile_site(
    instead: Mapping[str, str] | None = None, host: str = "127.0.0.1"
) -> Generator[HostileSite, None, None]:
    """Serve the site from a thread, for tests that wait for a command or for their own loop."""
    started: list[tuple[HostileSite, asyncio.Event]] = []
    ready = threading.Event()
    loop = asyncio.new_event_loop()

    async def serve() -> None:
        try:
            async with HostileSite(instead, host) as site:
                over = asyncio.Event()
                started.append((site, over))
                ready.set()
                await over.wait()
        finally:
            ready.set()

    def run() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(serve())

    thread = threading.Thread(target=run, name="hostile site", daemon=True)
    thread.start()
    ready.wait()
    if not started:
        thread.join()
        raise RuntimeError("The hostile site could not be served.")
    site, over = started[0]
    try:
        yield site
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()


def _certificate(expiry: datetime.datetime) -> ssl.SSLContext:
    """Return a context whose certificate comes from an authority that no browser knows."""
    authority = trustme.CA()
    issued = authority.issue_cert(
        "127.0.0.1",
        "localhost",
        not_before=expiry - datetime.timedelta(days=60),
        not_after=expiry,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with issued.private_key_and_cert_chain_pem.tempfile() as file:
        context.load_cert_chain(file)
    return context


def _closed_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


__all__ = ["HTML", "LISTENERS", "TRAPS", "HostileSite", "hostile_site"]
