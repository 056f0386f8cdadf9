"""Find the dates in a text, as people write them in many languages."""

# ruff: noqa: RUF001 - letters of other scripts

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

from civiscope.detectors.statement.folding import folded, table
from civiscope.detectors.statement.spelled_dates import write_with_digits

_MIN_YEAR = 1998
_MAX_YEAR = 2099
_SIMILAR = 0.8
_MIN_LETTERS = 4
"""Letters of a month's name that may be misspelt; a shorter one is another word."""
_WORD = r"[^\W\d_]+(?:-[^\W\d_]+)?"
_ISO = re.compile(r"(?<![\d/.])(\d{4})([-/.]) ?(\d{1,2})\2 ?(\d{1,2})(?![\d]|[-/]\d)")
_NUMERIC = re.compile(r"(?<![\d.,/])(\d{1,2}) ?([./-]) ?(\d{1,2}) ?\2 ?(\d{4}|\d{2})(?![\d/]|\.\d)")
_SLASHED = re.compile(r"(?<![\d.,/-])(\d{1,2})/(\d{1,2})[ -]((?:19|20)\d\d)(?![\d/-])")
"""As Danes, Swedes and Norwegians write it: 1/9-2025."""
_ORDINAL = (
    r"(?:\.|er|re|st|nd|rd|th|[ºªo°](?!\w)|-?(?:go|ego|ta'|:e|e|го|ти|ви|ри|ми)|ησ|η|u(?!\w)"
    r"|(?:af|il|ydd|edd|fed|ed|eg|ain)(?!\w))?"
)
_OF_YEAR = (
    r"(?:de l'any|de l'annee|del? ano|do ano|dell'anno|anno|des jahres|of the year|του ετους|του"
    r"|de|del|of|dell'|ir|do|tal-|lui|na bliana|vuoden|o)"
)
_YEAR_IS = r"(?:m\.|metu|gada|g\.|aasta|ev|\(e\)ko|e?ko)"
"""What some languages have between a year and its month."""
_DAY_FIRST = re.compile(
    rf"(?<![\d.,/])(\d{{1,2}}){_ORDINAL},?"
    r"(?: (?:d'|ta'|(?:day of|de mhi na|de mhi|de|of|o|i|ir|mo|y)(?=[ ,])))? ?,?"
    rf"({_WORD})\.?,?(?: {_OF_YEAR})? ?,?(\d{{4}}|'\d{{2}})(?!\d)"
)
_DASHED = re.compile(r"(?<![\w.,/-])(\d{1,2})([-/.])([^\W\d_]{3,})\.?\2(\d{4}|\d{2})(?![\w/-])")
"""As spreadsheets write it: 03-Mar-2026."""
_MONTH_FIRST = re.compile(
    rf"(?<!\w)({_WORD})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (?:de |of )?(\d{{4}})(?!\d)"
)
_YEAR_FIRST = re.compile(
    rf"(?<!\d)(\d{{4}})\.?,? ?{_YEAR_IS}? ?({_WORD})\.?(?: men(?:\.|esio))? (\d{{1,2}})"
    r"(?:\.|-|\w|\()?(?!\d)"
)
_YEAR_DAY = re.compile(rf"(?<!\d)(\d{{4}})\.? (?:gada|g\.) (\d{{1,2}})\. ({_WORD})")
_MONTH_YEAR = re.compile(rf"(?<!\w)({_WORD})\.?,? (?:{_OF_YEAR} ?)?(\d{{4}})(?!\d)")
_YEAR_MONTH = re.compile(rf"(?<!\d)(\d{{4}})\.? ?{_YEAR_IS}?\.? ?({_WORD})(?!\w|\.? \d)")
_MONTH_NUMBER = re.compile(r"(?<![\d./-])(0[1-9]|1[0-2])[/.](20\d\d)(?![\d./-])")
_YEAR_NUMBER = re.compile(
    r"(?<![\w./°-])(?<!n[or°]\. )(?<!n[or°] )(20\d\d)-(0[1-9]|1[0-2])(?![\w./-])"
)


_IS = re.compile(r"\b[èéÈÉ]\b")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text."""

    start: int
    end: int
    text: str
    """As it is written, in folded form."""
    iso: str
    """`2024-03-01`, or `2024-03` where no day is named; empty when there is no such day."""
    misspelt: bool = False
    """Whether the name of the month is not a month's."""


def find_dates(text: str, *, month_first: bool = False, lang: str = "") -> list[FoundDate]:
    """Return the dates in *text*, folded by `fold_for_dates`, in order.

    *month_first* says that 03/04/2024 is the fourth of March; *lang* tells names of months apart
    that differ between languages.
    """
    return list(_in_order(text, month_first=month_first, lang=lang))


def fold_for_dates(text: str, before: str = "") -> str:
    """Return *text* as `find_dates` takes it; positions in it are those of the dates.

    *before* is the folded sentence before, which "in the same year" may mean.
    """
    # Without its accent, "is" would be "and" in Italian and Portuguese.
    plain = folded(_IS.sub("\N{LATIN SMALL LETTER OPEN E}", unicodedata.normalize("NFC", text)))
    plain = re.sub(r"(?<!\w)m?h?ean fomhair", "mhean-fomhair", plain)
    plain = re.sub(r"(?<!\w)d?h?eireadh fomhair", "dheireadh-fomhair", plain)
    return write_with_digits(plain, before)


def _in_order(text: str, *, month_first: bool, lang: str) -> Iterator[FoundDate]:
    found: list[FoundDate] = []

    def add(match: re.Match[str], year: str, month: str, day: str) -> None:
        if any(match.start() < each.end and each.start < match.end() for each in found):
            return
        number, misspelt = _month(month, lang)
        if number == 0:
            return
        found.append(
            FoundDate(match.start(), match.end(), match[0], _iso(year, number, day), misspelt)
        )

    for match in _ISO.finditer(text):
        add(match, match[1], match[3], match[4])
    for match in _NUMERIC.finditer(text):
        first, second = match[1], match[3]
        swapped = int(second) > 12 or (month_first and match[2] == "/" and int(first) <= 12)
        day, month = (second, first) if swapped else (first, second)
        add(match, match[4], month, day)
    for match in _SLASHED.finditer(text):
        add(match, match[3], match[2], match[1])
    for match in _YEAR_DAY.finditer(text):
        add(match, match[1], match[3], match[2])
    for match in _DAY_FIRST.finditer(text):
        add(match, match[3], match[2], match[1])
    for match in _DASHED.finditer(text):
        add(match, match[4], match[3], match[1])
    for match in _MONTH_FIRST.finditer(text):
        add(match, match[3], match[1], match[2])
    for match in _YEAR_FIRST.finditer(text):
        add(match, match[1], match[2], match[3])
    for match in _MONTH_YEAR.finditer(text):
        if match[1] in _months() or match[1] in _of_language(lang) or _has_stem(match[1]):
            add(match, match[2], match[1], "")
    for match in _YEAR_MONTH.finditer(text):
        if match[2] in _of_language(lang) or _has_stem(match[2]):
            add(match, match[1], match[2], "")
    for match in _MONTH_NUMBER.finditer(text):
        add(match, match[2], match[1], "")
    for match in _YEAR_NUMBER.finditer(text):
        add(match, match[1], match[2], "")
    yield from sorted(found, key=lambda each: each.start)


def _iso(year: str, month: int, day: str) -> str:
    year = year.removeprefix("'")
    whole = int(year) + 2000 if len(year) == 2 else int(year)
    if not _MIN_YEAR <= whole <= _MAX_YEAR:
        return ""
    if not day:
        return f"{whole:04d}-{month:02d}"
    try:
        return date(whole, month, int(day)).isoformat()
    except ValueError:
        return ""


def _month(name: str, lang: str) -> tuple[int, bool]:
    """Return the number of a month, 0 for another word, and whether its name is misspelt."""
    if name.isdigit():
        return (int(name), False) if 1 <= int(name) <= 99 else (0, False)
    known = _months()
    number = _of_language(lang).get(name) or known.get(name)
    if number:
        return number, False
    number = _by_stem(name, lang)
    if number:
        return number, False
    if len(name) >= _MIN_LETTERS:
        close = get_close_matches(name, [each for each in known if len(each) > 3], 1, _SIMILAR)
        if close:
            return known[close[0]], True
    return _by_stem(name, ""), False


def _by_stem(name: str, lang: str) -> int:
    """Return the month whose stem *name* begins with, in *lang* or, without one, in any."""
    stems = _stems()
    chosen = [stems[lang]] if lang in stems else [] if lang else list(stems.values())
    return next(
        (number for each in chosen for stem, number in each.items() if name.startswith(stem)), 0
    )


@lru_cache(maxsize=1)
def _months() -> Mapping[str, int]:
    return {
        folded(name): number
        for names in table("months.toml").values()
        for number, listed in enumerate(names, 1)
        for name in listed.split()
        if not name.endswith("*")
    }


@lru_cache(maxsize=40)
def _of_language(lang: str) -> Mapping[str, int]:
    """Return the names of one language: "listopad" is October in one, November in another."""
    return {
        folded(name): number
        for names in ("months.toml", "short_months.toml")
        for number, listed in enumerate(table(names).get(lang, ()), 1)
        for name in listed.split()
        if not name.endswith("*")
    }


def _has_stem(name: str) -> bool:
    return _by_stem(name, "") > 0


@lru_cache(maxsize=1)
def _stems() -> Mapping[str, Mapping[str, int]]:
    """Return the stems of months by language, for those whose names go on."""
    return {
        lang: {
            folded(name.removesuffix("*")): number
            for number, listed in enumerate(names, 1)
            for name in listed.split()
            if name.endswith("*")
        }
        for lang, names in table("months.toml").items()
        if any("*" in listed for listed in names)
    }
