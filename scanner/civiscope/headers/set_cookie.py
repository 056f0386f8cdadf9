"""Set-Cookie, as browsers read it (RFC 6265 and its successor, draft-ietf-httpbis-rfc6265bis)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Literal

from civiscope.headers.cookie_date import parse_cookie_date
from civiscope.headers.malformed import Malformed

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_WHITESPACE = " \t"
_MOST_CHARACTERS = 4096
_MOST_IN_ATTRIBUTE = 1024
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,18}+")
_REDACTED = re.compile(r"\[([0-9]{1,9}) characters\]")

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


@lru_cache(maxsize=1024)
def parse_set_cookie(value: str) -> SetCookie | Malformed:
    """Return what one Set-Cookie field says, or why browsers ignore it."""
    if _CONTROL.search(value):
        return Malformed("it has a control character")
    pair, *rest = value.split(";")
    name, equals, content = pair.partition("=")
    name, content = (name, content) if equals else ("", name)
    name, content = name.strip(_WHITESPACE), content.strip(_WHITESPACE)
    redacted = _REDACTED.fullmatch(content)
    length = int(redacted[1]) if redacted else len(content)
    if not name and not length:
        return Malformed("it has neither a name nor a value")
    if len(name) + length > _MOST_CHARACTERS:
        return Malformed(f"name and value are longer than {_MOST_CHARACTERS} characters")
    return _with_attributes(name, length, _attributes(rest))


def _attributes(parts: list[str]) -> dict[str, str]:
    """Return the attributes by name in lower case; the last of a name counts."""
    found: dict[str, str] = {}
    for part in parts:
        name, _, value = part.partition("=")
        value = value.strip(_WHITESPACE)
        if len(value) <= _MOST_IN_ATTRIBUTE:
            found[name.strip(_WHITESPACE).lower()] = value
    return found


def _with_attributes(name: str, length: int, attributes: dict[str, str]) -> SetCookie:
    same_site = attributes.get("samesite")
    max_age = attributes.get("max-age", "")
    path = attributes.get("path", "")
    expires = attributes.get("expires")
    return SetCookie(
        name=name,
        value_length=length,
        secure="secure" in attributes,
        http_only="httponly" in attributes,
        same_site=_SAME_SITE.get((same_site or "").lower(), ""),
        same_site_as_sent=same_site,
        domain=attributes.get("domain", "").removeprefix(".").lower(),
        path=path if path.startswith("/") else "",
        max_age=int(max_age) if _WHOLE_NUMBER.fullmatch(max_age) else None,
        expires=None if expires is None else parse_cookie_date(expires),
        partitioned="partitioned" in attributes,
    )
