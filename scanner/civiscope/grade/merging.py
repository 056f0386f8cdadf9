"""How the Observatory makes one policy out of several Content Security Policies.

Browsers do no such thing: they ask each policy in turn. What the Observatory does decides its
results all the same, to the order in which it sorts sources, so it is done here as it is there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import unquote_to_bytes

SPACE = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
"""What JavaScript takes for white space."""
_SPACES = re.compile(f"[{SPACE}]+")
_LINE_BREAK = re.compile(r"[\r\n]")
_SHORTEST = 6
_MAY_REPEAT = frozenset({"report-uri", "report-to"})
_NONE = "'none'"
_ORDER = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz"
_RANK = {ord(letter): chr(rank) for rank, letter in enumerate(_ORDER, 1)}
"""The order of characters in dictionaries (Unicode's root collation), as far as ASCII goes."""
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


class InvalidPolicyError(ValueError):
    """A policy that the Observatory refuses."""


@dataclass(slots=True)
class Merged:
    """The sources of each directive, and the directives that were repeated and may be."""

    sources: dict[str, list[str]]
    repeated: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Source:
    text: str
    policy: int
    keep: bool


def merge(texts: Sequence[str]) -> Merged:
    """Return what is left when all policies are laid over each other.

    Raises InvalidPolicyError when one is too short to say anything, or repeats a directive.
    """
    policies = [_LINE_BREAK.sub("", text).strip(SPACE) for text in texts]
    if any(len(policy) < _SHORTEST for policy in policies):
        raise InvalidPolicyError("A policy is too short to hold a directive.")
    found: dict[str, list[_Source]] = {}
    repeated: set[str] = set()
    for number, policy in enumerate(policies):
        seen: set[str] = set()
        for part in policy.split(";"):
            name, *values = _SPACES.split(part.strip(SPACE))
            name = name.lower()
            if not name:
                continue
            if name in seen and name not in _MAY_REPEAT:
                raise InvalidPolicyError(f"A policy repeats {name}.")
            if name in seen:
                repeated.add(name)
            seen.add(name)
            if not values and name.endswith("-src"):
                values = [_NONE]
            found[name] = _laid_over(found.get(name, []), values, number)
            if number == 0 and len(policies) > 1:
                for source in found[name]:
                    source.keep = False
    merged = {name: _texts(sources) for name, sources in found.items()}
    return Merged(merged, frozenset(repeated))


def directive_names(texts: Sequence[str]) -> set[str]:
    """Return the names of all directives in *texts*."""
    parts = (part.strip(SPACE) for text in texts for part in text.split(";"))
    return {_SPACES.split(part, maxsplit=1)[0].lower() for part in parts if part}


def _laid_over(before: list[_Source], values: Sequence[str], number: int) -> list[_Source]:
    """Return the sources of one directive after one more policy has named *values*."""
    sources = [_Source(value.lower(), number, number == 0) for value in values]
    if number:
        sources = before + sources
    if len(sources) > 1:
        sources.sort(key=lambda source: source.text.translate(_RANK))
    for one, other in pairwise(sources):
        if one.policy == other.policy:
            if other.text.startswith(one.text):
                other.keep = False
        elif _covers(one.text, other.text):
            other.keep = True
    return [source for source in sources if source.keep]


def _texts(sources: list[_Source]) -> list[str]:
    return list(dict.fromkeys(source.text for source in sources)) or [_NONE]


def _covers(one: str, other: str) -> bool:
    """Say whether *other* is *one*, or lies below it when it ends with a slash."""
    if not one:
        return True
    pieces, others = one.split("/"), other.split("/")
    if one.endswith("/"):
        if len(pieces) > len(others):
            return False
        pieces.pop()
    elif len(pieces) != len(others):
        return False
    return all(_plain(a) == _plain(b) for a, b in zip(pieces, others, strict=False))


def _plain(piece: str) -> str:
    if "%" not in piece:
        return piece
    if _STRAY_PERCENT.search(piece):
        raise InvalidPolicyError("A source has a percent sign that escapes nothing.")
    try:
        return unquote_to_bytes(piece).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidPolicyError("A source has an escape that is not UTF-8.") from error
