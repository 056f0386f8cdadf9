"""Strict-Transport-Security, as RFC 6797 and browsers read it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from civiscope.headers.malformed import Malformed

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]++")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*+)"', re.DOTALL)
_DIGITS = re.compile(r"[0-9]++")
_ONCE = frozenset({"max-age", "includesubdomains"})
"""Browsers throw the field away when one of these comes twice. Other words may."""
_MAX_DIGITS = 18
"""More digits than this are some hundred million years; browsers cap the number, so do we."""


@dataclass(frozen=True, slots=True)
class Hsts:
    """A readable Strict-Transport-Security field."""

    max_age: int
    """Seconds; 0 makes browsers forget the host."""
    include_subdomains: bool = False
    preload: bool = False
    repeated: tuple[str, ...] = ()
    """Directives that came more than once and that browsers do not mind; RFC 6797 6.1 does."""


@lru_cache(maxsize=256)
def parse_hsts(values: tuple[str, ...]) -> Hsts | Malformed | None:
    """Return what the field says, None when it was not sent.

    Only the first field counts when it is sent more than once (RFC 6797 8.1).
    """
    if not values:
        return None
    directives: dict[str, str | None] = {}
    repeated: dict[str, None] = {}
    for part in _parts(values[0]):
        if not part:
            continue
        name, equals, value = part.partition("=")
        name = name.strip(" \t").lower()
        if not _TOKEN.fullmatch(name):
            return Malformed(f"“{name[:40]}” is not the name of a directive")
        if name in directives and name in _ONCE:
            return Malformed(f"{name[:40]} is given more than once")
        if name in directives:
            repeated[name[:40]] = None
        if not equals:
            directives.setdefault(name, None)
            continue
        content = _value(value.strip(" \t"))
        if content is None:
            return Malformed(f"the value of {name[:40]} cannot be read")
        directives.setdefault(name, content)
    return _check(directives, tuple(repeated))


def _check(directives: dict[str, str | None], repeated: tuple[str, ...]) -> Hsts | Malformed:
    if "max-age" not in directives:
        return Malformed("max-age is missing")
    age = directives["max-age"]
    if age is None or not _DIGITS.fullmatch(age):
        return Malformed("max-age is not a whole number of seconds")
    if directives.get("includesubdomains") is not None:
        return Malformed("includeSubDomains takes no value")
    return Hsts(
        max_age=int(age[-_MAX_DIGITS:]) if len(age.lstrip("0")) <= _MAX_DIGITS else 10**18,
        include_subdomains="includesubdomains" in directives,
        preload="preload" in directives,
        repeated=repeated,
    )


def _parts(value: str) -> list[str]:
    """Split at semicolons that stand outside quotes."""
    parts: list[str] = []
    start = 0
    quoted = False
    for position, letter in enumerate(value):
        if letter == '"':
            quoted = not quoted
        elif letter == ";" and not quoted:
            parts.append(value[start:position].strip(" \t"))
            start = position + 1
    parts.append(value[start:].strip(" \t"))
    return parts


def _value(text: str) -> str | None:
    if _TOKEN.fullmatch(text):
        return text
    quoted = _QUOTED.fullmatch(text)
    return re.sub(r"\\(.)", r"\1", quoted[1], flags=re.DOTALL) if quoted else None
