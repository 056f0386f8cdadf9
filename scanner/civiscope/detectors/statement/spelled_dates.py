"""Write dates that stand in words with digits: "the first of March", "on the same day"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from civiscope.detectors.statement.folding import common, folded, table

_FIRST_YEAR = 10
"""Of the century; a day before it is older than every statement."""
_FULL = re.compile(
    r"(?<![\w/.-])(?:\d{1,2}\.? ?(?:(?:de |of )?[^\W\d_]+\.?|\d{1,2}\.)"
    r"|\d{1,2}[./-]\d{1,2}[./-]|[^\W\d_]+ \d{1,2},)"
    r"(?:,? ?(?:de |del )?)(20\d\d)(?!\d)"
)
_SAME_YEAR = re.compile(
    rf"(?P<day>(?<!\d)\d{{1,2}}\.? (?:de |of )?[^\W\d_]+\.?),? (?:{common('same_year')})(?!\w)"
)
_SAME_DAY = re.compile(rf"(?<!\w)(?:{common('same_day')})(?!\w)")

_Numbers = tuple[re.Pattern[str], Mapping[str, str]]


def write_with_digits(plain: str, before: str = "") -> str:
    """Return folded *plain* with the days and years that it has in words as digits.

    What happened "the same day" or "in the same year" as what stands above, or in the sentence
    *before*, gets that date.
    """
    if _has_word_for_month(plain):
        plain = _days_and_years(plain)
    for pattern in (_SAME_YEAR, _SAME_DAY):
        for found in reversed(list(pattern.finditer(plain))):
            earlier = [*_FULL.finditer(before), *_FULL.finditer(plain, 0, found.start())]
            if not earlier:
                continue
            last = earlier[-1]
            date = f"{found['day']} {last[1]}" if pattern is _SAME_YEAR else last[0]
            plain = plain[: found.start()] + date + plain[found.end() :]
    return plain


def _has_word_for_month(plain: str) -> bool:
    return any(word in _months() for word in re.findall(r"[^\W\d_]+", plain))


def _days_and_years(plain: str) -> str:
    for days, years in _numbers():
        plain = _replaced(plain, days, 1)
        plain = _replaced(plain, years, 2)
    return plain


def _replaced(plain: str, numbers: _Numbers, group: int) -> str:
    """Return *plain* with the words of *group* as digits."""
    pattern, digits = numbers
    for found in reversed(list(pattern.finditer(plain))):
        plain = plain[: found.start(group)] + digits[found[group]] + plain[found.end(group) :]
    return plain


@lru_cache(maxsize=1)
def _numbers() -> tuple[tuple[_Numbers, _Numbers], ...]:
    """Return what finds days before a month, and years behind it, for each language."""
    return tuple(_of_language())


def _of_language() -> Iterator[tuple[_Numbers, _Numbers]]:
    month = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    for words in table("numbers.toml").values():
        days = {
            folded(word): str(number)
            for key in ("days", "ordinals")
            for number, listed in enumerate(words.get(key, ()), 1)
            for word in listed.split("/")
        }
        tens = [folded(word) for word in words["days"]] + [
            folded(word) for word in words.get("more", ())
        ]
        years = {
            _prefix(thousand) + tens[number - 1].split("/")[0]: str(2000 + number)
            for thousand in words["thousand"]
            for number in range(_FIRST_YEAR, len(tens) + 1)
        }
        of = words["of"]
        yield (
            (re.compile(rf"(?<!\w)({_any(days)})((?: (?:{of}))? (?:{month})(?!\w))"), days),
            (re.compile(rf"(?<!\w)((?:{month}),? (?:(?:{of}) )?)({_any(years)})(?!\w)"), years),
        )


def _prefix(thousand: str) -> str:
    # Languages differ in whether the two parts are one word.
    return folded(thousand) + " " * thousand.endswith(" ")


def _any(words: Mapping[str, str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@lru_cache(maxsize=1)
def _months() -> frozenset[str]:
    return frozenset(
        folded(name)
        for names in table("months.toml").values()
        for listed in names
        for name in listed.split()
        if not name.endswith("*") and len(name) > 2
    )
