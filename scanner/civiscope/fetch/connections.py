"""The connections of our own requests. Loaded with the first one: the client takes time to load."""

from __future__ import annotations

import ipaddress
import ssl
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from civiscope.fetch.address_guard import Address
from civiscope.fetch.fetched import Fetched
from civiscope.fetch.tls import any_server_context, trusting_context
from civiscope.model import Headers
from civiscope.web.urls import host_of, with_plain_host


class Connections:
    """Clients that stay connected: one for servers we trust, and one for any."""

    def __init__(self, user_agent: str, ca: Path | None, deadline: float) -> None:
        self._client, self._lenient = (
            httpx.AsyncClient(
                verify=verify,
                # Well within the deadline: a client that is cut off in its handshake leaves its
                # socket open, and does not say that nobody was there.
                timeout=httpx.Timeout(min(10, deadline / 3), read=15),
                headers={"user-agent": user_agent, "accept-encoding": "gzip"},
                limits=httpx.Limits(max_connections=8),
            )
            for verify in (trusting_context(ca), any_server_context())
        )

    async def close(self) -> None:
        """Close every connection."""
        await self._client.aclose()
        await self._lenient.aclose()

    async def ask(
        self,
        method: str,
        url: str,
        addresses: Sequence[Address],
        headers: Mapping[str, str],
        *,
        limit: int,
        lenient: bool,
    ) -> Fetched:
        """Return the response at *url* itself, or why there is none.

        The very *addresses* that the guard has looked at are asked, so that a second lookup cannot
        lead elsewhere; the next one when nobody is there.
        """
        client = self._lenient if lenient else self._client
        try:
            return await self._respond(client, method, url, addresses, headers, limit)
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
        addresses: Sequence[Address],
        headers: Mapping[str, str],
        limit: int,
    ) -> Fetched:
        if not addresses:
            raise httpx.ConnectError("the host name does not resolve")
        for address in addresses[:-1]:
            try:
                request = self._request(method, url, address, headers)
                return await _once(client, request, url, limit)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        request = self._request(method, url, addresses[-1], headers)
        return await _once(client, request, url, limit)

    def _request(
        self, method: str, url: str, address: Address, headers: Mapping[str, str]
    ) -> httpx.Request:
        parts = urlsplit(with_plain_host(url))
        port = f":{parts.port}" if parts.port else ""
        literal = f"[{address}]" if isinstance(address, ipaddress.IPv6Address) else str(address)
        return self._client.build_request(
            method,
            parts._replace(netloc=literal + port).geturl(),
            headers={**headers, "host": parts.netloc},
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
