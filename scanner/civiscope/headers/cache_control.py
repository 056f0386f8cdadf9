"""Cache-Control: who may keep a response, and for how long (RFC 9111)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from civiscope.headers.lists import decode_and_split

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]++")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*+)"', re.DOTALL)
_SECONDS = re.compile(r"[0-9]++")
_MAX_AGE_S = 2**31
"""Seconds that count as for ever (RFC 9111 1.2.2)."""


@dataclass(frozen=True, slots=True)
class CacheControl:
    """What the field says. Directives stand in order, names in lower case, each once."""

    directives: tuple[tuple[str, str | None], ...] = ()
    conflicting: tuple[str, ...] = ()
    """Directives that came more than once with different values; the first value counts."""

    def __contains__(self, name: object) -> bool:
        """Say whether the directive *name* is there."""
        return any(key == name for key, _ in self.directives)

    def get(self, name: str) -> str | None:
        """Return the directive's value, None when it has none or is not there."""
        return next((value for key, value in self.directives if key == name), None)

    @property
    def max_age(self) -> int | None:
        """Seconds for browsers; 0 when the number cannot be read, None when nothing is said."""
        return self._seconds("max-age")

    @property
    def shared_max_age(self) -> int | None:
        """Seconds for caches that many people share; `s-maxage`, else `max-age`."""
        shared = self._seconds("s-maxage")
        return self.max_age if shared is None else shared

    @property
    def stored_by_browsers(self) -> bool:
        """Whether browsers may keep the response at all."""
        return "no-store" not in self

    @property
    def stored_by_others(self) -> bool:
        """Whether caches between site and visitor may keep the response."""
        if not self.stored_by_browsers:
            return False
        # `private="field"` speaks of that field only.
        return not ("private" in self and not self.get("private"))

    def _seconds(self, name: str) -> int | None:
        if name not in self:
            return None
        value = self.get(name) or ""
        if not _SECONDS.fullmatch(value):
            return 0
        return min(int(value[:12]), _MAX_AGE_S) if len(value) <= 12 else _MAX_AGE_S


def parse_cache_control(values: tuple[str, ...]) -> CacheControl | None:
    """Return what the field says, None when it was not sent. What cannot be read is skipped."""
    if not values:
        return None
    found: dict[str, str | None] = {}
    conflicting: dict[str, None] = {}
    for member in decode_and_split(values):
        name, equals, content = member.partition("=")
        name = name.strip(" \t").lower()
        if not _TOKEN.fullmatch(name):
            continue
        value = _value(content.strip(" \t")) if equals else None
        if found.setdefault(name, value) != value:
            conflicting[name] = None
    return CacheControl(tuple(found.items()), tuple(conflicting))


def _value(text: str) -> str:
    quoted = _QUOTED.fullmatch(text)
    return re.sub(r"\\(.)", r"\1", quoted[1], flags=re.DOTALL) if quoted else text
