"""Read the date of a report, and say when it can be read in two ways."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_MONTHS = {
    "january": 1, "jan": 1, "januar": 1, "janvier": 1, "enero": 1, "gennaio": 1, "januari": 1,
    "janeiro": 1, "february": 2, "feb": 2, "februar": 2, "février": 2, "febrero": 2, "febbraio": 2,
    "februari": 2, "fevereiro": 2, "march": 3, "mar": 3, "märz": 3, "mars": 3, "marzo": 3,
    "maart": 3, "março": 3, "april": 4, "apr": 4, "avril": 4, "abril": 4, "aprile": 4, "may": 5,
    "mai": 5, "mayo": 5, "maggio": 5, "mei": 5, "maio": 5, "june": 6, "jun": 6, "juni": 6,
    "juin": 6, "junio": 6, "giugno": 6, "junho": 6, "july": 7, "jul": 7, "juli": 7, "juillet": 7,
    "julio": 7, "luglio": 7, "julho": 7, "august": 8, "aug": 8, "août": 8, "agosto": 8,
    "augustus": 8, "september": 9, "sep": 9, "sept": 9, "septembre": 9, "septiembre": 9,
    "settembre": 9, "setembro": 9, "october": 10, "oct": 10, "oktober": 10, "octobre": 10,
    "octubre": 10, "ottobre": 10, "outubro": 10, "november": 11, "nov": 11, "novembre": 11,
    "noviembre": 11, "novembro": 11, "december": 12, "dec": 12, "dezember": 12, "décembre": 12,
    "diciembre": 12, "dicembre": 12, "dezembro": 12,
}  # fmt: skip
_ISO = re.compile(r"\b(\d{4})[-./](\d{1,2})(?:[-./](\d{1,2}))?\b")
_NUMBERS = re.compile(r"\b(\d{1,2})([/.-])(\d{1,2})\2(\d{4})\b")
_DAY_FIRST = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th|er|\.)?\s+(?:de\s+|of\s+)?([^\W\d]+)\.?,?\s+(?:de\s+|del\s+)?(\d{4})\b"
)
_MONTH_FIRST = re.compile(
    r"\b([^\W\d]+)\.?\s+(?:de\s+)?(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})\b"
)


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date that was read."""

    day: date | None
    """The first day that is meant; None when it cannot be read."""
    last: date
    """The last day that can be meant: the end of a month that has no day."""
    problem: str = ""
    ambiguous: bool = False


def read_date(text: str) -> ReadDate:
    """Return the date in *text*. A month without a day is its first day, and its last."""
    found = _ISO.search(text)
    if found:
        return _made(text, int(found[1]), int(found[2]), int(found[3]) if found[3] else None)
    if found := _NUMBERS.search(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        if found[2] == ".":
            return _made(text, year, second, first)
        if first > 12:
            return _made(text, year, second, first)
        return _made(text, year, first, second, ambiguous=second <= 12 and first != second)
    if (found := _DAY_FIRST.search(text)) and found[2].casefold() in _MONTHS:
        return _made(text, int(found[3]), _MONTHS[found[2].casefold()], int(found[1]))
    for found in _MONTH_FIRST.finditer(text):
        if month := _MONTHS.get(found[1].casefold()):
            return _made(text, int(found[3]), month, int(found[2]) if found[2] else None)
    return ReadDate(None, date.max, f"cannot be read ('{' '.join(text.split())[:40]}')")


def _made(
    text: str, year: int, month: int, day: int | None, *, ambiguous: bool = False
) -> ReadDate:
    try:
        first = date(year, month, day or 1)
    except ValueError:
        return ReadDate(None, date.max, f"does not exist ('{' '.join(text.split())[:40]}')")
    last = first if day else date(year, month, calendar.monthrange(year, month)[1])
    return ReadDate(first, last, ambiguous=ambiguous)
