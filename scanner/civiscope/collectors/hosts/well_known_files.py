"""Ask for the files that a host keeps at well-known places."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from urllib.parse import urlsplit

from civiscope.collectors.hosts.redirect_chain import Own
from civiscope.fetch.client import Fetcher
from civiscope.fetch.fetched import Fetched
from civiscope.fetch.robots import Robots
from civiscope.model.transport import TextFile
from civiscope.web.urls import is_web_url, redact_url, registrable_domain, resolve

MAX_BYTES = 64 * 1024
_MAX_REDIRECTS = 5
_PLACES = {
    "security.txt": "/.well-known/security.txt",
    "security.txt at the root": "/security.txt",
    "robots.txt": "/robots.txt",
    "gpc.json": "/.well-known/gpc.json",
    "vulnerability-disclosure-policy": "/vulnerability-disclosure-policy",
}
_US = (".gov", ".mil")


async def ask_texts(
    fetcher: Fetcher, robots: Robots, origin: str, own: Own
) -> AsyncGenerator[TextFile]:
    """Yield the well-known files of *origin*, or why they cannot be known. Never raises."""
    first = await _ask(fetcher, robots, origin, "security.txt", own)
    yield first
    if first.status is not None and not first.there:
        # Where it was before it had a place of its own.
        yield await _ask(fetcher, robots, origin, "security.txt at the root", own)
    yield await _ask(fetcher, robots, origin, "robots.txt", own)
    yield await _ask(fetcher, robots, origin, "gpc.json", own)
    if is_main_us_host(urlsplit(origin).hostname or ""):
        yield await _ask(fetcher, robots, origin, "vulnerability-disclosure-policy", own)


def is_main_us_host(host: str) -> bool:
    """Say whether *host* is the main one of a domain of the United States' government."""
    return host.endswith(_US) and host.removeprefix("www.") == registrable_domain(host)


async def _ask(fetcher: Fetcher, robots: Robots, origin: str, name: str, own: Own) -> TextFile:
    url = origin + _PLACES[name]
    refusal = "" if name == "robots.txt" else (await robots.rules(url)).refusal(url)
    if refusal:
        return TextFile(name, url, error=refusal)
    at = url
    for _ in range(_MAX_REDIRECTS + 1):
        found = await fetcher.hop(at, limit=MAX_BYTES, signed_in=own.signed_in(at))
        location = found.headers.get("location")
        if found.status not in {301, 302, 303, 307, 308} or not location:
            return _text(name, url, found)
        at = resolve(at, location)
        if not is_web_url(at) or not own.covers(at):
            return TextFile(name, url, redact_url(at), found.status)
    return TextFile(name, url, error=f"More than {_MAX_REDIRECTS} redirects.")


def _text(name: str, url: str, found: Fetched) -> TextFile:
    if found.status is None:
        return TextFile(name, url, error=found.error)
    # A page is not kept; that the policy is one is all there is to know.
    keep = found.ok and name != "vulnerability-disclosure-policy" and _is_text(found)
    return TextFile(
        name,
        url,
        final_url=redact_url(found.url),
        status=found.status,
        media_type=(found.headers.get("content-type") or "")[:200],
        body=found.body.decode("utf-8", "replace") if keep else "",
        truncated=found.truncated,
    )


def _is_text(found: Fetched) -> bool:
    return b"\x00" not in found.body and found.body.lstrip()[:1] != b"<"
