"""What cookies are known for, by their names (known_cookies.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import translate
from functools import lru_cache
from importlib.resources import files
from typing import Literal, get_args

Purpose = Literal[
    "session",
    "csrf",
    "load-balancer",
    "bot-protection",
    "consent",
    "preference",
    "analytics",
    "advertising",
    "social",
    "replay",
    "testing",
]
_NUMBER = re.compile(r"(?=[a-f]*[0-9])[0-9a-f]{8,}|[0-9]{5,}", re.IGNORECASE)
"""Part of a name that looks made for one visit or one visitor."""
TRACKING = frozenset[Purpose]({"analytics", "advertising", "social", "replay", "testing"})
"""Purposes that a page works without."""
ESSENTIAL = frozenset[Purpose](
    {"session", "csrf", "load-balancer", "bot-protection", "consent", "preference"}
)
"""Purposes that usually serve the visitor or keep the service up."""


@dataclass(frozen=True, slots=True)
class KnownCookie:
    """What a cookie's name gives away."""

    pattern: str
    """The name, with `*` where it differs from site to site or visit to visit, `#` for digits."""
    purpose: Purpose
    owner: str
    """The product or company that sets cookies of this name."""


@lru_cache(maxsize=4096)
def known_cookie(name: str) -> KnownCookie | None:
    """Return what a cookie of this name is known for, None when it is not known."""
    exact, patterns = _table()
    found = exact.get(name.lower())
    if found is not None:
        return found
    return next((known for regex, known in patterns if regex.match(name)), None)


def steady_name(name: str) -> str:
    """Return the cookie's name with parts that change from visit to visit replaced by `*`."""
    known = known_cookie(name)
    return known.pattern if known else _NUMBER.sub("*", name)


@lru_cache(maxsize=1)
def _table() -> tuple[Mapping[str, KnownCookie], tuple[tuple[re.Pattern[str], KnownCookie], ...]]:
    text = files("civiscope.lists").joinpath("known_cookies.toml").read_text(encoding="utf-8")
    exact: dict[str, KnownCookie] = {}
    patterns: list[tuple[re.Pattern[str], KnownCookie]] = []
    table = tomllib.loads(text)
    for purpose in get_args(Purpose):
        for pattern, owner in table[purpose].items():
            known = KnownCookie(pattern, purpose, owner)
            if "*" in pattern or "#" in pattern:
                # Brackets in a cookie's name are letters, not a choice of letters.
                literal = pattern.replace("[", "[[]")
                regex = translate(literal).replace("\\#", "[0-9]+")
                patterns.append((re.compile(regex, re.IGNORECASE), known))
            else:
                exact.setdefault(pattern.lower(), known)
    # The longest pattern says most.
    patterns.sort(key=lambda entry: -len(entry[1].pattern))
    return exact, tuple(patterns)
