"""Say what each date in a sentence is the date of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from civiscope.detectors.statement.date_choice import BASIS, after_next, chosen_for
from civiscope.detectors.statement.date_keywords import CALLED, Around, Keyword, keywords_in
from civiscope.detectors.statement.dates import FoundDate
from civiscope.detectors.statement.folding import common, language_of
from civiscope.detectors.statement.guessed_dates import (
    guessed_role,
    is_again,
    is_by_testers,
    is_noun,
    is_of_deed,
)
from civiscope.detectors.statement.law_dates import follows_law, is_of_law
from civiscope.detectors.statement.role_words import DateRole, RoleWords, role_words
from civiscope.detectors.statement.vocabulary import languages, vocabulary

_EDGE_REACH = 3
_SHORT_LABEL = 7
"""Words of "next update: 3 May 2027", at most."""
_LABEL_WORDS = 3
"""Words before "published" where nothing says what was: "first", "it was"."""
_OF_SITE = re.compile(
    rf"(?: (?:{common('prepositions')}|{common('determiners')}|{common('of')})){{1,3}}"
    rf" (?:{common('called')}|{common('conformity')})(?!\w)"
)
_LATELY = re.compile(rf"(?<!\w)(?:{common('lately')})(?!\w)")
_END_OF = re.compile(rf" (?:{common('end_of')})$")
_IS_FROM = re.compile(rf"(?<!\w)(?:{common('is_from')})\s*$")
"""A date of its own, where "from" alone begins a time."""
_FROM = re.compile(r",? (?:from|fran|fran den|fra|fra den|od|od dnia|dal|desde el)(?: the)? ?")
_CALLED_IS = re.compile(
    rf"(?<!\w)(?:{common('called')}) (?:(?:was|is|has been|wurde|a ete|e stata|ha sido|werd|is) )?$"
)
_CALLED_BEFORE = re.compile(rf"(?<!\w)(?:{common('called')}) $")
_RANGE = re.compile(rf"(?:\d{{1,2}}\.?(?: \w+\.?)?(?: \d{{4}})?) ?(?:-|{common('to')})$")
"""What stands before the last day of a time: "from 23 to 26 February 2026"."""
_TO_DO = re.compile(
    r"(?<!\w)(?:(?:zu|te) \w+e?n|a (?:re)?\w+(?:er|ir|re|ar)|da \w+(?:are|ere|ire)|att \w+a"
    r"|at \w+e)$"
)
"""An infinitive at the end: what is to be done."""
_FIXING = re.compile(rf"(?<!\w)(?:{common('fixing')})(?!\w)")
_NEXT = re.compile(rf"(?<!\w)(?:{common('next_one')})(?!\w)")


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a statement, with what happened on it."""

    role: DateRole
    iso: str
    """Empty when there is no such day."""
    text: str
    """As it is written."""
    sentence: str
    misspelt: bool = False
    of_page: bool = False
    """Whether the page says it of itself and not of the statement, as content systems do."""
    of_site: bool = False
    """Whether it was done to the site: models of some countries ask for the day it went online."""
    guessed: bool = False
    """Whether no known word says so, but what the sentence speaks of."""


_PAGE = re.compile(rf"(?<!\w)(?:{common('page')})(?!\w)")


def mentions_in(
    sentence: str,
    plain: str,
    dates: Sequence[FoundDate],
    langs: Sequence[str],
    around: Around,
    *,
    guess: bool = False,
) -> list[DateMention]:
    """Return the mentions of a sentence by the words of the first language that tells any.

    *plain* is the sentence folded, in which the *dates* were found. With *guess*, a date of which
    no known word tells is taken for what the rest of the sentence speaks of.
    """
    own = language_of(sentence)
    for lang in dict.fromkeys((*langs, own) if own else langs):
        mentions = list(_in_sentence(sentence, plain, dates, lang, around, guess=False))
        if mentions and guess:
            return list(_in_sentence(sentence, plain, dates, lang, around, guess=True))
        if mentions:
            return mentions
    return list(_in_sentence(sentence, plain, dates, langs[0], around, guess=True)) * guess


def _in_sentence(
    sentence: str,
    plain: str,
    dates: Sequence[FoundDate],
    lang: str,
    around: Around,
    *,
    guess: bool,
) -> Iterator[DateMention]:
    words = role_words(lang)
    keywords = keywords_in(plain, dates, words, around)
    taken: list[Keyword] = []
    of_law = False
    for index, each in enumerate(dates):
        start = dates[index - 1].end if index else 0
        end = dates[index + 1].start if index + 1 < len(dates) else len(plain)
        chosen = chosen_for(plain, each, keywords, (start, end), words)
        if chosen and chosen[0] in taken:
            chosen = after_next(plain, each, keywords, (chosen[0], end), words) or chosen
        taken = chosen
        if not chosen:
            of_law = of_law or follows_law(plain, each)
            if guess and not of_law:
                yield from _guessed(sentence, plain, each, (start, end), words, around)
            continue
        if _is_bound(plain, each, words, chosen[0]):
            if _NEXT.search(plain[start : each.start]) and not _FIXING.search(plain):
                # "next review by 3 May 2027"
                yield DateMention("next", each.iso, each.text, sentence)
            continue
        if is_of_law(plain, each, chosen[0].role, (chosen[0].start, chosen[0].end), words):
            of_law = not words.statement.search(plain)
            continue
        if of_law and chosen[0].role == "updated":
            # "The act of 27 April 2002, last amended on 23 May 2022".
            continue
        scope = _clause(plain, each, chosen[0], (start, end), words)
        if _is_future(plain, each, chosen[0], words, (start, end)) or (
            around.today and each.iso > around.today and _is_due(plain, each, chosen[0], scope)
        ):
            if _NEXT.search(scope) or _is_review(chosen, scope, words, plain):
                yield DateMention("next", each.iso, each.text, sentence)
            continue
        if not each.iso and len(each.text) < 6:
            continue
        for keyword in chosen:
            role = _role_of(keyword, plain, scope, words, lang, around, several=len(dates) > 1)
            if role == "tested" and len(chosen) > 1 and _is_either(keyword, plain, words):
                # "checked and updated on 3 May": the same was done to the same.
                role = "reviewed"
            if role is not None:
                yield DateMention(
                    role=role,
                    iso=each.iso,
                    text=each.text,
                    sentence=sentence,
                    misspelt=each.misspelt,
                    of_site=_is_of_site(role, plain, scope, words),
                    of_page=bool(_PAGE.search(plain)) and not words.statement.search(plain),
                )


def _guessed(
    sentence: str,
    plain: str,
    date: FoundDate,
    zone: tuple[int, int],
    words: RoleWords,
    around: Around,
) -> Iterator[DateMention]:
    """Yield what a date is most likely of, of which no known word tells."""
    if _is_bound(plain, date, words, None):
        return
    role = guessed_role(plain, date, zone, words, around.about, around.today)
    if role is not None:
        yield DateMention(role, date.iso, date.text, sentence, guessed=True)


def _is_bound(plain: str, date: FoundDate, words: RoleWords, keyword: Keyword | None) -> bool:
    """Say whether the date only bounds a time: before, until or since that day."""
    if _RANGE.search(plain[: date.start].rstrip()) or _IS_FROM.search(plain[: date.start]):
        return False
    if keyword is not None:
        if keyword.end <= date.start and not plain[keyword.end : date.start].strip(" :"):
            return False
        if keyword.role == "tested" and _FROM.fullmatch(plain[keyword.end : date.start]):
            # "the audit report, from 28 January"
            return False
        behind = keyword.start >= date.end and not plain[date.end : keyword.start].strip(" .")
        if behind and keyword.role == "tested":
            # "after the audit of 28 January", where the noun stands at the end
            return False
    before = plain[: date.start].rstrip(" (:").split()[-_EDGE_REACH:]
    tail = _END_OF.sub("", " ".join(before))
    if any(match.end() == len(tail) for match in words.edge.finditer(tail)):
        return True
    follows = plain[date.end : date.end + 14].lstrip()
    return words.edge_after.match(follows) is not None


def _is_future(
    plain: str,
    date: FoundDate,
    keyword: Keyword,
    words: RoleWords,
    zone: tuple[int, int],
) -> bool:
    if words.future.fullmatch(plain[keyword.start : keyword.end]):
        # Scandinavian "gjennomgås" is what will be done.
        return True
    if keyword.end <= date.start:
        if _LATELY.search(plain[keyword.end : date.start]):
            # "is reviewed every year, most recently on 1 September 2025"
            return False
        low = _clause_start(plain, zone[0], keyword.start, words)
        around = f"{plain[low : keyword.start]} {plain[keyword.end : date.start]}"
        return bool(words.future.search(around))
    low = _clause_start(plain, zone[0], date.start, words)
    return bool(words.future.search(plain[low : keyword.end]))


def _is_due(plain: str, date: FoundDate, keyword: Keyword, scope: str) -> bool:
    """Say whether a label like "Review date:" names a day to come, and does not tell of the past.

    "Last review: 3 May 2027" and "reviewed on 3 May 2027" are mistakes.
    """
    word = plain[keyword.start : keyword.end]
    if _LATELY.search(scope) is None and (_TO_DO.search(plain[: keyword.end]) or is_again(scope)):
        # "wieder zu überprüfen am", "to be checked again on"
        return True
    if not is_noun(word) or keyword.end > date.start:
        return False
    return _LATELY.search(plain[max(0, keyword.start - 40) : date.start]) is None


def _is_review(chosen: Sequence[Keyword], scope: str, words: RoleWords, plain: str) -> bool:
    """Say whether what is planned is a review or a test, or an update of the statement."""
    if _FIXING.search(scope):
        return False
    if any(each.role in {"reviewed", "tested"} for each in chosen):
        return True
    short = len(scope.split()) <= _SHORT_LABEL
    about = plain if words.site.search(scope) is None else scope
    return chosen[0].role == "updated" and (short or words.statement.search(about) is not None)


def _clause(
    plain: str, date: FoundDate, keyword: Keyword, zone: tuple[int, int], words: RoleWords
) -> str:
    """Return what is said of *date* without what the rest of the sentence says of others."""
    first, last = min(date.start, keyword.start), max(date.end, keyword.end)
    if keyword.end <= zone[0]:
        # A word that the date before has, too: "the site on 7 May, the statement on 21 May".
        return plain[zone[0] : zone[1]]
    low = _clause_start(plain, min(zone[0], keyword.start), first, words)
    following = words.separator.search(plain, last)
    high = following.start() if following else len(plain)
    return plain[low : max(last, min(high, zone[1]))]


def _clause_start(plain: str, low: int, high: int, words: RoleWords) -> int:
    last = low
    for match in words.separator.finditer(plain, low, high):
        last = match.end()
    return last


def _is_either(keyword: Keyword, plain: str, words: RoleWords) -> bool:
    return words.either.fullmatch(plain[keyword.start : keyword.end]) is not None


def _is_of_site(role: DateRole, plain: str, scope: str, words: RoleWords) -> bool:
    if role in {"reviewed", "tested"} or words.statement.search(plain):
        return False
    return bool(words.site_event.search(scope)) and not CALLED.search(plain)


def _role_of(
    keyword: Keyword,
    plain: str,
    scope: str,
    words: RoleWords,
    lang: str,
    around: Around,
    *,
    several: bool,
) -> DateRole | None:
    """Return the role for good: what was done to the site differs from the statement's."""
    role = keyword.role
    told = words.statement.search(scope) or words.site.search(scope)
    # What is said behind, of another day, is of that; what stands before goes on.
    about = scope if told else plain[: plain.find(scope) + len(scope)] if several else plain
    of_statement = words.statement.search(about) is not None
    if role == "reviewed" and not of_statement and words.site.search(about):
        return "tested"
    if role == "reviewed" and not of_statement and _OF_SITE.match(plain[keyword.end :]):
        return "tested"
    if role == "reviewed" and not of_statement and _CALLED_IS.search(plain[: keyword.start]):
        # "Accessibility was reviewed by an expert"
        return "tested"
    if role == "reviewed" and not of_statement and is_by_testers(about, words):
        return "tested"
    if role == "tested" and words.of_statement.match(plain[keyword.end :]):
        return "reviewed"
    before = plain[: keyword.start]
    if role == "tested" and (BASIS.search(before) or _CALLED_BEFORE.search(before)):
        # "an accessibility check" and "on the basis of a check" are never of the statement.
        return role
    if role == "tested" and of_statement and not words.site.search(about):
        return "reviewed" if _is_either(keyword, plain, words) else role
    if role == "published" and not words.statement.search(plain) and not _PAGE.search(plain):
        said = re.split(r"[;|]", plain[: keyword.start])[-1]
        if len(said.split()) > _LABEL_WORDS:
            return None
    stated = around.about == "statement" or words.statement.search(plain) is not None
    if role in {"updated", "prepared"} and not stated and keyword.start and is_of_deed(scope):
        # "The contract was signed on …"
        return None
    if role in {"published", "updated", "prepared"} and not words.statement.search(plain):
        known = lang in languages() and around.about != "statement" and keyword.start > 0
        others = vocabulary(lang).others if known else None
        if others is not None and others.search(scope) and not _PAGE.search(plain):
            return None
    return role
