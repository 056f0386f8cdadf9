"""Our own plain requests (robots.txt, sitemaps, headers of documents), bounded in every way."""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from civiscope.errors import UsageError
from civiscope.fetch.address_guard import Address, AddressGuard
from civiscope.fetch.tls import any_server_context, trusting_context
from civiscope.model import Headers
from civiscope.web.urls import host_of, resolve, with_plain_host

MAX_REDIRECTS = 10
DEADLINE = 30.0
"""Seconds for one response with its redirects, however steadily it drips."""
_MAX_ADDRESSES = 3

HeadersFor = Callable[[str], Mapping[str, str]]
"""Headers to add for an address: what signs us in there, nothing anywhere else."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A response, or why there was none."""

    url: str
    """Where the response came from, after redirects."""
    status: int | None = None
    headers: Headers = field(default_factory=Headers)
    body: bytes = b""
    truncated: bool = False
    error: str = ""
    """A sentence; empty when the server answered."""
    connected: bool = True
    """Whether there was a server to talk to at all."""
    tls_failed: bool = False
    """Whether there was one, and no secure connection to it that we would trust."""

    @property
    def ok(self) -> bool:
        """Whether the server answered with success."""
        return self.status is not None and 200 <= self.status < 300


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
        try:
            context = trusting_context(ca)
        except OSError as error:
            raise UsageError(f"--ca {ca} cannot be read as PEM certificates.") from error
        self._client, self._lenient = (
            httpx.AsyncClient(
                verify=verify,
                # Well within the deadline: a client that is cut off in its handshake leaves its
                # socket open, and does not say that nobody was there.
                timeout=httpx.Timeout(min(10, deadline / 3), read=15),
                headers={"user-agent": user_agent, "accept-encoding": "gzip"},
                limits=httpx.Limits(max_connections=8),
            )
            for verify in (context, any_server_context())
        )

    async def __aenter__(self) -> Fetcher:
        """Open the client."""
        await self._client.__aenter__()
        await self._lenient.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close every connection."""
        await self._client.__aexit__()
        await self._lenient.__aexit__()

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
        try:
            added = self._headers_for(url) if signed_in else _no_headers(url)
            # What the user sends with each request goes before what we would send, except the
            # origin that an answer is wanted for.
            ours = {k: v for k, v in (more or {}).items() if k == "origin" or k not in added}
            added = {**added, **ours}
            client = self._lenient if lenient else self._client
            return await self._respond(client, method, url, limit, added)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            said = str(error) or type(error).__name__
            return Fetched(
                url,
                error=f"No connection ({said})."[:300],
                connected=False,
                tls_failed=_is_of_tls(error),
            )
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError) as error:
            said = f"{type(error).__name__}: {error}".removesuffix(": ")
            return Fetched(url, error=f"No response ({said})."[:300])

    async def _respond(
        self,
        client: httpx.AsyncClient,
        method: str,
        url: str,
        limit: int,
        added: Mapping[str, str],
    ) -> Fetched:
        """Ask the very addresses that the guard has looked at, so that a second lookup cannot lead
        elsewhere; the next one when nobody is there."""
        addresses = (await self._guard.resolve(host_of(url)))[:_MAX_ADDRESSES]
        if not addresses:
            raise httpx.ConnectError("the host name does not resolve")
        for address in addresses[:-1]:
            try:
                request = self._request(method, url, address, added)
                return await _once(client, request, url, limit)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        request = self._request(method, url, addresses[-1], added)
        return await _once(client, request, url, limit)

    def _request(
        self, method: str, url: str, address: Address, added: Mapping[str, str]
    ) -> httpx.Request:
        parts = urlsplit(with_plain_host(url))
        port = f":{parts.port}" if parts.port else ""
        literal = f"[{address}]" if isinstance(address, ipaddress.IPv6Address) else str(address)
        return self._client.build_request(
            method,
            parts._replace(netloc=literal + port).geturl(),
            headers={**added, "host": parts.netloc},
            extensions={"sni_hostname": host_of(url)},
        )


async def _once(client: httpx.AsyncClient, request: httpx.Request, url: str, limit: int) -> Fetched:
    response = await client.send(request, stream=True)
    try:
        headers = Headers(
            tuple(
                (name.decode("latin-1").lower(), value.decode("latin-1")[:8192])
                for name, value in response.headers.raw[:300]
            )
        )
        body, truncated = b"", False
        if limit and not response.is_redirect:
            body, truncated = await _read_bounded(response, limit)
        return Fetched(url, response.status_code, headers, body, truncated)
    finally:
        # Hosts that share an address would get each other's cookies.
        client.cookies.clear()
        await response.aclose()


def _is_of_tls(error: BaseException) -> bool:
    """Say whether *error* comes from the handshake of TLS: a server was there."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def _no_headers(_: str) -> Mapping[str, str]:
    return {}


async def _read_bounded(response: httpx.Response, limit: int) -> tuple[bytes, bool]:
    """Read a body of at most *limit* bytes, decompressing no more than that."""
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
        raise ValueError(f"content-encoding {encoding!r} was not asked for")
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 32) if encoding not in {"", "identity"} else None
    body = bytearray()
    async for chunk in response.aiter_raw():
        try:
            body += inflate.decompress(chunk, limit + 1 - len(body)) if inflate else chunk
        except zlib.error as error:
            raise ValueError(f"the compressed body is broken: {error}") from error
        if len(body) > limit:
            return bytes(body[:limit]), True
    return bytes(body), False
