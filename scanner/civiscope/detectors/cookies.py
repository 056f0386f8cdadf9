"""The cookies of the audited site itself: as responses set them and as the browser kept them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from civiscope.headers.cookie_date import parse_cookie_date
from civiscope.headers.malformed import Malformed
from civiscope.headers.set_cookie import (
    MAX_LIFETIME_S,
    Refusal,
    SetCookie,
    parse_set_cookie,
    refusal,
)
from civiscope.headers.shown import printable, printable_field
from civiscope.lists.known_cookies import known_cookie, steady_name
from civiscope.model import Cookie, Page, Place, Response
from civiscope.web.urls import host_of, registrable_domain

SessionLike = Literal["known", "likely", "no"]
_SESSION_WORDS = re.compile(
    r"(sess(ion)?(?![a-z_-]*(start|count|time|view))|(^|[^a-z])sid$|(^|[^a-z])auth(?!or)|login(?!s)"
    r"|logged_?in|(^|[^a-z])jwt|access_?token|id_?token|refresh_?token|remember_?me)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SentCookie:
    """One Set-Cookie field of one of the site's own responses."""

    cookie: SetCookie
    url: str
    """URL of the response."""
    field: str
    """The field as received, fit to be shown."""
    deletes: bool
    lifetime: float | None = None
    """Seconds from the answer to expiry; None when it ends with the browser, or nobody knows."""
    refusal: Refusal | None = None
    """Why browsers throw it away; None when they keep it."""

    @property
    def place(self) -> Place:
        """Where findings about this field point."""
        return Place(steady_name(self.cookie.name), url=self.url, snippet=self.field)


@dataclass(frozen=True, slots=True)
class OwnCookie:
    """A cookie of the audited site's own domain."""

    name: str
    secure: bool
    http_only: bool
    same_site: str
    """`Strict`, `Lax`, `None`, or empty when the server did not say."""
    set_by: Literal["header", "script"]
    place: Place

    @property
    def session_like(self) -> SessionLike:
        """Whether the name says that the cookie keeps a visitor signed in or a session together."""
        return is_session_like(self.name)


def find_sent_cookies(page: Page) -> tuple[SentCookie, ...]:
    """Return every Set-Cookie field of the site's own responses that browsers keep, in order."""
    return tuple(sent for sent in readable_cookies(page) if sent.refusal is None)


def readable_cookies(page: Page) -> tuple[SentCookie, ...]:
    """Return every readable Set-Cookie field of the site's own responses, refused ones included."""
    found: list[SentCookie] = []
    for response in page.cookie_responses:
        now = _now(response)
        for value in response.headers.all("set-cookie"):
            cookie = parse_set_cookie(value)
            if not isinstance(cookie, Malformed):
                field, lifetime = printable_field("set-cookie", value), _lifetime(cookie, now)
                sent = SentCookie(
                    cookie,
                    response.url,
                    field,
                    deletes=cookie.deletes(now),
                    lifetime=lifetime,
                    refusal=refusal(cookie, response.url),
                )
                found.append(sent)
    return tuple(found)


def find_refused_cookies(page: Page) -> tuple[tuple[str, Malformed, str], ...]:
    """Return name, reason and answer's URL of Set-Cookie fields that browsers throw away."""
    return tuple(
        (value.partition("=")[0].strip(), found, response.url)
        for response in page.cookie_responses
        for value in response.headers.all("set-cookie")
        if isinstance(found := parse_set_cookie(value), Malformed)
    )


def own_cookies(page: Page) -> tuple[OwnCookie, ...]:
    """Return the site's own cookies, each name once, in order of name.

    What the browser kept is the truth about a cookie. A cookie that was sent and not kept is told
    as it was sent, unless browsers refuse it; one that was sent only to delete it is not a cookie.
    """
    sent = {one.cookie.name: one for one in find_sent_cookies(page) if not one.deletes}
    home = registrable_domain(host_of(page.final_url))
    found = {
        cookie.name: _as_own_cookie(cookie, sent.get(cookie.name))
        for cookie in page.cookies
        if registrable_domain(cookie.domain.removeprefix(".")) == home
    }
    for name, one in sent.items():
        if name not in found:
            found[name] = _only_sent(one)
    return tuple(found[name] for name in sorted(found))


def is_session_like(name: str) -> SessionLike:
    """Say whether a cookie of this name keeps a visitor signed in or a session together."""
    known = known_cookie(name)
    if known is not None:
        return "known" if known.purpose == "session" else "no"
    return "likely" if _SESSION_WORDS.search(name) else "no"


def _lifetime(cookie: SetCookie, now: datetime | None) -> float | None:
    if cookie.max_age is not None:
        return float(cookie.max_age)
    if cookie.expires is None or now is None:
        return None
    return min((cookie.expires - now).total_seconds(), MAX_LIFETIME_S)


def _now(response: Response) -> datetime | None:
    """When the response was made, by the server's own clock; evidence holds no other time."""
    date = response.headers.get("date")
    return None if date is None else parse_cookie_date(date)


def _as_own_cookie(cookie: Cookie, sent: SentCookie | None) -> OwnCookie:
    if sent is not None:
        place = sent.place
    else:
        place = Place(steady_name(cookie.name), url=cookie.set_url, snippet=printable(cookie.name))
    return OwnCookie(
        cookie.name,
        secure=cookie.secure,
        http_only=cookie.http_only,
        same_site=cookie.same_site,
        set_by=cookie.set_by,
        place=place,
    )


def _only_sent(sent: SentCookie) -> OwnCookie:
    return OwnCookie(
        sent.cookie.name,
        secure=sent.cookie.secure,
        http_only=sent.cookie.http_only,
        same_site=sent.cookie.same_site,
        set_by="header",
        place=sent.place,
    )
