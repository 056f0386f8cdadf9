"""Permissions-Policy: a dictionary of structured fields (RFC 9651), read all or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from civiscope.headers.malformed import Malformed

# Possessive throughout: no input makes the patterns go back over what they have read.
_BARE = r"""
    (?: -?[0-9]{1,12}\.[0-9]{1,3}+(?![0-9]) | -?[0-9]{1,15}+(?![0-9.])
    | "(?:[\x20-\x21\x23-\x5b\x5d-\x7e]|\\["\\])*+"
    | [A-Za-z*][!\#$%&'*+\-.^_`|~0-9A-Za-z:/]*+
    | :[A-Za-z0-9+/=]*+:
    | \?[01]
    | @-?[0-9]{1,15}+(?![0-9.])
    | %"(?:[\x20-\x21\x23-\x24\x26-\x7e]|%[0-9a-f]{2})*+" )
"""
_KEY = r"[a-z*][a-z0-9_\-.*]*+"
_PARAMETERS = rf"(?: ; [\x20]*+ {_KEY} (?: = {_BARE} )?+ )*+"
_ITEM = rf"{_BARE} {_PARAMETERS}"
_INNER = rf"\( [\x20]*+ (?: {_ITEM} (?: [\x20]++ | (?=\)) ) )*+ \) {_PARAMETERS}"
_MEMBER = re.compile(
    rf"(?P<key>{_KEY}) (?: = (?: {_INNER} | {_ITEM} ) | {_PARAMETERS} )", re.VERBOSE
)
_COMMA = re.compile(r"[ \t]*+,[ \t]*+")


@dataclass(frozen=True, slots=True)
class PermissionsPolicy:
    """A readable Permissions-Policy field."""

    features: tuple[str, ...]
    """Names of the browser features it says something about, in order, each once."""


@lru_cache(maxsize=256)
def parse_permissions_policy(values: tuple[str, ...]) -> PermissionsPolicy | Malformed | None:
    """Return what the field says, None when it was not sent or is empty.

    One mistake anywhere and browsers throw the whole field away.
    """
    text = ", ".join(values).lstrip(" ").rstrip(" \t")
    if not text:
        return None
    names: dict[str, None] = {}
    position = 0
    while True:
        member = _MEMBER.match(text, position)
        if member is None:
            return Malformed(f"it cannot be read from “{text[position : position + 40]}” on")
        names[member["key"]] = None
        if member.end() == len(text):
            return PermissionsPolicy(tuple(names))
        comma = _COMMA.match(text, member.end())
        if comma is None:
            return Malformed(f"after {member['key'][:40]} a comma is missing")
        if comma.end() == len(text):
            return Malformed("it ends with a comma")
        position = comma.end()
