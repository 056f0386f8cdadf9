"""Say what each date in a sentence is the date of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from civiscope.detectors.statement.dates import FoundDate
from civiscope.detectors.statement.folding import common, language_of
from civiscope.detectors.statement.law_dates import OF, follows_law, is_of_law
from civiscope.detectors.statement.role_words import DateRole, RoleWords, role_words
from civiscope.detectors.statement.vocabulary import languages, vocabulary

_EDGE_REACH = 3
_LABEL_WORDS = 3
"""Words before "published" where nothing says what was: "first", "it was"."""
_DIRECT = re.compile(
    rf" ?:? ?(?:(?:{common('on')}|{common('on_day')}) (?:[^\W\d]+,? )?|[^\W\d]+, )?"
)
"""What stands between a word and the date it is said of, with a weekday or without."""
_SMALL = re.compile(rf"(?<!\w)(?:{common('on')}|{common('again')})(?!\w)")
_OF_SITE = re.compile(
    rf"(?: (?:{common('prepositions')}|{common('determiners')}|{common('of')})){{1,3}}"
    rf" (?:{common('called')}|{common('conformity')})(?!\w)"
)
_LATELY = re.compile(rf"(?<!\w)(?:{common('lately')})(?!\w)")
_END_OF = re.compile(rf" (?:{common('end_of')})$")
_IS_FROM = re.compile(r"(?<!\w)(?:dates?|dating|is|are|was|were) from(?: the)?\s*$")
"""A date of its own, where "from" alone begins a time."""
_CONJUNCTION = re.compile(rf"^(?:[,/&]|{common('joining')})*$")
_CALLED = re.compile(rf"(?<!\w)(?:{common('called')})(?!\w)")
_RANGE = re.compile(rf"(?:\d{{1,2}}\.?(?: \w+\.?)?(?: \d{{4}})?) ?(?:-|{common('to')})$")
"""What stands before the last day of a time: "from 23 to 26 February 2026"."""
_LABEL = re.compile(rf"(?: (?:{common('on')}))? ?: ?\d")
_PLACE = re.compile(
    rf"(?:{common('done_at')}) [^\d,]{{3,40}}, ?|[^\d,]{{3,40}}, (?:le|li|den|a|dnia) $"
)
"""What stands before the date of a signature: "Rennes, le"."""
_DATE_ALONE = re.compile(rf"(?:{common('date_noun')}) ?: ?(?=(?:\S+ )?\d)")
"""A line that says no more than "Date: 3 May 2025"."""
_IN_FORCE = re.compile(rf"(?:{common('in_force')}) ?:? ?(?=(?:\S+ )?\d)")
"""A line that says no more than "Effective 3 May 2025"."""
_BASIS = re.compile(rf"(?<!\w)(?:{common('basis')})(?: \S+){{0,3}} ?$")
"""What stands before the ground that a statement was written on."""
_ON_BASIS = re.compile(rf"(?<!\w)(?:{common('basis')})(?: \S+){{0,5}} ?$")


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


@dataclass(frozen=True, slots=True)
class _Keyword:
    role: DateRole
    start: int
    end: int
    weak: bool = False


_PAGE = re.compile(rf"(?<!\w)(?:{common('page')})(?!\w)")


def mentions_in(
    sentence: str, plain: str, dates: Sequence[FoundDate], langs: Sequence[str]
) -> list[DateMention]:
    """Return the mentions of a sentence by the words of the first language that tells any.

    *plain* is the sentence folded, in which the *dates* were found.
    """
    own = language_of(sentence)
    for lang in dict.fromkeys((*langs, own) if own else langs):
        mentions = list(_in_sentence(sentence, plain, dates, lang))
        if mentions:
            return mentions
    return []


def _in_sentence(
    sentence: str, plain: str, dates: Sequence[FoundDate], lang: str
) -> Iterator[DateMention]:
    words = role_words(lang)
    keywords = _keywords(plain, dates, words)
    taken: list[_Keyword] = []
    of_law = False
    for index, each in enumerate(dates):
        start = dates[index - 1].end if index else 0
        end = dates[index + 1].start if index + 1 < len(dates) else len(plain)
        chosen = _chosen(plain, each, keywords, (start, end), words)
        if chosen and chosen[0] in taken:
            chosen = _after_next(plain, each, keywords, (chosen[0], end), words) or chosen
        taken = chosen
        if not chosen:
            of_law = of_law or follows_law(plain, each)
        if not chosen or _is_bound(plain, each, words, chosen[0]):
            continue
        if is_of_law(plain, each, chosen[0].role, (chosen[0].start, chosen[0].end), words):
            of_law = not words.statement.search(plain)
            continue
        if of_law and chosen[0].role == "updated":
            # "The act of 27 April 2002, last amended on 23 May 2022".
            continue
        scope = _clause(plain, each, chosen[0], (start, end), words)
        if _is_future(plain, each, chosen[0], words, (start, end)):
            continue
        if not each.iso and len(each.text) < 6:
            continue
        for keyword in chosen:
            role = _role_of(keyword, plain, scope, words, lang)
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


def _keywords(plain: str, dates: Sequence[FoundDate], words: RoleWords) -> list[_Keyword]:
    found: list[_Keyword] = []
    for role, pattern in words.roles:
        for match in pattern.finditer(plain):
            if not match[0].strip():
                continue
            if not any(d.start < match.end() and match.start() < d.end for d in dates):
                found.append(_Keyword(role, match.start(), match.end()))
    of_statement = words.statement.search(plain) is not None
    for match in words.weak.finditer(plain):
        if of_statement or _is_label(plain, match, dates):
            found.append(_Keyword("prepared", match.start(), match.end(), weak=True))
    if of_statement:
        for match in words.own_date.finditer(plain):
            found.append(_Keyword("prepared", match.start(), match.end(), weak=True))
    elif alone := _DATE_ALONE.match(plain) or (
        _IN_FORCE.match(plain) if len(plain) - dates[-1].end < 3 else None
    ):
        found.append(_Keyword("prepared", 0, alone.end()))
    elif not found and _PLACE.fullmatch(plain[: dates[0].start]) and len(plain) - dates[0].end < 3:
        found.append(_Keyword("prepared", 0, dates[0].start, weak=True))
    found.sort(key=lambda each: (each.start, -each.end))
    kept: list[_Keyword] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def _is_label(plain: str, word: re.Match[str], dates: Sequence[FoundDate]) -> bool:
    """Say whether *word* is all that a line or a cell says of a date: "Made on: 3 May 2025"."""
    if not re.search(r"(?:^|[|;]) ?$", plain[: word.start()]):
        return False
    whole = len(plain) - dates[-1].end < 3 and _DIRECT.fullmatch(plain[word.end() : dates[0].start])
    return bool(whole) or _LABEL.match(plain[word.end() :]) is not None


def _chosen(
    plain: str,
    date: FoundDate,
    keywords: Sequence[_Keyword],
    zone: tuple[int, int],
    words: RoleWords,
) -> list[_Keyword]:
    """Return the words that say what happened on *date*; several where they are joined."""
    before = [k for k in keywords if zone[0] <= k.start and k.end <= date.start]
    after = [k for k in keywords if date.end <= k.start and k.end <= zone[1]]
    if zone[1] < len(plain):
        # "on Monday, 2 June, and last reviewed on 5 May": that word is of the next date.
        after = [k for k in after if not _is_direct(plain[k.end : zone[1]], words)]
        later = [k for k in keywords if k.start >= zone[1]]
        if (
            not before
            and later
            and after
            and all(_belongs_to_next(plain, k, zone[1]) for k in after)
        ):
            # "wurde am 2. Juni nach einem Test vom 5. Mai erstellt": the verb stands at the end.
            return _joined_after(plain, later)
        if not before and not after and _ON_BASIS.search(plain[date.end : zone[1]]):
            # "wurde am 2. Juni auf Basis einer am 5. Mai durchgeführten Bewertung erstellt"
            own = [k for k in later if k.role != "tested"]
            if own:
                return own[:1]
    before = [k for k in before if not k.weak] or before
    after = [k for k in after if not k.weak] or after
    earlier = [k for k in keywords if k.end <= zone[0]]
    if (
        before
        and after
        and before[-1].role == "tested"
        and _BASIS.search(plain[: before[-1].start])
    ):
        # "on the basis of a self-assessment prepared on 3 May", unless the test has the date.
        before = before if OF.search(plain[before[-1].start : date.start]) else []
    if before and not (after and words.separator.search(plain[before[-1].end : date.start])):
        return _joined(plain, before)
    after = [k for k in after if k.role != "tested" or not _BASIS.search(plain[: k.start])] or after
    cut = bool(after) and _is_cut(plain[date.end : after[0].start])
    if after and not cut:
        return _joined_after(plain, after)
    if before:
        return _joined(plain, before)
    # "tested on 3 May 2023 and 4 June 2024": the second date shares the word of the first.
    between = plain[zone[0] : date.start]
    if earlier and len(between) < 32 and ";" not in between:
        return [earlier[-1]]
    return _joined_after(plain, after)[:1] if after else []


def _is_direct(between: str, words: RoleWords) -> bool:
    """Say whether a date stands right behind a word; what is joined to it is another matter."""
    return _DIRECT.fullmatch(between) is not None and not words.joint.search(between)


def _after_next(
    plain: str,
    date: FoundDate,
    keywords: Sequence[_Keyword],
    until: tuple[_Keyword, int],
    words: RoleWords,
) -> list[_Keyword]:
    """Return the word behind the next date, which tells of *date* too.

    "wurde am 2. Juni erstellt und am 3. Juli sowie am 4. August überprüft"
    """
    word, next_date = until
    parted = words.separator.search(plain[word.end : date.start])
    if word.end > date.start or not parted or next_date == len(plain):
        return []
    if not _all_conjunctions(_SMALL.sub(" ", plain[date.end : next_date]).strip()):
        return []
    return [each for each in keywords if each.start > next_date][:1]


def _belongs_to_next(plain: str, keyword: _Keyword, next_date: int) -> bool:
    """Say whether it is "the audit of 5 May", which stands right before that date."""
    return OF.search(plain[keyword.end : next_date]) is not None


def _is_cut(between: str) -> bool:
    return re.search(r"[;|]|\. ", re.sub(r"^ ?[dgr\u0433]\.", "", between)) is not None


def _joined(plain: str, before: Sequence[_Keyword]) -> list[_Keyword]:
    chosen = [before[-1]]
    for each in reversed(before[:-1]):
        between = plain[each.end : chosen[0].start].strip()
        if not _all_conjunctions(between):
            break
        chosen.insert(0, each)
    return chosen[::-1]


def _joined_after(plain: str, after: Sequence[_Keyword]) -> list[_Keyword]:
    chosen = [after[0]]
    for each in after[1:]:
        between = plain[chosen[-1].end : each.start].strip()
        # Nothing between: "a self-assessment prepared", which is of two things.
        if not between or not _all_conjunctions(between):
            break
        chosen.append(each)
    return chosen


def _all_conjunctions(between: str) -> bool:
    return len(between) <= 24 and all(_CONJUNCTION.match(part) for part in between.split())


def _is_bound(plain: str, date: FoundDate, words: RoleWords, keyword: _Keyword) -> bool:
    """Say whether the date only bounds a time: before, until or since that day."""
    if _RANGE.search(plain[: date.start].rstrip()):
        return False
    if keyword.end <= date.start and not plain[keyword.end : date.start].strip(" :"):
        return False
    if _IS_FROM.search(plain[: date.start]):
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
    keyword: _Keyword,
    words: RoleWords,
    zone: tuple[int, int],
) -> bool:
    if keyword.end <= date.start:
        if _LATELY.search(plain[keyword.end : date.start]):
            # "is reviewed every year, most recently on 1 September 2025"
            return False
        low = _clause_start(plain, zone[0], keyword.start, words)
        around = f"{plain[low : keyword.start]} {plain[keyword.end : date.start]}"
        return bool(words.future.search(around))
    low = _clause_start(plain, zone[0], date.start, words)
    return bool(words.future.search(plain[low : keyword.end]))


def _clause(
    plain: str, date: FoundDate, keyword: _Keyword, zone: tuple[int, int], words: RoleWords
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


def _is_either(keyword: _Keyword, plain: str, words: RoleWords) -> bool:
    return words.either.fullmatch(plain[keyword.start : keyword.end]) is not None


def _is_of_site(role: DateRole, plain: str, scope: str, words: RoleWords) -> bool:
    if role in {"reviewed", "tested"} or words.statement.search(plain):
        return False
    return bool(words.site_event.search(scope)) and not _CALLED.search(plain)


def _role_of(
    keyword: _Keyword, plain: str, scope: str, words: RoleWords, lang: str
) -> DateRole | None:
    """Return the role for good: what was done to the site differs from the statement's."""
    role = keyword.role
    told = words.statement.search(scope) or words.site.search(scope)
    about = scope if told else plain
    of_statement = words.statement.search(about) is not None
    if role == "reviewed" and not of_statement and words.site.search(about):
        return "tested"
    if role == "reviewed" and not of_statement and _OF_SITE.match(plain[keyword.end :]):
        return "tested"
    if role == "tested" and words.of_statement.match(plain[keyword.end :]):
        return "reviewed"
    if role == "tested" and of_statement and not words.site.search(about):
        return "reviewed" if _is_either(keyword, plain, words) else role
    if role == "published" and not words.statement.search(plain) and not _PAGE.search(plain):
        said = re.split(r"[;|]", plain[: keyword.start])[-1]
        if len(said.split()) > _LABEL_WORDS:
            return None
    if role in {"published", "updated", "prepared"} and not words.statement.search(plain):
        others = vocabulary(lang).others if lang in languages() else None
        if others is not None and others.search(scope) and not _PAGE.search(plain):
            return None
    return role
