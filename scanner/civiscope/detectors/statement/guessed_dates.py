"""Say what a date is of where no known word tells: by what the sentence speaks of."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from civiscope.detectors.statement.dates import FoundDate
from civiscope.detectors.statement.folding import common, table
from civiscope.detectors.statement.role_words import DateRole, RoleWords

About = Literal["statement", "test", ""]
"""What a section or the sentence before is about."""

_LATELY = re.compile(rf"(?<!\w)(?:{common('lately')})(?!\w)")
_FIXING = re.compile(rf"(?<!\w)(?:{common('fixing')})(?!\w)")
_LAW = re.compile(rf"(?<![\w-])(?:{common('law')})(?![\w-])")
_OTHER_TEXTS = re.compile(rf"(?<!\w)(?:{common('other_texts')})(?!\w)")
_THIS = rf"(?<!\w)(?:{common('determiners')}) (?:\S+ )?"
_SIGNATURE_WORDS = 3
"""Words beside a date in a line that has only who signed, or where."""


def about_of(plain: str, words: RoleWords) -> About:
    """Return what folded *plain* is about, for the sentence that follows."""
    return "statement" if words.statement.search(plain) else ""


def about_of_heading(plain: str, words: RoleWords) -> About:
    """Return what the section below folded heading *plain* is about.

    "Accessibility statement of Larkmere" stands above everything, and says nothing.
    """
    if not plain:
        return ""
    if _pattern("history").search(plain):
        return "statement"
    told = {role for role, pattern in words.roles if pattern.search(plain)}
    if words.statement.search(plain):
        this = re.search(rf"{_THIS}(?:{words.statement.pattern})", plain)
        return "statement" if told or this else ""
    return "test" if "tested" in told else ""


def is_noun(word: str) -> bool:
    """Say whether folded *word* names a review or a test, and does not say that it was done."""
    return _pattern("nouns").fullmatch(word.strip()) is not None


def is_of_deed(plain: str) -> bool:
    """Say whether folded *plain* tells of a contract."""
    return _pattern("deeds").search(plain) is not None


def is_again(plain: str) -> bool:
    """Say whether something is done once more by folded *plain*."""
    return _pattern("again").search(plain) is not None


def guessed_role(
    plain: str,
    date: FoundDate,
    zone: tuple[int, int],
    words: RoleWords,
    about: About,
    today: str,
) -> DateRole | None:
    """Return what *date* is most likely of; None where the sentence may speak of anything.

    *zone* is the part of folded *plain* between the dates beside this one.
    """
    part = plain[zone[0] : zone[1]]
    if not date.iso:
        return None
    stated = bool(
        words.statement.search(part)
        or (words.statement.search(plain) and not words.site.search(part))
    )
    if _is_elsewhere(part, stated=stated):
        return None
    if stated and _pattern("again").search(part) and today and date.iso > today:
        return "next"
    if words.future.search(part):
        due = (stated or about) and not words.site.search(part)
        return "next" if due and (not today or date.iso > today) else None
    if today and date.iso > today:
        return None
    if not stated and is_by_testers(part, words):
        return "tested"
    if stated or (about == "statement" and not words.site.search(part)):
        return _of_statement(part, date, stated=stated)
    return "tested" if about == "test" and words.site.search(part) else None


def _of_statement(part: str, date: FoundDate, *, stated: bool) -> DateRole | None:
    if _LATELY.search(part) or is_again(part):
        return "reviewed"
    beside = len(part.replace(date.text, " ").split())
    if stated or _pattern("first").search(part) or beside <= _SIGNATURE_WORDS:
        # A statement has one day of its own whatever the verb: when it was made.
        return "prepared"
    return None


def is_by_testers(part: str, words: RoleWords) -> bool:
    """Say whether folded *part* tells of people who try a site out."""
    if _pattern("testers").search(part) or _pattern("commissioned").search(part):
        return True
    if not _pattern("professionals").search(part):
        return False
    return bool(words.site.search(part) or _pattern("objects").search(part))


def _is_elsewhere(part: str, *, stated: bool) -> bool:
    """Say whether it tells of a repair, of a law, or of another event in the life of a site."""
    events = _pattern("aside" if stated else "events")
    return any(pattern.search(part) for pattern in (_FIXING, _LAW, _OTHER_TEXTS, events))


@lru_cache(maxsize=16)
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(table('guesses.toml')[name])})(?!\w)")
