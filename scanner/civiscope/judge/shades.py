"""Find out which backgrounds are one shade: a text of one colour on them has one repair."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

_STEPS = 15
"""Steps of 255, in red, green and blue, within which two backgrounds are one shade to a reader."""
_MAX_COMPARED = 200
"""Backgrounds of one colour of text that are compared with each other."""
_HEX = re.compile(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", re.IGNORECASE)


def shades(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return for each background of *pairs* (text, background) the one that its shade is named by.

    Two backgrounds are one shade where texts of one colour stand on both and the eye hardly tells
    them apart, such as that of a page and that of a note on it.
    """
    named: dict[str, str] = {}
    of_text: defaultdict[str, set[str]] = defaultdict(set)
    for text, background in pairs:
        named.setdefault(background, background)
        of_text[text].add(background)

    def name_of(background: str) -> str:
        while named[background] != background:
            background = named[background]
        return background

    for text in sorted(of_text):
        grounds = sorted(of_text[text])[:_MAX_COMPARED] if text else []
        for number, ground in enumerate(grounds):
            for other in grounds[:number]:
                if _is_near(ground, other):
                    first, second = sorted((name_of(ground), name_of(other)))
                    named[second] = first
    return {background: name_of(background) for background in named}


def _is_near(one: str, other: str) -> bool:
    own, its = _HEX.fullmatch(one), _HEX.fullmatch(other)
    if own is None or its is None:
        return False
    pairs = zip(own.groups(), its.groups(), strict=True)
    return all(abs(int(mine, 16) - int(theirs, 16)) <= _STEPS for mine, theirs in pairs)
