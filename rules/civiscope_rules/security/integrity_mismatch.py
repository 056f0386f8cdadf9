"""Judge what the browser found when it checked fingerprints. Why: integrity_mismatch.md."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from civiscope.headers import printable
from civiscope.model import Missing, Outcome, Page, Place, Script, Stylesheet, failed, passed
from civiscope.web.urls import redact_url

_BLOCKED = re.compile(
    r"integrity.{0,40} resource '([^']{1,4096})'|resource '([^']{1,4096})' has an"
)
_COMPUTED = re.compile(r"computed (SHA-\d+) integrity '([A-Za-z0-9+/=]+)'")
_KNOWN = re.compile(r"(?:sha(?:256|384|512)|ed25519)-[A-Za-z0-9+/_-]{20,}={0,2}(?:\?\S*)?", re.I)


def check(page: Page) -> Iterator[Outcome]:
    """Apply to scripts and style sheets with an integrity attribute, and to what was refused."""
    refused = _refused(page)
    for url, (message, computed) in refused.items():
        # The hash of what came is public, as the file is.
        yield failed(_place(url), message, name=_name(url), computed=computed)
    by_policy = _by_policy(page) - refused.keys()
    for url in sorted(by_policy):
        yield failed(_place(url), "policy", name=_name(url))
    seen = set(by_policy)
    assets: list[Script | Stylesheet] = [*page.dom.scripts, *page.dom.stylesheets]
    for asset in assets:
        url = redact_url(asset.url)
        if not asset.integrity.strip() or not url or url in refused or url in seen:
            continue
        seen.add(url)
        if any(_KNOWN.fullmatch(word) for word in asset.integrity.split()):
            yield passed(_place(url))
        else:
            integrity = printable(asset.integrity, 80)
            yield failed(_place(url), "ignored", name=_name(url), integrity=integrity)


def _by_policy(page: Page) -> set[str]:
    """Return the files that the browser refused because they lack what the page's header asks for.

    Of these it writes nothing to the console.
    """
    requests = () if isinstance(page.evidence.requests, Missing) else page.requests
    return {redact_url(request.url) for request in requests if request.blocked == "integrity"}


def _refused(page: Page) -> Mapping[str, tuple[str, str]]:
    """Return the files that the browser says it refused: message and hash of what came."""
    found: dict[str, tuple[str, str]] = {}
    for said in page.console:
        if said.level != "error" or "integrity" not in said.text or "blocked" not in said.text:
            continue
        # Pages may write what they like to the console; only the browser's own log counts.
        named = _BLOCKED.search(said.text) if said.source in {"security", "other"} else None
        if named is None:
            continue
        computed = _COMPUTED.search(said.text)
        url = redact_url(named[1] or named[2])
        if computed:
            algorithm = computed[1].lower().replace("-", "")
            found[url] = ("other", f"{algorithm}-{computed[2]}")
        else:
            found[url] = ("uncheckable", "")
    return found


def _place(url: str) -> Place:
    return Place(printable(url.partition("?")[0]), url=url)


def _name(url: str) -> str:
    return printable(url.partition("?")[0].rpartition("/")[2] or url, 80)
