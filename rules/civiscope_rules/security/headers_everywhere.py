"""Find answers without a protection that the rest of the site has. See headers_everywhere.md."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from civiscope.headers import (
    field_name,
    is_plain_local,
    parse_content_type,
    parse_policies,
    site_response,
)
from civiscope.headers.scope import own_url
from civiscope.model import EvidenceMissing, Headers, Outcome, Page, Place, Site, failed, passed
from civiscope.model.page import FOLDER_FIELD
from civiscope.web.urls import origin_of


@dataclass(frozen=True, slots=True)
class _ResponseFields:
    url: str
    kind: str
    """`page`, `error-page` or `document`, as the messages are called."""
    headers: Headers
    html: bool


@dataclass(frozen=True, slots=True)
class _Protection:
    name: str
    html_only: bool
    there: Callable[[Headers], bool]


def check(site: Site, *, least_share: float) -> Iterator[Outcome]:
    """Apply to each origin of the site of which more than one response was seen."""
    origins: dict[str, list[_ResponseFields]] = {}
    for response in _response_fields(site):
        if not is_plain_local(response.url):
            origins.setdefault(origin_of(response.url), []).append(response)
    for origin, responses in origins.items():
        for protection in _PROTECTIONS:
            yield from _judge(origin, protection, responses, least_share)


def _judge(
    origin: str, protection: _Protection, responses: list[_ResponseFields], least_share: float
) -> Iterator[Outcome]:
    counted = [response for response in responses if response.html or not protection.html_only]
    lacking = [response for response in counted if not protection.there(response.headers)]
    have, every = len(counted) - len(lacking), len(counted)
    # Where most responses lack it, it is not there; the rules about that field report it.
    if every < 2 or have < least_share * every:
        return
    component = f"{protection.name} on {origin}"
    if not lacking:
        yield passed(Place(component))
    for response in lacking:
        place = Place(component, url=response.url)
        name = field_name(protection.name)
        yield failed(place, response.kind, name=name, have=have, every=every)


def _response_fields(site: Site) -> Iterator[_ResponseFields]:
    for page in site.pages:
        try:
            response = site_response(page)
        except EvidenceMissing:
            continue
        if response is None or (page.kind == "page" and page.visit.state == "failed"):
            continue
        kind = "error-page" if response.status >= 400 else "page"
        yield _ResponseFields(response.url, kind, response.headers, _is_html(response.headers))
    known: Page | None = next(iter(site.visited), None)
    for document in site.documents:
        seen = document.status is not None and 200 <= document.status < 300
        own = known is not None and own_url(known, document.url)
        if seen and own and FOLDER_FIELD not in document.headers:
            yield _ResponseFields(document.url, "document", document.headers, html=False)


def _is_html(headers: Headers) -> bool:
    kind = parse_content_type(headers.all("content-type"))
    return kind is not None and kind.html


def _sends(name: str) -> Callable[[Headers], bool]:
    return lambda headers: name in headers


def _framing(headers: Headers) -> bool:
    policies = parse_policies(headers.all("content-security-policy"))
    return "x-frame-options" in headers or bool(policies.frame_ancestors)


_PROTECTIONS = (
    _Protection("strict-transport-security", False, _sends("strict-transport-security")),
    _Protection("content-security-policy", True, _sends("content-security-policy")),
    _Protection("x-frame-options", True, _framing),
    _Protection("x-content-type-options", False, _sends("x-content-type-options")),
    _Protection("referrer-policy", True, _sends("referrer-policy")),
    _Protection("permissions-policy", True, _sends("permissions-policy")),
    _Protection("cross-origin-opener-policy", True, _sends("cross-origin-opener-policy")),
)
