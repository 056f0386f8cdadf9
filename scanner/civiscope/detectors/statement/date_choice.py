"""Choose among the words of a sentence those that say what happened on one of its dates."""

from __future__ import annotations

import re
from collections.abc import Sequence

from civiscope.detectors.statement.date_keywords import DIRECT, Keyword
from civiscope.detectors.statement.dates import FoundDate
from civiscope.detectors.statement.folding import common
from civiscope.detectors.statement.law_dates import OF
from civiscope.detectors.statement.role_words import RoleWords

_SMALL = re.compile(rf"(?<!\w)(?:{common('on')}|{common('again')})(?!\w)")
_CONJUNCTION = re.compile(rf"^(?:[,/&]|{common('joining')})*$")
BASIS = re.compile(rf"(?<!\w)(?:{common('basis')})(?: \S+){{0,3}} ?$")
"""What stands before the ground that a statement was written on."""
_BASIS_BEHIND = re.compile(rf" (?:{common('basis_behind')})(?!\w)")
_ON_BASIS = re.compile(rf"(?<!\w)(?:{common('basis')})(?: \S+){{0,5}} ?$")
_NOUN_OF = re.compile(rf"(?: [^\s,;:.|()]+){{0,2}} (?:{common('of')}) ?")
"""What stands between "audit" and the next date in "the external audit of 5 May"."""
_ENTRY = re.compile(r"\)? ?(?::|-(?= )) ?[^\d\s]")
_FIRST_DATE = re.compile(r"\d")


def chosen_for(
    plain: str,
    date: FoundDate,
    keywords: Sequence[Keyword],
    zone: tuple[int, int],
    words: RoleWords,
) -> list[Keyword]:
    """Return the words that say what happened on *date*; several where they are joined."""
    before = [k for k in keywords if zone[0] <= k.start and k.end <= date.start]
    after = [k for k in keywords if date.end <= k.start and k.end <= zone[1]]
    if _is_entry(plain, date, keywords):
        # "18 November 2024: first version; 24 November 2025: rewritten"
        return _joined_after(plain, after) if after else []
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
        after = [k for k in after if not _NOUN_OF.fullmatch(plain[k.end : zone[1]])]
    before = [k for k in before if not k.weak] or before
    after = [k for k in after if not k.weak] or after
    earlier = [k for k in keywords if k.end <= zone[0]]
    if before and after and before[-1].role == "tested" and BASIS.search(plain[: before[-1].start]):
        # "on the basis of a self-assessment prepared on 3 May", unless the test has the date.
        # Where another date follows, the word behind this one is of that.
        dated = OF.search(plain[before[-1].start : date.start]) is not None
        before = before if dated or zone[1] < len(plain) else []
    if (
        before
        and before[-1].role == "tested"
        and len(before) > 1
        and (_BASIS_BEHIND.match(plain[before[-1].end : date.start]))
    ):
        # Finnish and Hungarian have it behind: "laadittu itsearvioinnin perusteella 3.5.2025"
        before = before[:-1]
    if before and not (after and words.separator.search(plain[before[-1].end : date.start])):
        return _joined(plain, before)
    after = [k for k in after if k.role != "tested" or not BASIS.search(plain[: k.start])] or after
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


def _is_entry(plain: str, date: FoundDate, keywords: Sequence[Keyword]) -> bool:
    """Say whether what happened stands behind each date, as in a list of events."""
    if not _ENTRY.match(plain[date.end :]):
        return False
    first = _FIRST_DATE.search(plain)
    return first is not None and not any(k.end <= first.start() for k in keywords)


def _is_direct(between: str, words: RoleWords) -> bool:
    """Say whether a date stands right behind a word; what is joined to it is another matter."""
    return DIRECT.fullmatch(between) is not None and not words.joint.search(between)


def after_next(
    plain: str,
    date: FoundDate,
    keywords: Sequence[Keyword],
    until: tuple[Keyword, int],
    words: RoleWords,
) -> list[Keyword]:
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


def _belongs_to_next(plain: str, keyword: Keyword, next_date: int) -> bool:
    """Say whether it is "the audit of 5 May", which stands right before that date."""
    return OF.search(plain[keyword.end : next_date]) is not None


def _is_cut(between: str) -> bool:
    return re.search(r"[;|]|\. ", re.sub(r"^ ?[dgr\u0433]\.", "", between)) is not None


def _joined(plain: str, before: Sequence[Keyword]) -> list[Keyword]:
    chosen = [before[-1]]
    for each in reversed(before[:-1]):
        between = plain[each.end : chosen[0].start].strip()
        if not _all_conjunctions(between):
            break
        chosen.insert(0, each)
    return chosen[::-1]


def _joined_after(plain: str, after: Sequence[Keyword]) -> list[Keyword]:
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
