"""Judge cookies set before the visitor chose anything. See cookies_without_choice.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from civiscope.headers import printable
from civiscope.lists.known_cookies import ESSENTIAL, TRACKING, known_cookie, steady_name
from civiscope.lists.parties import is_public_body, party_at
from civiscope.model import Cookie, Outcome, Page, Place, cannot_tell, failed, passed
from civiscope.web.urls import host_of, is_web_url, registrable_domain

_MANDATED_SCRIPT = "dap.digitalgov.gov"
"""The analytics programme that public web sites of the United States' executive have to take part
in. It sets the cookies of Google Analytics."""
_PURPOSE_WORDS = {
    "advertising": "advertising",
    "analytics": "counting and recognising visitors",
    "replay": "recording what visitors do",
    "social": "recognising visitors for a social network",
    "testing": "showing visitors different versions of a page",
}


def check(page: Page, *, short_lived: int, statistics_allowed: Sequence[str]) -> Iterator[Outcome]:
    """Apply to pages that leave cookies, visited by a browser that had none and clicked nothing.

    A cookie unknown to us passes when it goes with the browser's session or within *short_lived*
    seconds. *statistics_allowed* are top-level domains of countries whose law lets a site's own
    statistics go without consent, under conditions that a browser cannot see.
    """
    if not is_web_url(page.final_url):
        return
    home = registrable_domain(host_of(page.final_url))
    allowed = home.rpartition(".")[2] in statistics_allowed
    mandated = any(request.host == _MANDATED_SCRIPT for request in page.requests)
    for cookie in sorted(page.cookies, key=lambda one: (one.domain, one.name, one.path)):
        domain = registrable_domain(cookie.domain.removeprefix("."))
        if domain == home:
            yield _first_party(cookie, short_lived, mandated=mandated, allowed=allowed)
        else:
            yield _third_party(cookie, domain)


def _first_party(cookie: Cookie, short_lived: int, *, mandated: bool, allowed: bool) -> Outcome:
    place = Place(steady_name(cookie.name), url=cookie.set_url, snippet=_describe(cookie))
    name, lasts = printable(cookie.name, 60), _duration(cookie.lifetime)
    known = known_cookie(cookie.name)
    if known is not None and known.purpose in TRACKING:
        facts: dict[str, Any] = {"name": name, "owner": known.owner, "lasts": lasts}
        if mandated and known.owner == "Google Analytics":
            return cannot_tell(place, "mandated", **facts)
        if allowed and known.purpose == "analytics":
            return cannot_tell(place, "statistics", **facts)
        return failed(place, "tracking", purpose=_PURPOSE_WORDS[known.purpose], **facts)
    if known is not None or cookie.lifetime is None or cookie.lifetime <= short_lived:
        return passed(place)
    return cannot_tell(place, "unknown", name=name, lasts=lasts)


def _third_party(cookie: Cookie, domain: str) -> Outcome:
    place = Place(
        f"{steady_name(cookie.name)} of {domain}", url=cookie.set_url, snippet=_describe(cookie)
    )
    facts: dict[str, Any] = {
        "name": printable(cookie.name, 60),
        "domain": domain,
        "lasts": _duration(cookie.lifetime),
    }
    known = known_cookie(cookie.name)
    host = cookie.domain.removeprefix(".")
    if known is not None and known.purpose in ESSENTIAL:
        return passed(place)
    if is_public_body(host):
        return cannot_tell(place, "public-body", **facts)
    party = party_at(host)
    owner = f"{party.name} ({domain})" if party else domain
    return failed(place, "third-party", owner=owner, **facts)


def _describe(cookie: Cookie) -> str:
    domain = printable(cookie.domain, 80)
    return f"{printable(cookie.name, 60)}; Domain={domain}; {_duration(cookie.lifetime)}"


def _duration(seconds: float | None) -> str:
    """Return a lifetime in words, rounded so that it is the same in every scan."""
    if seconds is None:
        return "until the browser is closed"
    for length, name in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * length:
            return f"{round(seconds / length)} {name}"
    return "about a minute"
