"""Tell dates of laws and of other texts from those of the statement."""

from __future__ import annotations

import re

from civiscope.detectors.statement.dates import FoundDate
from civiscope.detectors.statement.folding import common
from civiscope.detectors.statement.role_words import DateRole, RoleWords

_NEAR_LAW = 14
"""Characters between a law and its date where nothing joins them, less than."""
_LAW = re.compile(rf"(?<![\w-])(?:{common('law')})(?![\w-])")
_EDITION = re.compile(rf"(?<!\w)(?:{common('edition')})(?!\w)")
"""An edition has a date of its own only where a word joins them."""
_OBJECT = re.compile(
    rf" (?:{common('determiners')}) (?:\S+ )?(?:{common('law')}|rules?|guidelines)(?![\w-])"
)
_SUBJECT = re.compile(
    rf"(?<![\w-])(?:{common('law')}|{common('other_texts')})(?: [^\s,;:]+){{0,5}}"
    r"(?:, (?:as|last|zuletzt|tel que|come|segun|senast|senest))? \(?$"
)
"""What stands before a word that says what was done to a law or to another text."""
_RELATIVE = re.compile(rf"(?<!\w)(?:{common('relative')})(?!\w)")
OF = re.compile(rf"(?:^|[\s,(])(?:{common('of')})\s*$")
_ON = re.compile(rf"(?<!\w)(?:{common('on')})\s*$")
_ASIDE = re.compile(r" ?\([^()]*\)| ?\d{1,2}\.? [^\W\d_]+ \d{4}| ?\d[\d./-]{5,}")
"""What may stand between a law and what was done to it: its number, its date."""


def is_of_law(
    plain: str, date: FoundDate, role: DateRole, word: tuple[int, int], words: RoleWords
) -> bool:
    """Say whether *date*, of which *word* tells, is that of a law or of another text."""
    before = plain[: date.start]
    last: re.Match[str] | None = None
    for match in _LAW.finditer(before[-90:]):
        last = match
    of_text = role in {"published", "updated", "prepared"}
    if of_text and _is_of_other_text(plain, word, words):
        return True
    offset = max(0, len(before) - 90)
    edition = _EDITION.search(before[-40:])
    if edition is not None and OF.search(before[-40:][edition.end() :]):
        return edition.start() + offset > 0 and not words.statement.search(plain)
    if last is None:
        return False
    between = before[offset + last.end() :]
    if word[1] <= date.start and word[0] >= offset + last.end():
        return False
    if OF.search(between):
        return True
    return len(between.strip(" ,(")) < _NEAR_LAW and not _ON.search(between)


def _is_of_other_text(plain: str, word: tuple[int, int], words: RoleWords) -> bool:
    """Say whether it is "the board published the rule on …" or "the Act was amended on …"."""
    before = _ASIDE.sub("", plain[: word[0]])
    subject = _SUBJECT.search(before)
    if subject is not None and words.statement.search(plain):
        # "to reflect the regulations that were made on …"
        last = words.statement.search(before[: subject.start()])
        return last is None or _RELATIVE.search(subject[0]) is not None
    if words.statement.search(plain):
        return False
    return subject is not None or _OBJECT.match(plain[word[1] :]) is not None


def follows_law(plain: str, date: FoundDate) -> bool:
    """Say whether a law stands right before *date*."""
    before = plain[: date.start][-90:]
    return any(OF.fullmatch(before[match.end() :]) for match in _LAW.finditer(before))
