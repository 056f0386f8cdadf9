"""Turn what the browser reports of requests into the model's values, without what is secret."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from civiscope.browser.cdp import Json
from civiscope.headers.set_cookie import redact_set_cookie
from civiscope.model import Headers, Initiator, Response, Tls
from civiscope.web.urls import redact_url, resolve

_MAX_HEADERS = 300
_MAX_HEADER_VALUE = 8192


@dataclass(slots=True)
class NetworkHop:
    """One response on the way to a resource, as the browser reported it."""

    response: Json
    extra: bool
    encoded: int = 0


def cut_url(url: str) -> str:
    """Shorten addresses that carry their content in themselves, and absurd ones."""
    if url.startswith("data:"):
        return url[:64] + ("…" if len(url) > 64 else "")
    return url if len(url) <= 4096 else url[:4096] + "…"


def initiator_of(raw: Json) -> Initiator:
    """Return who asked for a request."""
    stack: list[str] = []
    part: Json | None = raw.get("stack")
    while part is not None and len(stack) < 20:
        for frame in part.get("callFrames", ()):
            if frame["url"] and frame["url"] not in stack:
                stack.append(cut_url(frame["url"]))
        part = part.get("parent")
    url = raw.get("url", "") or (stack[0] if stack else "")
    return Initiator(
        raw.get("type", "other"), redact_url(cut_url(url)), raw.get("lineNumber"), tuple(stack[:20])
    )


def response_of(hop: NetworkHop, extra: Json | None) -> Response:
    """Return the response; *extra* holds its header fields as they came over the wire."""
    raw = hop.response
    fields = _fields(extra) if extra is not None else _split(raw.get("headers", {}))
    address = raw.get("remoteIPAddress", "")
    if address and raw.get("remotePort"):
        address = f"{address}:{raw['remotePort']}"
    return Response(
        url=redact_url(cut_url(raw["url"])),
        status=int(extra["statusCode"]) if extra is not None else int(raw["status"]),
        headers=Headers(tuple(_redact_fields(fields))),
        status_text=raw.get("statusText", "")[:200],
        media_type=raw.get("mimeType", ""),
        protocol=raw.get("protocol", ""),
        remote_address=address,
        from_cache=bool(raw.get("fromDiskCache") or raw.get("fromPrefetchCache")),
        from_service_worker=bool(raw.get("fromServiceWorker")),
        tls=_tls(raw.get("securityDetails")),
    )


def unfollowed_redirect(asked: str, before: Response | None, extra: Json) -> Response:
    """Return the response of a redirect that the browser does not follow."""
    onward = before.headers.get("location") if before is not None else None
    url = resolve(before.url, onward) if before is not None and onward else asked
    raw: Json = {"url": url, "status": extra["statusCode"]}
    return response_of(NetworkHop(raw, extra=True), extra)


def _fields(extra: Json) -> Iterable[tuple[str, str]]:
    """Header fields as on the wire when the browser has that text, else as it split them."""
    text: str | None = extra.get("headersText")
    if text is None:
        return _split(extra["headers"])
    lines = text.split("\r\n")[1:]
    return [
        (name.strip().lower(), value.strip())
        for name, colon, value in (line.partition(":") for line in lines)
        if colon
    ]


def _split(headers: Json) -> list[tuple[str, str]]:
    # The browser joins repeated fields with a line feed, which no single field can hold.
    return [
        (name.lower(), line) for name, value in headers.items() for line in str(value).split("\n")
    ]


def _redact_fields(fields: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    for number, (name, value) in enumerate(fields):
        if number >= _MAX_HEADERS:
            return
        if name == "set-cookie":
            value = redact_set_cookie(value)
        elif name in {"location", "content-location", "refresh"}:
            value = redact_url(value)
        yield name, value if len(value) <= _MAX_HEADER_VALUE else value[:_MAX_HEADER_VALUE] + "…"


def _tls(details: Json | None) -> Tls | None:
    if not details:
        return None
    return Tls(
        protocol=details["protocol"],
        cipher=details["cipher"],
        key_exchange=details.get("keyExchangeGroup") or details.get("keyExchange", ""),
        issuer=details["issuer"],
        subject=details["subjectName"],
        names=tuple(details["sanList"][:100]),
        valid_from=details["validFrom"],
        valid_to=details["validTo"],
    )
