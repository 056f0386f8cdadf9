"""Our own plain requests (robots.txt, sitemaps, headers of documents), bounded in every way."""

from __future__ import annotations

import ssl
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from civiscope.crawl.addresses import AddressGuard
from civiscope.model import Headers
from civiscope.urls import host_of, resolve

MAX_REDIRECTS = 10


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer, or why there was none."""

    url: str
    """Where the answer came from, after redirects."""
    status: int | None = None
    headers: Headers = Headers()
    body: bytes = b""
    truncated: bool = False
    error: str = ""
    """A sentence; empty when the server answered."""

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
        headers: Mapping[str, str] | None = None,
        own_host: str = "",
        ca: Path | None = None,
    ) -> None:
        self._guard = guard
        self._own = own_host
        self._extra = dict(headers or {})
        context = ssl.create_default_context()
        if ca is not None:
            context.load_verify_locations(ca)
        self._client = httpx.AsyncClient(
            verify=context,
            timeout=httpx.Timeout(10, read=15),
            headers={"user-agent": user_agent, "accept-encoding": "gzip"},
            limits=httpx.Limits(max_connections=8),
        )

    async def __aenter__(self) -> Fetcher:
        """Open the client."""
        await self._client.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close every connection."""
        await self._client.__aexit__()

    async def get(self, url: str, *, limit: int = 1_000_000) -> Fetched:
        """Return the answer to GET, at most *limit* bytes of its body after decompression."""
        return await self._ask("GET", url, limit)

    async def head(self, url: str) -> Fetched:
        """Return the answer to HEAD; to GET without its body when the server knows no HEAD."""
        found = await self._ask("HEAD", url, 0)
        if found.status in {400, 403, 404, 405, 501}:
            found = await self._ask("GET", url, 0)
        return found

    async def _ask(self, method: str, url: str, limit: int) -> Fetched:
        for _ in range(MAX_REDIRECTS + 1):
            refusal = await self._guard.refusal(url)
            if refusal:
                return Fetched(url, error=refusal.partition(": ")[2])
            try:
                found = await self._once(method, url, limit)
            except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError) as error:
                return Fetched(url, error=f"No answer ({type(error).__name__}: {error})."[:300])
            location = found.headers.get("location")
            if found.status not in {301, 302, 303, 307, 308} or not location:
                return found
            url = resolve(url, location)
        return Fetched(url, error=f"More than {MAX_REDIRECTS} redirects.")

    async def _once(self, method: str, url: str, limit: int) -> Fetched:
        request = await self._request(method, url)
        answer = await self._client.send(request, stream=True)
        try:
            headers = Headers(
                tuple(
                    (name.decode("latin-1").lower(), value.decode("latin-1")[:8192])
                    for name, value in answer.headers.raw[:300]
                )
            )
            body, truncated = b"", False
            if limit and not answer.is_redirect:
                body, truncated = await _bounded(answer, limit)
            return Fetched(url, answer.status_code, headers, body, truncated)
        finally:
            await answer.aclose()

    async def _request(self, method: str, url: str) -> httpx.Request:
        """Build the request for the very address the guard has looked at, so that a second lookup
        cannot lead elsewhere."""
        host = host_of(url)
        addresses = await self._guard.resolve(host)
        headers = dict(self._extra) if host == self._own else {}
        if not addresses:
            return self._client.build_request(method, url, headers=headers)
        address = str(addresses[0])
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
        literal = f"[{address}]" if ":" in address else address
        headers["host"] = parts.netloc.rpartition("@")[2]
        return self._client.build_request(
            method,
            parts._replace(netloc=literal + port).geturl(),
            headers=headers,
            extensions={"sni_hostname": host},
        )


async def _bounded(answer: httpx.Response, limit: int) -> tuple[bytes, bool]:
    """Read a body of at most *limit* bytes, decompressing no more than that."""
    encoding = answer.headers.get("content-encoding", "").strip().lower()
    if encoding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
        raise ValueError(f"content-encoding {encoding!r} was not asked for")
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 32) if encoding not in {"", "identity"} else None
    body = bytearray()
    async for chunk in answer.aiter_raw():
        try:
            body += inflate.decompress(chunk, limit + 1 - len(body)) if inflate else chunk
        except zlib.error as error:
            raise ValueError(f"the compressed body is broken: {error}") from error
        if len(body) > limit:
            return bytes(body[:limit]), True
    return bytes(body), False
