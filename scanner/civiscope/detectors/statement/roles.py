"""Say what each date in a statement is the date of: prepared, reviewed, tested, …"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, get_args

from civiscope.detectors.statement.dates import FoundDate, find_dates, fold_for_dates
from civiscope.detectors.statement.folding import common, language_of, sentences, table
from civiscope.detectors.statement.status import language_of_statement
from civiscope.detectors.statement.vocabulary import languages, vocabulary
from civiscope.model.statement import StatementBlock, StatementText

DateRole = Literal["prepared", "reviewed", "updated", "tested", "published"]
ROLES: tuple[DateRole, ...] = get_args(DateRole)

_LABEL_WORDS = 14
"""Words of a block that names what the date in the next block is of, at most."""
_ALONE_WORDS = 8
"""Words of a block that is hardly more than a date."""
_EDGE_REACH = 3
_NEAR_LAW = 14
"""Characters between a law and its date where nothing joins them, less than."""
_LAW = re.compile(rf"(?<!\w)(?:{common('law')})(?!\w)")
_OF = re.compile(rf"(?:^|[\s,(])(?:{common('of')})\s*$")
_ON = re.compile(rf"(?<!\w)(?:{common('on')})\s*$")
_CONJUNCTION = re.compile(rf"^(?:[,/&]|{common('joining')})*$")
_DATE_ALONE = re.compile(rf"(?:{common('date_noun')}) ?: ?(?=(?:\S+ )?\d)")
"""A line that says no more than "Date: 3 May 2025"."""
_BASIS = re.compile(rf"(?:{common('basis')})(?: \S+){{0,3}} ?$")
"""What stands before the ground that a statement was written on."""
_SMALL_WORDS = rf"(?: (?:{common('prepositions')}|{common('determiners')}|{common('of')})){{0,3}}"


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


@dataclass(frozen=True, slots=True)
class _RoleWords:
    roles: tuple[tuple[DateRole, re.Pattern[str]], ...]
    weak: re.Pattern[str]
    """Verbs that say "prepared" of a statement, and something else of all others."""
    future: re.Pattern[str]
    edge: re.Pattern[str]
    edge_after: re.Pattern[str]
    statement: re.Pattern[str]
    site: re.Pattern[str]
    own_date: re.Pattern[str]
    """The date of the statement, called so: "date of this statement"."""
    separator: re.Pattern[str]
    """Where what is said of another event begins."""


@dataclass(frozen=True, slots=True)
class _Keyword:
    role: DateRole
    start: int
    end: int
    weak: bool = False


_PAGE = re.compile(rf"(?<!\w)(?:{common('page')})(?!\w)")


def read_dates(text: StatementText, *, month_first: bool = False) -> list[DateMention]:
    """Return the dates of *text* that say when the statement or the site was worked on.

    *month_first* says that 03/04/2024 is the fourth of March.
    """
    declared = text.lang.lower().partition("-")[0]
    known = dict.fromkeys(filter(None, (language_of_statement(text), declared)))
    langs = tuple(known) or ("other",)
    found: list[DateMention] = []
    label = ""
    for block in text.blocks:
        mentions, alone = _in_block(block, label, langs, month_first=month_first)
        found += mentions
        if not alone:
            label = block.text if len(block.text.split()) <= _LABEL_WORDS else ""
    return found


def latest(mentions: Sequence[DateMention]) -> Mapping[DateRole, str]:
    """Return one date for each role: of the first writing, and the last of everything else."""
    best: dict[DateRole, str] = {}
    for each in mentions:
        if not each.iso:
            continue
        known = best.get(each.role)
        later = each.iso > known if known else True
        if known is None or (later and each.role not in {"prepared", "published"}):
            best[each.role] = each.iso
    return best


def _in_block(
    block: StatementBlock, label: str, langs: Sequence[str], *, month_first: bool
) -> tuple[list[DateMention], bool]:
    """Return the mentions in a block, and whether it is hardly more than a date."""
    found: list[DateMention] = []
    alone = False
    short = len(block.text.split()) <= _ALONE_WORDS
    for sentence in sentences(block.text):
        plain = fold_for_dates(sentence)
        dates = find_dates(plain, month_first=month_first, lang=langs[0])
        if not dates:
            continue
        mentions = _in_any_language(sentence, plain, dates, langs)
        if not mentions and short and label:
            alone = True
            joined = f"{label.rstrip(' :')}: {sentence}"
            plain = fold_for_dates(joined)
            again = find_dates(plain, month_first=month_first, lang=langs[0])
            mentions = _in_any_language(joined, plain, again, langs)
        found += mentions
    return found, alone


def _in_any_language(
    sentence: str, plain: str, dates: Sequence[FoundDate], langs: Sequence[str]
) -> list[DateMention]:
    """Return the mentions of a sentence by the words of the first language that tells any."""
    own = language_of(sentence)
    for lang in dict.fromkeys((*langs, own) if own else langs):
        mentions = list(_in_sentence(sentence, plain, dates, lang))
        if mentions:
            return mentions
    return []


def _in_sentence(
    sentence: str, plain: str, dates: Sequence[FoundDate], lang: str
) -> Iterator[DateMention]:
    words = _role_words(lang)
    keywords = _keywords(plain, dates, words)
    for index, each in enumerate(dates):
        start = dates[index - 1].end if index else 0
        end = dates[index + 1].start if index + 1 < len(dates) else len(plain)
        chosen = _chosen(plain, each, keywords, (start, end), words)
        if not chosen or _is_bound(plain, each, words) or _is_of_law(plain, each, chosen[0]):
            continue
        scope = plain[max(0, min(start, chosen[0].start)) : end]
        if _is_future(plain, each, chosen[0], words, (start, end)):
            continue
        if not each.iso and len(each.text) < 6:
            continue
        for keyword in chosen:
            role = _role_of(keyword.role, plain, scope, words, lang)
            if role is not None:
                yield DateMention(
                    role=role,
                    iso=each.iso,
                    text=each.text,
                    sentence=sentence,
                    misspelt=each.misspelt,
                    of_page=bool(_PAGE.search(plain)) and not words.statement.search(plain),
                )


def _keywords(plain: str, dates: Sequence[FoundDate], words: _RoleWords) -> list[_Keyword]:
    found: list[_Keyword] = []
    for role, pattern in words.roles:
        for match in pattern.finditer(plain):
            if not match[0].strip():
                continue
            if not any(d.start < match.end() and match.start() < d.end for d in dates):
                found.append(_Keyword(role, match.start(), match.end()))
    if words.statement.search(plain):
        for match in words.weak.finditer(plain):
            found.append(_Keyword("prepared", match.start(), match.end(), weak=True))
        for match in words.own_date.finditer(plain):
            found.append(_Keyword("prepared", match.start(), match.end()))
    elif alone := _DATE_ALONE.match(plain):
        found.append(_Keyword("prepared", 0, alone.end()))
    found.sort(key=lambda each: (each.start, -each.end))
    kept: list[_Keyword] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def _chosen(
    plain: str,
    date: FoundDate,
    keywords: Sequence[_Keyword],
    zone: tuple[int, int],
    words: _RoleWords,
) -> list[_Keyword]:
    """Return the words that say what happened on *date*; several where they are joined."""
    before = [k for k in keywords if zone[0] <= k.start and k.end <= date.start]
    after = [k for k in keywords if date.end <= k.start and k.end <= zone[1]]
    before = [k for k in before if not k.weak] or before
    after = [k for k in after if not k.weak] or after
    earlier = [k for k in keywords if k.end <= zone[0]]
    if before and not (after and words.separator.search(plain[before[-1].end : date.start])):
        return _joined(plain, before)
    after = [k for k in after if k.role != "tested" or not _BASIS.search(plain[: k.start])] or after
    if after and not _is_cut(plain[date.end : after[0].start]):
        return _joined_after(plain, after)
    if before:
        return _joined(plain, before)
    if after:
        return _joined_after(plain, after)[:1]
    # "tested on 3 May 2023 and 4 June 2024": the second date shares the word of the first.
    return [earlier[-1]] if earlier and len(plain[zone[0] : date.start]) < 25 else []


def _is_cut(between: str) -> bool:
    return re.search(r"[;|]|\. ", between) is not None


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
        if not _all_conjunctions(plain[chosen[-1].end : each.start].strip()):
            break
        chosen.append(each)
    return chosen


def _all_conjunctions(between: str) -> bool:
    return len(between) <= 24 and all(_CONJUNCTION.match(part) for part in between.split())


def _is_bound(plain: str, date: FoundDate, words: _RoleWords) -> bool:
    """Say whether the date only bounds a time: before, until or since that day."""
    before = plain[: date.start].rstrip(" (:").split()[-_EDGE_REACH:]
    tail = " ".join(before)
    if any(match.end() == len(tail) for match in words.edge.finditer(tail)):
        return True
    follows = plain[date.end : date.end + 14].lstrip()
    return words.edge_after.match(follows) is not None


def _is_of_law(plain: str, date: FoundDate, keyword: _Keyword) -> bool:
    before = plain[: date.start]
    last: re.Match[str] | None = None
    for match in _LAW.finditer(before[-90:]):
        last = match
    if last is None:
        return False
    offset = max(0, len(before) - 90)
    between = before[offset + last.end() :]
    if keyword.end <= date.start and keyword.start >= offset + last.end():
        return False
    if _OF.search(between):
        return True
    return len(between.strip(" ,(")) < _NEAR_LAW and not _ON.search(between)


def _is_future(
    plain: str,
    date: FoundDate,
    keyword: _Keyword,
    words: _RoleWords,
    zone: tuple[int, int],
) -> bool:
    if keyword.end <= date.start:
        low = _clause_start(plain, zone[0], keyword.start, words)
        return bool(words.future.search(plain[low : date.start]))
    low = _clause_start(plain, zone[0], date.start, words)
    return bool(words.future.search(plain[low : keyword.end]))


def _clause_start(plain: str, low: int, high: int, words: _RoleWords) -> int:
    last = low
    for match in words.separator.finditer(plain, low, high):
        last = match.end()
    return last


def _role_of(
    role: DateRole, plain: str, scope: str, words: _RoleWords, lang: str
) -> DateRole | None:
    """Return the role for good: what was done to the site differs from the statement's."""
    of_statement = words.statement.search(plain) is not None
    if role == "reviewed" and not of_statement and words.site.search(plain):
        return "tested"
    if role in {"published", "updated", "prepared"} and not of_statement:
        others = vocabulary(lang).others if lang in languages() else None
        if others is not None and others.search(scope):
            return None
    return role


@lru_cache(maxsize=40)
def _role_words(lang: str) -> _RoleWords:
    known = table("roles.toml")
    listed: dict[str, Any] = known.get(lang, known["other"])
    parting = table("common.toml")["parting"]
    statement = "|".join(listed["statement"])
    date_noun = common("date_noun")
    return _RoleWords(
        roles=tuple((role, _compiled(listed[role])) for role in ROLES),
        weak=_compiled(listed.get("weak", ())),
        future=_compiled(listed["future"]),
        edge=_compiled(listed["edge"]),
        edge_after=_compiled(listed["edge_after"]),
        statement=_compiled(listed["statement"]),
        site=_compiled(listed["site"]),
        own_date=_compiled(
            [
                rf"(?:{date_noun}){_SMALL_WORDS} (?:{statement})",
                rf"(?:{statement})[ -](?:{date_noun})",
                rf"(?:{statement}) (?:{common('of')})(?= (?:\S+ )?\d)",
            ]
        ),
        separator=re.compile(
            rf"[;,|]|(?<!\w)(?:{'|'.join(parting.get(lang, parting['other']))})(?!\w)"
        ),
    )


def _compiled(fragments: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(fragments)})(?!\w)" if fragments else r"(?!)")
