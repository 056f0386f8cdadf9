"""The date in a cookie's Expires attribute, read as leniently as browsers do (RFC 6265 5.1.1)."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_PIECE = re.compile(r"[^\x09\x20-\x2f\x3b-\x40\x5b-\x60\x7b-\x7e]++")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[^0-9].*)?", re.DOTALL)
_DAY = re.compile(r"([0-9]{1,2})(?:[^0-9].*)?", re.DOTALL)
_YEAR = re.compile(r"([0-9]{2,4})(?:[^0-9].*)?", re.DOTALL)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def parse_cookie_date(text: str) -> datetime | None:
    """Return the date, None when browsers would not understand it either."""
    time: tuple[int, int, int] | None = None
    day = month = year = None
    for piece in _PIECE.findall(text):
        if time is None and (found := _TIME.fullmatch(piece)):
            time = (int(found[1]), int(found[2]), int(found[3]))
        elif day is None and (found := _DAY.fullmatch(piece)):
            day = int(found[1])
        elif month is None and piece[:3].lower() in _MONTHS:
            month = _MONTHS.index(piece[:3].lower()) + 1
        elif year is None and (found := _YEAR.fullmatch(piece)):
            year = _full_year(int(found[1]))
    if time is None or day is None or month is None or year is None or year < 1601:
        return None
    try:
        return datetime(year, month, day, time[0], time[1], time[2], tzinfo=UTC)
    except ValueError:
        return None


def _full_year(year: int) -> int:
    if 70 <= year <= 99:
        return year + 1900
    return year + 2000 if year <= 69 else year
