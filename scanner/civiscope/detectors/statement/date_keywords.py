"""Find the words of a sentence that say what happened on its dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from civiscope.detectors.statement.dates import FoundDate
from civiscope.detectors.statement.folding import common
from civiscope.detectors.statement.guessed_dates import About
from civiscope.detectors.statement.role_words import DateRole, RoleWords

DIRECT = re.compile(
    rf" ?:? ?(?:(?:{common('on')}|{common('on_day')}) (?:[^\W\d]+,? )?|[^\W\d]+, )?"
)
"""What stands between a word and the date it is said of, with a weekday or without."""
_LABEL_START = re.compile(
    rf"(?:^|[|;]|\. |- ) ?(?:(?:{common('date_noun')}|{common('lately')}|{common('joining')}"
    rf"|{common('next_one')}|{common('last_one')}|{common('of')}|{common('determiners')}) )*$"
)
"""What may stand before the word of a label: "date of the last", "next"."""
_LABEL = re.compile(
    rf"(?: (?:{common('on')}|{common('lately')}|{common('later')}))? ?: ?(?:[^\W\d]+,? )?\d"
)
_PLACE = re.compile(
    rf"(?:{common('done_at')}) [^\d,]{{3,40}}, ?|[^\d,]{{3,40}}, (?:le|li|den|a|dnia) $"
)
"""What stands before the date of a signature: "Rennes, le"."""
_SIGNED = re.compile(rf"(?:{common('signed')}) ?:? [^\d.;:]{{0,70}}, ?\d")
"""What stands before the day of a signature: "Signed: Head of Communications"."""
_LINE_END = 3
"""Characters behind the date that a line ends with, less than."""
_DATE_ALONE = re.compile(rf"(?:{common('date_noun')}) ?: ?(?=(?:\S+ )?\d)")
"""A line that says no more than "Date: 3 May 2025"."""
_IN_FORCE = re.compile(rf"(?:{common('in_force')}) ?:? ?(?=(?:\S+ )?\d)")
"""A line that says no more than "Effective 3 May 2025"."""
CALLED = re.compile(rf"(?<!\w)(?:{common('called')})(?!\w)")


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word that says what happened, and where it stands in the folded sentence."""

    role: DateRole
    start: int
    end: int
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of a sentence from what stands around it."""

    about: About = ""
    today: str = ""
    """The day on which it is read; empty when nobody knows."""


def keywords_in(
    plain: str, dates: Sequence[FoundDate], words: RoleWords, around: Around
) -> list[Keyword]:
    """Return the words of folded *plain* that say what happened, in order, none within another."""
    of_statement = words.statement.search(plain) is not None
    found: list[Keyword] = []
    for role, match in _words_in(plain, words, around, dates, of_statement=of_statement):
        if not any(d.start < match.end() and match.start() < d.end for d in dates):
            found.append(Keyword(role, match.start(), match.end()))
    for match in words.weak.finditer(plain):
        if of_statement or _is_label(plain, match, dates):
            found.append(Keyword("prepared", match.start(), match.end(), weak=True))
    if of_statement:
        for match in words.own_date.finditer(plain):
            found.append(Keyword("prepared", match.start(), match.end(), weak=True))
    elif alone := _DATE_ALONE.match(plain) or (
        _IN_FORCE.match(plain) if len(plain) - dates[-1].end < 3 else None
    ):
        found.append(Keyword("prepared", 0, alone.end()))
    elif (
        not found
        and len(plain) - dates[-1].end < _LINE_END
        and (_PLACE.fullmatch(plain[: dates[0].start]) or _SIGNED.match(plain))
    ):
        found.append(Keyword("prepared", 0, dates[0].start, weak=True))
    found.sort(key=lambda each: (each.start, -each.end))
    kept: list[Keyword] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def _words_in(
    plain: str,
    words: RoleWords,
    around: Around,
    dates: Sequence[FoundDate],
    *,
    of_statement: bool,
) -> Iterator[tuple[DateRole, re.Match[str]]]:
    """Yield the words that say what was done; the wide ones where it is clear to what."""
    for role, pattern in words.roles:
        for match in pattern.finditer(plain):
            if match[0].strip():
                yield role, match
    of_site = any(each.search(plain) for each in (words.site, CALLED)) or around.about == "test"
    for role, pattern in words.wide:
        clear = of_statement or around.about == "statement" or (role == "tested" and of_site)
        for match in pattern.finditer(plain):
            if match[0].strip() and (clear or _is_label(plain, match, dates)):
                yield role, match


def _is_label(plain: str, word: re.Match[str], dates: Sequence[FoundDate]) -> bool:
    """Say whether *word* is all that a line or a cell says of a date: "Made on: 3 May 2025"."""
    if not _LABEL_START.search(plain[: word.start()]):
        return False
    whole = len(plain) - dates[-1].end < 3 and DIRECT.fullmatch(plain[word.end() : dates[0].start])
    return bool(whole) or _LABEL.match(plain[word.end() :]) is not None
