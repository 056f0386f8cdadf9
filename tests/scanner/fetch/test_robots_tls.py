"""robots.txt is read where a browser may trust a server that we do not, and shown nothing."""

from __future__ import annotations

import asyncio
import contextlib
import ssl

import trustme

from civiscope.fetch.address_guard import AddressGuard
from civiscope.fetch.client import Fetcher
from civiscope.fetch.fetched import Fetched
from civiscope.fetch.robots import Robots, RobotsRules

HOST = "www.example.gov"
ROBOTS = b"User-agent: *\nCrawl-delay: 2\nDisallow: /private\n"
HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(ROBOTS)


async def _ask(*, speaks_tls: bool) -> tuple[RobotsRules, Fetched, list[str]]:
    """Return what a server of an authority that nobody trusts says, and what it was shown."""
    shown: list[str] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            if speaks_tls:
                shown.append((await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower())
                writer.write(HEAD + ROBOTS)
                await writer.drain()
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert(HOST).configure_cert(context)  # pyright: ignore[reportUnknownMemberType] # its stubs
    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context if speaks_tls else None)
    async with server:
        url = f"https://{HOST}:{server.sockets[0].getsockname()[1]}/"
        guard = AddressGuard({HOST: "127.0.0.1"})
        fetcher = Fetcher(
            guard, user_agent="tests", headers_for=lambda _: {"cookie": "session=1"}, deadline=6
        )
        async with fetcher:
            return await Robots(fetcher, ()).rules(url), await fetcher.hop(url), shown


def test_rules_are_obeyed_whatever_we_think_of_the_certificate() -> None:
    rules, page, shown = asyncio.run(_ask(speaks_tls=True))

    assert rules.delay == 2
    assert rules.refusal(f"https://{HOST}/private")
    assert not rules.refusal(f"https://{HOST}/")
    assert len(shown) == 1
    assert "cookie" not in shown[0]
    # Anything else is not asked of a server that we do not trust.
    assert page.tls_failed


def test_where_no_connection_comes_about_nothing_more_is_visited() -> None:
    rules, _, _ = asyncio.run(_ask(speaks_tls=False))

    assert "robots.txt cannot be read" in rules.unknown
    assert not rules.refusal(f"https://{HOST}/")
