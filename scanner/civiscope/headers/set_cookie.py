"""Set-Cookie as Chromium reads it, and why it refuses cookies (docs/behaviour.md, “Cookies”).

The one place that knows; all rules ask here, so that no two say opposite things of one cookie.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Literal

from civiscope.headers.cookie_date import parse_cookie_date
from civiscope.headers.malformed import Malformed
from civiscope.headers.scope import is_loopback
from civiscope.web.urls import host_of, is_address, is_public_suffix

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_WHITESPACE = " \t"
_MAX_CHARACTERS = 4096
_MAX_IN_ATTRIBUTE = 1024
_WHOLE_NUMBER = re.compile(r"[+-]?[0-9]++")
MAX_LIFETIME_S = 400 * 86400
"""Browsers keep no cookie longer, whatever it asks for."""
_PREFIXES = ("__host-http-", "__host-", "__http-", "__secure-")
_REDACTED = re.compile(r"\[([0-9]{1,9}) characters(?:, (a control character)|, (__[A-Za-z-]+))?\]")
_COOKIE_VALUE = re.compile(r"\A(\s*(?:[^=;]*=)?)([^;]*)")

SameSite = Literal["", "Strict", "Lax", "None"]
_SAME_SITE: dict[str, SameSite] = {"strict": "Strict", "lax": "Lax", "none": "None"}


@dataclass(frozen=True, slots=True)
class SetCookie:
    """What one Set-Cookie field asks the browser to keep. The cookie's value is not in here."""

    name: str
    value_length: int
    """Characters of the value; evidence holds only the length."""
    secure: bool = False
    http_only: bool = False
    same_site: SameSite = ""
    """Empty when it is not said, or said with a word that browsers do not know."""
    same_site_as_sent: str | None = None
    """None when there is no SameSite attribute."""
    domain: str = ""
    """Without a leading dot; empty for a cookie of this host only."""
    path: str = ""
    """As sent; empty when not sent or not a path."""
    max_age: int | None = None
    expires: datetime | None = None
    partitioned: bool = False
    value_begins: str = ""
    """The prefix for names that the value of a cookie without a name begins with, in lower case."""

    @property
    def prefix(self) -> str:
        """The promise that the name begins with, in lower case; empty for most names."""
        return _prefix_of(self.name)

    def deletes(self, now: datetime | None = None) -> bool:
        """Say whether the field removes the cookie: it has run out at *now*.

        Without *now*, only an expiry in the distant past counts.
        """
        if self.max_age is not None:
            return self.max_age <= 0
        if self.expires is None:
            return False
        # Sites that delete a cookie date it 1970 or thereabouts.
        return self.expires <= (now or datetime(2000, 1, 1, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why browsers throw a readable cookie away."""

    kind: Literal["foreign", "suffix", "prefix", "same-site", "partitioned", "plain"]
    reason: str
    """A clause for people, without a full stop."""


@lru_cache(maxsize=4096)
def refusal(cookie: SetCookie, url: str) -> Refusal | None:
    """Return why browsers throw *cookie*, sent from *url*, away; None when they keep it.

    A field that deletes a cookie is judged as if it set one.
    """
    host = host_of(url)
    if cookie.domain and cookie.domain != host:
        if not host.endswith(f".{cookie.domain}") or is_address(host):
            return Refusal("foreign", f"{host} does not belong to {cookie.domain}")
        if is_public_suffix(cookie.domain):
            return Refusal("suffix", f"anybody may have a site below {cookie.domain}")
    if not cookie.name and cookie.value_begins:
        return Refusal("prefix", f"it has no name, and its value begins with {cookie.value_begins}")
    broken = _broken_promise(cookie, url)
    if broken:
        return Refusal("prefix", broken)
    if cookie.same_site == "None" and not cookie.secure:
        return Refusal("same-site", "SameSite=None needs Secure beside it")
    if cookie.partitioned and not cookie.secure:
        return Refusal("partitioned", "Partitioned needs Secure beside it")
    if cookie.secure and url.startswith("http://") and not is_loopback(host):
        return Refusal("plain", "it is Secure and came over plain HTTP")
    return None


def _broken_promise(cookie: SetCookie, url: str) -> str:
    """Return which promise of the name is broken, empty when none is."""
    prefix = cookie.prefix
    if not prefix:
        return ""
    if not cookie.secure:
        return "Secure is missing"
    if not url.startswith("https://") and not is_loopback(host_of(url)):
        return "it came over plain HTTP"
    if "http-" in prefix and not cookie.http_only:
        return "HttpOnly is missing"
    if prefix.startswith("__host-") and cookie.domain:
        return "__Host- allows no Domain"
    if prefix.startswith("__host-") and cookie.path != "/":
        return "__Host- needs Path=/"
    return ""


def _prefix_of(text: str) -> str:
    plain = text[:12].lower()
    return next((prefix for prefix in _PREFIXES if plain.startswith(prefix)), "")


def redact_set_cookie(value: str) -> str:
    """Return a Set-Cookie field with the cookie's value replaced by what rules need of it."""
    return _COOKIE_VALUE.sub(_redact, value, count=1)


def _redact(match: re.Match[str]) -> str:
    name, value = match[1], match[2].strip()
    if _REDACTED.fullmatch(value):
        return match[0]
    more = ""
    if _CONTROL.search(value):
        more = ", a control character"
    elif not name.strip(" \t=") and _prefix_of(value):
        more = f", {_prefix_of(value)}"
    return f"{name}[{len(value)} characters{more}]"


@lru_cache(maxsize=1024)
def parse_set_cookie(value: str) -> SetCookie | Malformed:
    """Return what one Set-Cookie field says, or why browsers ignore it."""
    pair, *rest = value.split(";")
    name, equals, content = pair.partition("=")
    name, content = (name, content) if equals else ("", name)
    name, content = name.strip(_WHITESPACE), content.strip(_WHITESPACE)
    redacted = _REDACTED.fullmatch(content)
    length = int(redacted[1]) if redacted else len(content)
    if (redacted and redacted[2]) or _has_control_character(name, content, rest):
        return Malformed("it has a control character, for example a tab, in it")
    if not name and not length:
        return Malformed("it has neither a name nor a value")
    if len(name) + length > _MAX_CHARACTERS:
        return Malformed(f"name and value are longer than {_MAX_CHARACTERS} characters")
    cookie = _with_attributes(name, length, _attributes(rest))
    begins = "" if name else (redacted[3] or "" if redacted else _prefix_of(content))
    return replace(cookie, value_begins=begins) if begins else cookie


def _has_control_character(name: str, content: str, attributes: list[str]) -> bool:
    """Say whether one stands inside; tabs around names and values are taken off."""
    pieces = [name, content]
    for part in attributes:
        pieces += (piece.strip(_WHITESPACE) for piece in part.split("=", 1))
    return any(_CONTROL.search(piece) for piece in pieces)


def _attributes(parts: list[str]) -> dict[str, str]:
    """Return the attributes by name in lower case; the last of a name counts."""
    found: dict[str, str] = {}
    for part in parts:
        name, _, value = part.partition("=")
        value = value.strip(_WHITESPACE)
        if len(value) <= _MAX_IN_ATTRIBUTE:
            found[name.strip(_WHITESPACE).lower()] = value
    return found


def _max_age(text: str) -> int | None:
    """Return the seconds that Max-Age asks for, bounded as in browsers; None without a number."""
    if not _WHOLE_NUMBER.fullmatch(text):
        return None
    # Longer ones say the same, and Python refuses to read numbers of thousands of digits.
    digits = text.lstrip("+-").lstrip("0")[:19] or "0"
    seconds = -int(digits) if text.startswith("-") else int(digits)
    return min(seconds, MAX_LIFETIME_S)


def _with_attributes(name: str, length: int, attributes: dict[str, str]) -> SetCookie:
    same_site = attributes.get("samesite")
    max_age = attributes.get("max-age", "")
    path = attributes.get("path", "")
    expires = attributes.get("expires")
    domain = attributes.get("domain", "")
    return SetCookie(
        name=name,
        value_length=length,
        secure="secure" in attributes,
        http_only="httponly" in attributes,
        same_site=_SAME_SITE.get((same_site or "").lower(), ""),
        same_site_as_sent=same_site,
        # A full stop alone is a domain that no host belongs to.
        domain=domain if domain == "." else domain.removeprefix(".").lower(),
        path=path if path.startswith("/") else "",
        max_age=_max_age(max_age),
        expires=None if expires is None else parse_cookie_date(expires),
        partitioned="partitioned" in attributes,
    )
