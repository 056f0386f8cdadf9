"""Our own plain requests (robots.txt, sitemaps, headers of documents), bounded in every way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from civiscope.errors import UsageError
from civiscope.fetch.address_guard import AddressGuard
from civiscope.fetch.fetched import Fetched
from civiscope.fetch.tls import trusting_context
from civiscope.web.urls import host_of, resolve

if TYPE_CHECKING:
    from civiscope.fetch.connections import Connections

MAX_REDIRECTS = 10
DEADLINE = 30.0
"""Seconds for one response with its redirects, however steadily it drips."""
_MAX_ADDRESSES = 3

HeadersFor = Callable[[str], Mapping[str, str]]
"""Headers to add for an address: what signs us in there, nothing anywhere else."""


class Fetcher:
    """Asks for single addresses; follows redirects only where the guard lets it. Async context
    manager."""

    def __init__(
        self,
        guard: AddressGuard,
        *,
        user_agent: str,
        headers_for: HeadersFor | None = None,
        ca: Path | None = None,
        deadline: float = DEADLINE,
    ) -> None:
        self._guard = guard
        self._deadline = deadline
        self._headers_for = headers_for or _no_headers
        self._user_agent = user_agent
        self._ca = ca
        self._opening: asyncio.Task[Connections] | None = None
        if ca is not None:
            try:
                trusting_context(ca)
            except OSError as error:
                raise UsageError(f"--ca {ca} cannot be read as PEM certificates.") from error

    async def __aenter__(self) -> Fetcher:
        """Open nothing yet: that takes time, and comes with the first request."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close every connection."""
        if self._opening is not None:
            await (await self._opening).close()

    async def _connections(self) -> Connections:
        if self._opening is None:
            self._opening = asyncio.create_task(self._open())
        # Whoever gives up waiting for it does not end it for the others.
        return await asyncio.shield(self._opening)

    async def _open(self) -> Connections:
        # Beside what the browser is asked meanwhile.
        return await asyncio.to_thread(_connect, self._user_agent, self._ca, self._deadline)

    async def get(self, url: str, *, limit: int = 1_000_000) -> Fetched:
        """Return the answer to GET, at most *limit* bytes of its body after decompression.

        For files that say what may be visited. A browser may trust a server that we do not (it
        fetches certificates that the server left out), so they are read from whoever answers;
        nothing that signs in is shown then.
        """
        found = await self._ask("GET", url, limit)
        if not found.tls_failed:
            return found
        again = await self._ask("GET", url, limit, lenient=True)
        return again if again.status is not None else found

    async def head(self, url: str) -> Fetched:
        """Return the answer to HEAD; to GET without its body when the server knows no HEAD."""
        found = await self._ask("HEAD", url, 0)
        if found.status in {400, 403, 404, 405, 501}:
            found = await self._ask("GET", url, 0)
        return found

    async def hop(
        self,
        url: str,
        *,
        limit: int = 0,
        signed_in: bool = False,
        origin: str = "",
        also: Mapping[str, str] | None = None,
    ) -> Fetched:
        """Return the answer to GET at *url* itself: redirects are not followed.

        With *origin* it is asked as browsers ask for a page of that origin; *also* are further
        header fields, such as the condition that the ETag is another.
        """
        more = {**(also or {}), **({"origin": origin} if origin else {})}
        try:
            async with asyncio.timeout(self._deadline):
                return await self._one("GET", url, limit, signed_in=signed_in, more=more)
        except TimeoutError:
            return Fetched(url, error=f"No whole response within {self._deadline:g} seconds.")

    async def _ask(self, method: str, url: str, limit: int, *, lenient: bool = False) -> Fetched:
        try:
            async with asyncio.timeout(self._deadline):
                return await self._follow(method, url, limit, lenient=lenient)
        except TimeoutError:
            return Fetched(url, error=f"No whole response within {self._deadline:g} seconds.")

    async def _follow(self, method: str, url: str, limit: int, *, lenient: bool) -> Fetched:
        for _ in range(MAX_REDIRECTS + 1):
            found = await self._one(method, url, limit, signed_in=not lenient, lenient=lenient)
            location = found.headers.get("location")
            if found.status not in {301, 302, 303, 307, 308} or not location:
                return found
            url = resolve(url, location)
        return Fetched(url, error=f"More than {MAX_REDIRECTS} redirects.")

    async def _one(
        self,
        method: str,
        url: str,
        limit: int,
        *,
        signed_in: bool = True,
        more: Mapping[str, str] | None = None,
        lenient: bool = False,
    ) -> Fetched:
        """Return the response at *url* itself, or why there is none."""
        refusal = await self._guard.refusal(url)
        if refusal:
            return Fetched(url, error=refusal.partition(": ")[2], connected=False)
        connections = await self._connections()
        try:
            added = self._headers_for(url) if signed_in else _no_headers(url)
            # What the user sends with each request goes before what we would send, except the
            # origin that an answer is wanted for.
            ours = {k: v for k, v in (more or {}).items() if k == "origin" or k not in added}
            addresses = (await self._guard.resolve(host_of(url)))[:_MAX_ADDRESSES]
        except ValueError as error:
            return Fetched(url, error=f"No response ({type(error).__name__}: {error})."[:300])
        return await connections.ask(
            method, url, addresses, {**added, **ours}, limit=limit, lenient=lenient
        )


def _no_headers(_: str) -> Mapping[str, str]:
    return {}


def _connect(user_agent: str, ca: Path | None, deadline: float) -> Connections:
    from civiscope.fetch.connections import Connections

    return Connections(user_agent, ca, deadline)
