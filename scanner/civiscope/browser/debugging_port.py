"""Find the page to look at in a browser that runs already, by the address of its debugging port."""

from __future__ import annotations

import asyncio
import fnmatch
import ipaddress
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener

from civiscope.errors import UsageError

ASK_TIMEOUT_S = 10.0
MAX_ANSWER_BYTES = 5_000_000
MAX_LISTED = 8
_HTTP = {"ws": "http", "wss": "https", "http": "http", "https": "https"}


@dataclass(frozen=True, slots=True)
class OpenPage:
    """A page that a browser has open."""

    id: str
    url: str
    title: str


@dataclass(frozen=True, slots=True)
class DebuggingPort:
    """Where a browser lets itself be driven."""

    socket: str
    """Address of its WebSocket."""
    product: str
    """Name and version of the browser."""


def check_loopback(address: str, *, allow_remote: bool) -> None:
    """Raise UsageError when *address* is not one of a debugging port, or not on this machine.

    Whoever can speak to such a port can read all that its browser can.
    """
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme not in _HTTP or not host:
        raise UsageError(
            f"{address[:200]!r} is not the address of a debugging port; it looks like "
            "http://127.0.0.1:9222 or ws://127.0.0.1:9222/devtools/browser/…"
        )
    if allow_remote or host == "localhost" or host.endswith(".localhost"):
        return
    try:
        own = ipaddress.ip_address(host).is_loopback
    except ValueError:
        own = False
    if not own:
        raise UsageError(
            f"{host} is not this machine, and whoever is on the way to a debugging port sees all "
            "that the browser shows. Reach it through a tunnel to 127.0.0.1, or add --allow-remote."
        )


def find_port(address: str) -> DebuggingPort:
    """Return how to speak to the browser at *address*. Raises UsageError when there is none."""
    parts = urlsplit(address)
    if parts.scheme in {"ws", "wss"} and "/devtools/page/" not in parts.path:
        return DebuggingPort(address, "")
    base = _base(address)
    said = _ask(f"{base}/json/version", address)
    facts = cast("dict[str, Any]", said) if isinstance(said, dict) else dict[str, Any]()
    socket = urlsplit(str(facts.get("webSocketDebuggerUrl", "")))
    if socket.scheme not in {"ws", "wss"}:
        raise UsageError(
            f"What answers at {address[:200]} is not a Chromium that lets itself be driven; start "
            "one with --remote-debugging-port."
        )
    # Behind a tunnel the browser names an address of its own.
    own = socket._replace(netloc=urlsplit(base).netloc)
    return DebuggingPort(own.geturl(), str(facts.get("Browser", "")))


def target_in(address: str) -> str:
    """Return the target that the address of a page's own socket names; empty for others."""
    _, mark, target = urlsplit(address).path.partition("/devtools/page/")
    return target if mark else ""


def choose_page(pages: Sequence[OpenPage], target: str, url: str) -> OpenPage:
    """Return the page with the id *target*, or the one whose address is like *url*, or the only
    one. Raises UsageError when there is none, or more than one."""
    found = [
        page
        for page in pages
        if (page.id == target if target else not url or fnmatch.fnmatchcase(page.url, url))
    ]
    if len(found) == 1:
        return found[0]
    listed = "; ".join(f"{page.id} {page.url[:100]}" for page in pages[:MAX_LISTED])
    there = f"Open are: {listed}." if pages else "It has no page open."
    if found:
        raise UsageError(
            f"The browser has {len(found)} pages that fit; name one by --target. {there}"
        )
    wanted = f"the target {target}" if target else f"an address like {url}" if url else "a page"
    raise UsageError(f"The browser has no page with {wanted}. {there}")


async def find_port_async(address: str) -> DebuggingPort:
    """Do what `find_port` does, beside what else an event loop has to do."""
    return await asyncio.to_thread(find_port, address)


def _base(address: str) -> str:
    parts = urlsplit(address)
    return f"{_HTTP[parts.scheme]}://{parts.netloc}"


def _ask(url: str, address: str) -> Any:  # noqa: ANN401 - JSON, not yet looked at
    request = Request(url, headers={"Accept": "application/json"})  # noqa: S310 - http(s) by _base
    opener = build_opener(ProxyHandler({}))
    try:
        with opener.open(request, timeout=ASK_TIMEOUT_S) as answer:
            content = cast("bytes", answer.read(MAX_ANSWER_BYTES))
        return json.loads(content)
    except (URLError, OSError, ValueError) as error:
        cause = str(getattr(error, "reason", "") or error)
        raise UsageError(
            f"No browser answers at {address[:200]} ({cause[:200]}). Start one with "
            "--remote-debugging-port, and name that address."
        ) from error
