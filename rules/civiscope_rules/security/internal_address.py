"""Judge addresses inside the network that pages name. Why: internal_address.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from civiscope.detectors.internal_addresses import inner_host, mask_address
from civiscope.headers import field_name, is_loopback, printable, site_response
from civiscope.model import Missing, Outcome, Page, Place, cannot_tell, failed, passed
from civiscope.web.urls import host_of
from civiscope_rules.shared.leaked import leaks

_KINDS = {
    "file-path": "the path of a file on the server",
    "internal-address": "an address inside your network",
    "internal-host": "the name of a machine inside your network",
}
_FIELDS = (
    "content-location",
    "location",
    "via",
    "x-amz-cf-origin",
    "x-backend",
    "x-backend-server",
    "x-forwarded-host",
    "x-forwarded-server",
    "x-host",
    "x-origin",
    "x-server",
    "x-served-by",
    "x-upstream",
)
_WORD = re.compile(r"[\w.-]+\.[\w-]+")


def check(page: Page) -> Iterator[Outcome]:
    """Apply to every page; not to sites that are themselves inside a network."""
    if inner_host(host_of(page.final_url)) and not _is_own_machine(page):
        return
    found = False
    for outcome in (*_headers(page), *_source(page)):
        found = True
        yield outcome
    if not found:
        yield passed("page source")


def _headers(page: Page) -> Iterator[Outcome]:
    response = None if _is_unjudged(page) else site_response(page)
    if response is None:
        return
    for name in _FIELDS:
        value = response.headers.get(name) or ""
        inner = [word for word in _WORD.findall(value) if inner_host(word) and word != page.host]
        if inner and not inner[0].startswith("127."):
            place = Place(name, snippet=f"{field_name(name)}: {mask_address(inner[0])}")
            yield failed(place, "header", name=field_name(name), masked=mask_address(inner[0]))


def _source(page: Page) -> Iterator[Outcome]:
    if isinstance(page.evidence.raw_html, Missing):
        return
    for found in leaks(page, _KINDS):
        leak = found.leak
        component = f"{leak.kind} {leak.masked}"
        place = Place(component, url=found.url, snippet=leak.masked)
        facts: dict[str, Any] = {
            "masked": leak.masked,
            "where": printable(found.where),
            "line": leak.line,
        }
        if leak.sure == "secret":
            yield failed(place, "address", **facts)
        else:
            yield cannot_tell(place, "maybe", kind=_KINDS[leak.kind], **facts)


def _is_unjudged(page: Page) -> bool:
    """Say whether the fields are those of a server on this machine, which nobody asked to judge."""
    return is_loopback(host_of(page.final_url)) and not page.local_headers


def _is_own_machine(page: Page) -> bool:
    return host_of(page.final_url).startswith("127.")
