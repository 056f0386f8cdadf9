"""Compare versions of libraries, which follow no single standard."""

from __future__ import annotations

import re
from itertools import zip_longest

_PARTS = re.compile(r"\d+|[a-z]+", re.IGNORECASE)
_VERSION = re.compile(
    r"\d{1,5}(?:\.\d{1,6}){1,3}(?:[.-]?[a-z]{1,10}(?:[.-]?\d{1,8}){0,2}|-\d{1,8}){0,2}",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"(?:[._-](?:min|slim|custom|pack|packed|full|bundle|prod|production|dev|js|lite))+$", re.I
)


def clean_version(text: str) -> str:
    """Return the version that *text* holds, as files and addresses name it; empty when none.

    A hash or a date in a path is not a version: there has to be a full stop between short numbers.
    """
    plain = _NOISE.sub("", text.strip("._-"))
    return plain if len(plain) <= 30 and _VERSION.fullmatch(plain) else ""


def is_before(one: str, other: str) -> bool:
    """Say whether the version *one* came before *other*, as 3.0.0-rc1 before 3.0.0."""
    pairs = zip_longest(_order(one), _order(other), fillvalue=(1, 0, ""))
    for left, right in pairs:
        if left != right:
            return left < right
    return False


def _order(version: str) -> list[tuple[int, int, str]]:
    # What is not a number, such as rc, comes before the version that lacks it.
    return [
        (1, int(part), "") if part.isdigit() else (0, 0, part.lower())
        for part in _PARTS.findall(version.partition("+")[0])
    ]
