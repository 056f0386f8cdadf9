"""Permissions-Policy: which browser features a page and its frames may use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from civiscope.headers.malformed import Malformed
from civiscope.headers.structured import StructuredItem, Token, parse_dictionary

_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*:[^;,\s]*\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Feature:
    """What the field says about one feature of the browser."""

    name: str
    allowed: tuple[str, ...] = ()
    """Who may use it: `*`, `self`, and origins; empty for nobody."""
    report_to: str = ""
    skipped: tuple[tuple[str, str], ...] = ()
    """Entries that browsers skip, each with the reason: a clause for people."""

    @property
    def anyone(self) -> bool:
        """Whether every frame may use it, whoever it belongs to."""
        return "*" in self.allowed


@dataclass(frozen=True, slots=True)
class PermissionsPolicy:
    """A readable Permissions-Policy field."""

    features: tuple[Feature, ...]
    """In order of their first mention, each once."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the features it says something about."""
        return tuple(feature.name for feature in self.features)

    def get(self, name: str) -> Feature | None:
        """Return what is said about the feature *name*, None when nothing is."""
        return next((feature for feature in self.features if feature.name == name), None)


@lru_cache(maxsize=256)
def parse_permissions_policy(values: tuple[str, ...]) -> PermissionsPolicy | Malformed | None:
    """Return what the field says, None when it was not sent or is empty.

    One mistake anywhere and browsers throw the whole field away.
    """
    members = parse_dictionary(values)
    if members is None or isinstance(members, Malformed):
        return members
    return PermissionsPolicy(tuple(_feature(name, item) for name, item in members.items()))


def _feature(name: str, item: StructuredItem) -> Feature:
    listed = item.value if isinstance(item.value, tuple) else (item,)
    allowed = (_who(each) for each in listed)
    report_to = item.parameter("report-to")
    skipped = ((format_entry(each), _why_skipped(each)) for each in listed)
    return Feature(
        name,
        tuple(dict.fromkeys(who for who in allowed if who)),
        report_to if isinstance(report_to, str) else "",
        tuple(dict.fromkeys((entry, why) for entry, why in skipped if why)),
    )


def format_entry(item: StructuredItem) -> str:
    """Return an entry as it stands in the field."""
    match item.value:
        case Token(text):
            return text
        case bool(value):
            return "?1" if value else "?0"
        case str(text):
            return f'"{text}"'
        case value:
            return str(value)


def _why_skipped(item: StructuredItem) -> str:
    """Return why browsers skip an entry; empty for those that they follow."""
    match item.value:
        case Token("*" | "self"):
            return ""
        case Token("none"):
            return "nobody is written as ()"
        case Token(text) if "." in text or ":" in text:
            return "another site stands in double quotes"
        case str(text) if text in {"self", "src", "none"}:
            return (
                f"{text} in quotes is taken for an address"
                if text != "none"
                else ("nobody is written as ()")
            )
        case str(text):
            return "" if text in {"", "*"} or _ORIGIN.match(text) else "it is not a whole address"
        case _:
            return "only *, self and addresses in double quotes are known"


def _who(item: StructuredItem) -> str:
    """Return whom an entry allows; empty for entries that browsers skip."""
    return "" if _why_skipped(item) else format_entry(item).strip('"')
