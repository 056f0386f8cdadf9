"""Judge whether files of other sites are pinned to a content. See integrity_missing.md."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from civiscope.headers import printable
from civiscope.lists.parties import is_public_body
from civiscope.model import (
    Missing,
    Outcome,
    Page,
    Place,
    Script,
    Stylesheet,
    cannot_tell,
    failed,
    passed,
)
from civiscope.web.urls import (
    host_of,
    is_web_url,
    origin_of,
    redact_url,
    registrable_domain,
    same_site,
)

# Two numbers with a full stop: `charts@4.4`, `/3.7.1/`, `jquery-3.7.1.min.js`.
_VERSION = re.compile(r"[/@_.-]v?\d{1,4}\.\d{1,5}(?:\.\d{1,5})?(?![\d])")
_CODE = re.compile(r"^(?:|module|(?:text|application)/(?:x-)?(?:java|ecma)script(?:;.*)?)$", re.I)


def check(page: Page, *, own: Sequence[str]) -> Iterator[Outcome]:
    """Apply to scripts, modules and style sheets that come from another registrable domain."""
    scripts = [each for each in page.dom.scripts if _CODE.match(each.type.strip())]
    pinned = {redact_url(url): integrity for url, integrity in page.dom.pinned}
    seen: set[str] = set()
    assets: list[Script | Stylesheet] = [*scripts, *page.dom.stylesheets, *_imported_modules(page)]
    for each in assets:
        if each.url in seen or not is_web_url(each.url) or same_site(each.url, page.final_url):
            continue
        seen.add(each.url)
        domain = registrable_domain(host_of(each.url))
        if not (domain in own or domain in page.own_domains or is_public_body(host_of(each.url))):
            pin = pinned.get(redact_url(each.url), "")
            yield _judged(each if each.integrity.strip() else replace(each, integrity=pin))


def _imported_modules(page: Page) -> Iterator[Script]:
    """Yield the modules that other modules import, which no element of the page names."""
    if isinstance(page.evidence.requests, Missing):
        return
    for request in page.requests:
        # For `import(…)` and for elements that scripts add, the browser tells what ran; those that
        # have an element are looked at by it, and of others nobody knows whether they had one.
        asked = request.initiator
        by_statement = asked.type == "script" and asked.line is not None and not asked.stack
        if request.type == "script" and by_statement and not request.failed:
            yield Script(request.url, type="module")


def _judged(asset: Script | Stylesheet) -> Outcome:
    kind = "script" if isinstance(asset, Script) else "style sheet"
    url = redact_url(asset.url)
    plain = url.partition("?")[0]
    place = Place(
        printable(plain), url=url, snippet=f"<{'script' if kind == 'script' else 'link'}> …"
    )
    if asset.integrity.strip():
        return passed(place)
    facts: dict[str, Any] = {"kind": kind, "name": printable(plain.rpartition("/")[2] or plain, 80)}
    if _VERSION.search(urlsplit(url).path):
        return failed(place, "fixed", origin=origin_of(asset.url), **facts)
    return cannot_tell(place, "changing", origin=origin_of(asset.url), **facts)
