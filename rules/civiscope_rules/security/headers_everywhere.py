"""Find answers without a protection that the rest of the site has. See headers_everywhere.md."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from civiscope.headers import (
    field_name,
    is_plain_local,
    parse_content_type,
    parse_policies,
    site_answer,
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
    """Apply to each origin of the site of which more than one answer was seen."""
    origins: dict[str, list[_ResponseFields]] = {}
    for answer in _answers(site):
        if not is_plain_local(answer.url):
            origins.setdefault(origin_of(answer.url), []).append(answer)
    for origin, answers in origins.items():
        for protection in _PROTECTIONS:
            yield from _judge(origin, protection, answers, least_share)


def _judge(
    origin: str, protection: _Protection, answers: list[_ResponseFields], least_share: float
) -> Iterator[Outcome]:
    counted = [answer for answer in answers if answer.html or not protection.html_only]
    lacking = [answer for answer in counted if not protection.there(answer.headers)]
    have, every = len(counted) - len(lacking), len(counted)
    # Where most answers lack it, it is not there; the rules about that field tell of it.
    if every < 2 or have < least_share * every:
        return
    component = f"{protection.name} on {origin}"
    if not lacking:
        yield passed(Place(component))
    for answer in lacking:
        place = Place(component, url=answer.url)
        name = field_name(protection.name)
        yield failed(place, answer.kind, name=name, have=have, every=every)


def _answers(site: Site) -> Iterator[_ResponseFields]:
    for page in site.pages:
        try:
            answer = site_answer(page)
        except EvidenceMissing:
            continue
        if answer is None or (page.kind == "page" and page.visit.state == "failed"):
            continue
        kind = "error-page" if answer.status >= 400 else "page"
        yield _ResponseFields(answer.url, kind, answer.headers, _is_html(answer.headers))
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
