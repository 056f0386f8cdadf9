"""The words of reports of conformance: levels, components, headings of columns, labels of facts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from civiscope_reports.conformance.values import Level

_NOT_WORDS = re.compile(r"[^\w]+")
# The template sends readers to the tables of WCAG and to other clauses.
_ELSEWHERE = re.compile(
    r"(?:see|siehe|voir|véase|ver|vedi|zie)(?: (?:the|information in|also))* "
    r"(?:wcag|web content|(?:revised )?sections?|chapter|clauses?|tables?|en 301|fpc|\d)"
)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def plain_words(text: str) -> str:
    """Return *text* for comparing: lower case, words only, one blank between them."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")  # noqa: RUF001
    if folded.replace(" ", "") in {"n/a", "n.a."}:
        return "n a"
    return _NOT_WORDS.sub(" ", folded.replace("'t ", "'t ")).strip()


@cache
def _stored() -> Mapping[str, Any]:
    text = files("civiscope_reports.conformance").joinpath("terms.yaml").read_text(encoding="utf-8")
    stored: Mapping[str, Any] = yaml.load(text, _LOADER)  # noqa: S506 # nosec B506 - a safe loader
    return stored


@cache
def level_words() -> Mapping[str, Level]:
    """Return words → the level they say."""
    levels: Mapping[Level, list[str]] = _stored()["levels"]
    return {plain_words(word): level for level, words in levels.items() for word in words}


@cache
def squeezed_level_words() -> Mapping[str, Level]:
    """Return words without blanks → the level they say."""
    return {"".join(words.split()): level for words, level in level_words().items()}


@cache
def longest_level() -> int:
    """Return how many words the longest term for a level has."""
    return max(len(word.split()) for word in level_words())


@cache
def template_words() -> frozenset[str]:
    """Return the five terms of the template."""
    return frozenset(_stored()["template"])


@cache
def older_words() -> frozenset[str]:
    """Return the terms of older editions of the template."""
    return frozenset(_stored()["older"])


@cache
def component_words() -> Mapping[str, str]:
    """Return words → component."""
    components: Mapping[str, list[str]] = _stored()["components"]
    return {plain_words(word): name for name, words in components.items() for word in words}


@cache
def component_pattern() -> re.Pattern[str]:
    """Return what finds a label of components, alone or several joined."""
    words = sorted((w for words in _stored()["components"].values() for w in words), key=len)
    one = "|".join(r"\s+".join(map(re.escape, word.split())) for word in reversed(words))
    return re.compile(
        rf"(?<!\w)((?:{one})(?:\s*(?:,|/|&|\+|\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b|\boch\b)\s*(?:{one}))*)(?!\w)",
        re.I,
    )


@cache
def column_words() -> Mapping[str, str]:
    """Return words of a heading → what the column holds."""
    columns: Mapping[str, list[str]] = _stored()["columns"]
    return {plain_words(word): name for name, words in columns.items() for word in words}


@cache
def fact_words() -> Mapping[str, str]:
    """Return words of a label → which fact of the report follows it."""
    labels: Mapping[str, list[str]] = _stored()["facts"]
    return {plain_words(word): name for name, words in labels.items() for word in words}


@cache
def marks() -> frozenset[str]:
    """Return what marks the column of a level."""
    return frozenset(str(each).casefold() for each in _stored()["marks"])


def heads_others(text: str) -> bool:
    """Say whether the cell of a level says that its row only heads others or points elsewhere."""
    words = plain_words(text)
    found = any(plain_words(each) in words for each in _stored()["headings"])
    return found or bool(_ELSEWHERE.match(words))
