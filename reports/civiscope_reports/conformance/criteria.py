"""Numbers of criteria as reports write them: which criterion a cell is about."""

from __future__ import annotations

import re
from functools import cache

from civiscope_reports.conformance.catalogues import every_criterion, is_wcag
from civiscope_reports.conformance.words import plain_words

_NUMBER = r"\d{1,3}(?:\s?\.\s?\d{1,2}){1,5}(?![\d])"
_BEFORE = re.compile(
    r"^[\s•·▪◦\uf0b7\uf0a7*\-–§]*"  # noqa: RUF001 - bullets themselves
    r"(?:(?:wcag(?:\s*2\.\d)?|sc|success\s+criteri(?:on|a)|criteri(?:on|a)|clause|guideline|"
    r"erfolgskriterium|prüfschritt|critère(?:\s+de\s+succès)?|criterio(?:\s+de\s+conformidad)?|"
    r"criterium|succescriterium|en\s*301\s*549|section|kriterium)\s*:?\s*)*",
    re.I,
)
_START = re.compile(rf"({_NUMBER})\.?")
_NEXT = re.compile(
    rf"\s*(?:,|;|/|&|\+|\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b)?\s*({_NUMBER})\.?", re.I
)
_REFERENCE = re.compile(
    r"^\s*\(\s*(?:web|non-?\s?web|open|closed|software|authoring|support|product|electronic|"
    r"documents?|docs|platform)",
    re.I,
)
# What the template has below the criterion: where other standards ask for the same.
_ALSO = re.compile(
    r"^\W*(?:also applies to|en 301 549 criteria|en 301 549$|revised section 508|"
    r"gilt auch für|s'applique également|también se aplica|se aplica también|si applica anche|"
    r"geldt ook voor|aplica-se também)",
    re.I,
)
_LEVEL = re.compile(
    r"\(\s*(?:level|stufe|niveau|nivel|livello|nível|poziom|nivå|taso)?\s*A{1,3}\b[^)]*\)", re.I
)


def numbers_in(text: str) -> tuple[str, ...]:
    """Return the numbers of the criteria that *text*, the first cell of a row, is about.

    Numbers of other standards that ask for the same are left out.
    """
    found: list[str] = []
    for index, line in enumerate(text.split("\n")):
        if _ALSO.match(line):
            break
        start = _BEFORE.match(line)
        at = start.end() if start else 0
        first = _START.match(line, at)
        if first is None:
            if index == 0 and (named := _by_name(text)):
                return (named,)
            continue
        if found and not is_wcag(_tidy(first[1])):
            continue
        if _REFERENCE.match(line[first.end() :]):
            continue
        while first is not None:
            number = _tidy(first[1])
            if number not in found:
                found.append(number)
            first = _NEXT.match(line, first.end())
            if first is not None and not is_wcag(_tidy(first[1])):
                break
    return tuple(found)


def is_reference(text: str) -> bool:
    """Say whether *text* begins with the number of another standard that asks for the same."""
    line = text.strip().split("\n")[0]
    start = _BEFORE.match(line)
    found = _START.match(line, start.end() if start else 0)
    return bool(_ALSO.match(line)) or bool(found and _REFERENCE.match(line[found.end() :]))


def _tidy(number: str) -> str:
    return "".join(number.split())


@cache
def _names() -> dict[str, str]:
    names: dict[str, list[str]] = {}
    for number, name in every_criterion().items():
        names.setdefault(plain_words(name), []).append(number)
    # A name that two criteria have does not say which one is meant.
    return {name: numbers[0] for name, numbers in names.items() if len(numbers) == 1}


def _by_name(text: str) -> str:
    """Return the number of the criterion that *text* names without its number."""
    head = _LEVEL.split(text.replace("\n", " "))[0]
    number = _names().get(plain_words(head), "")
    return number if is_wcag(number) else ""
