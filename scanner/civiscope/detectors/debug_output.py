"""Find in a page what only debugging pages, traces of errors and listings of folders have."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from civiscope.detectors.source_locations import Lines
from civiscope.model.leaks import DebugSign

MAX_CHARACTERS = 5_000_000


@dataclass(frozen=True, slots=True)
class _Sign:
    kind: str
    words: tuple[str, ...]
    """One of them has to be in the page, in lower case."""
    all_of: tuple[re.Pattern[str], ...]
    """The first tells the line; the others have to be somewhere in the page too."""
    sure: bool


def find_debugging(source: str) -> tuple[DebugSign, ...]:
    """Return the signs in *source*, the HTML of a page as sent; each kind once, at its first."""
    source = source[:MAX_CHARACTERS]
    plain = source.lower()
    lines = Lines(source)
    found: dict[str, DebugSign] = {}
    for sign in _data()[0]:
        if sign.kind in found or not any(word in plain for word in sign.words):
            continue
        first = sign.all_of[0].search(source)
        if first is not None and all(other.search(source) for other in sign.all_of[1:]):
            found[sign.kind] = DebugSign(sign.kind, lines.at(first.start()), sign.sure)
    return tuple(found.values())


def name_of(kind: str) -> str:
    """Return what a kind of sign is called in a sentence."""
    return _data()[1].get(kind, kind)


def names_of_signs() -> tuple[str, ...]:
    """Return all that `name_of` can say."""
    return tuple(_data()[1].values())


@lru_cache(maxsize=1)
def _data() -> tuple[tuple[_Sign, ...], Mapping[str, str]]:
    text = files("civiscope.detectors").joinpath("debug_output.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    signs = tuple(
        _Sign(
            each["kind"],
            tuple(each["words"]),
            tuple(re.compile(pattern, re.IGNORECASE) for pattern in each["all_of"]),
            each.get("sure", True),
        )
        for each in data["sign"]
    )
    return signs, data["names"]
