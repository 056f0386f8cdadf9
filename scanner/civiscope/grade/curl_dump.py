"""Saved responses as curl writes them: `curl -D FILE`, or `curl -si` with the body behind."""

from __future__ import annotations

import re
from dataclasses import dataclass

from civiscope.errors import UsageError
from civiscope.grade.saved import Hop, SavedResponse
from civiscope.headers.content_type import parse_content_type
from civiscope.model import Headers
from civiscope.web.urls import is_web_url, resolve

UNKNOWN = "https://unknown.invalid/"
"""Address of a response when nobody says it."""
_STATUS = re.compile(rb"HTTP/[0-9.]+[ \t]+([0-9]{3})[^\r\n]*(?:\r?\n|\Z)")
_END = re.compile(rb"\r?\n(?=\r?\n)|\Z")
_MOVED = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class _DumpedResponse:
    status: int
    headers: Headers


def read_curl_dump(data: bytes, name: str, url: str | None = None) -> SavedResponse:
    """Return the last response, with those before it as its redirects.

    *url* is what curl was asked for; without it the address comes from the last redirect that
    names a whole one. Raises UsageError when a line is not a header field.
    """
    responses, body = _parse_responses(data, name)
    addresses = _addresses(responses, url)
    last = responses[-1]
    kind = parse_content_type(last.headers.all("content-type"))
    hops = tuple(
        Hop(address, response.status)
        for address, response in zip(addresses, responses, strict=True)
        if address is not None
    )
    from_http = url is not None and url.lower().startswith("http:")
    return SavedResponse(
        addresses[-1] or UNKNOWN,
        last.headers,
        body.decode("utf-8", "replace") if kind is None or kind.html else "",
        last.status,
        redirects=hops if from_http else None,
        id=name,
    )


def _parse_responses(data: bytes, name: str) -> tuple[list[_DumpedResponse], bytes]:
    """Return all responses that count, and what stands behind the last of them."""
    found: list[_DumpedResponse] = []
    position = 0
    while status := _STATUS.match(data, position):
        end = _END.search(data, status.end() - 1)
        stop = end.start() if end else len(data)
        response = _DumpedResponse(int(status[1]), _fields(data[status.end() : stop], name))
        position = len(data) - len(data[stop:].lstrip(b"\r\n"))
        # Interim answers, and that of a proxy that opened a tunnel, are not the site's.
        tunnel = b"connection established" in status[0].lower()
        if response.status >= 200 and not tunnel:
            found.append(response)
    if not found:
        raise UsageError(f"{name} holds no whole response, only interim ones; save it again.")
    return found, data[position:]


def _fields(block: bytes, name: str) -> Headers:
    fields: list[tuple[str, str]] = []
    for line in block.decode("latin-1").splitlines():
        key, colon, value = line.partition(":")
        if not line.strip():
            continue
        if line[0] in " \t" and fields:
            # An old way to break a long field over lines.
            fields[-1] = (fields[-1][0], f"{fields[-1][1]} {line.strip()}")
        elif not colon or not key.strip():
            raise UsageError(
                f"{name}: “{line[:60]}” is not a header field: a name, a colon and a value."
            )
        else:
            fields.append((key.strip().lower(), value.strip(" \t")))
    return Headers(tuple(fields))


def _addresses(responses: list[_DumpedResponse], url: str | None) -> list[str | None]:
    """Return the address each response came from, None where nobody says it."""
    addresses: list[str | None] = [url]
    for response in responses[:-1]:
        here = addresses[-1]
        target = response.headers.get("location")
        if target is None or response.status not in _MOVED:
            addresses.append(here)
        elif is_web_url(target):
            addresses.append(target)
        else:
            addresses.append(resolve(here, target) if here else None)
    return addresses
