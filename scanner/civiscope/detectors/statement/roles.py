"""Say what each date in a statement is the date of: prepared, reviewed, tested, …"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from civiscope.detectors.statement.date_keywords import Around
from civiscope.detectors.statement.date_mentions import DateMention, mentions_in
from civiscope.detectors.statement.dates import find_dates, fold_for_dates
from civiscope.detectors.statement.folding import common, folded, language_told, sentences, table
from civiscope.detectors.statement.guessed_dates import about_of, about_of_heading
from civiscope.detectors.statement.role_words import DateRole, role_words
from civiscope.detectors.statement.status import ALIKE, language_of_statement
from civiscope.model.statement import StatementBlock, StatementText

_LABEL_WORDS = 14
"""Words of a block that names what the date in the next block is of, at most."""
_ALONE_WORDS = 8
"""Words of a block that is hardly more than a date."""
_BARE_CHARACTERS = 12
"""Characters beside a date in a block that is a date and no more, at most."""
_WHEN = re.compile(rf"(?:{common('date_noun')}|{common('when')}) ?: ?(?=(?:\S+ ){{0,2}}\d)")
_WHEN_WORD = re.compile(r"^\w+ ?: ?")


def read_dates(
    text: StatementText, *, month_first: bool = False, today: date | None = None
) -> list[DateMention]:
    """Return the dates of *text* that say when the statement or the site was worked on.

    *month_first* says that 03/04/2024 is the fourth of March; a review on a day after *today* is
    the next one.
    """
    langs = _languages(text)
    found: list[DateMention] = []
    label = waiting = heading = ""
    day = today.isoformat() if today is not None else ""
    for block in text.blocks:
        if block.kind == "heading":
            heading = block.text if len(block.text.split()) <= _LABEL_WORDS else ""
        above = (heading, label) if _WHEN.match(fold_for_dates(block.text)) else (label,)
        around = Around(about_of_heading(folded(heading), role_words(langs[0])), day)
        mentions, alone = _in_block(block, above, langs, around, month_first=month_first)
        if waiting and not mentions and not alone and _is_label_below(block):
            # The date stands above what it is the date of.
            joined = StatementBlock(f"{block.text.rstrip(' :')}: {waiting}")
            mentions, _ = _in_block(joined, (), langs, around, month_first=month_first)
        if not (block.footer and _has_own_date(found)):
            # Content systems write below every page when it, or anything, was last changed.
            found += mentions
        waiting = block.text if alone and not mentions else ""
        if not alone:
            label = block.text if len(block.text.split()) <= _LABEL_WORDS else ""
    return _without_needless(found)


def _without_needless(found: Sequence[DateMention]) -> list[DateMention]:
    """Return the dates without the guesses at what words tell elsewhere."""
    known = {each.role for each in found if not each.guessed and not each.of_site}
    return [each for each in found if not each.guessed or each.role not in known]


def _has_own_date(found: Sequence[DateMention]) -> bool:
    """Say whether the statement itself tells when it was written or looked through."""
    return any(each.role != "tested" and each.iso and not each.of_site for each in found)


def _is_label_below(block: StatementBlock) -> bool:
    words = len(block.text.split())
    return block.kind != "heading" and words <= _ALONE_WORDS and not block.text.endswith(":")


def _languages(text: StatementText) -> tuple[str, ...]:
    """Return the languages whose words are looked for, the likeliest first."""
    declared = text.language_declared
    found = language_told(text.beginning, declared)
    likely = language_of_statement(text)
    # A few words that speak for no language may be of any.
    rest = () if found or declared or not likely else table("roles.toml")
    alike = (
        [] if declared else [each for group in ALIKE if found in group for each in sorted(group)]
    )
    first = (found, declared, likely, *alike) if found else (declared, likely)
    return tuple(dict.fromkeys(each for each in (*first, *rest) if each)) or ("other",)


def latest(mentions: Sequence[DateMention]) -> Mapping[DateRole, str]:
    """Return one date for each role: of the first writing, and the last of everything else."""
    best: dict[DateRole, str] = {}
    # What was done to the site says something of the statement only where nothing else does.
    for each in sorted(mentions, key=lambda mention: mention.of_site):
        known = best.get(each.role)
        own = any(other.role == each.role and not other.of_site for other in mentions)
        if not each.iso or (each.of_site and own):
            continue
        later = each.iso > known if known else True
        closer = known is not None and len(each.iso) > len(known) and each.iso.startswith(known)
        first = each.role in {"prepared", "published"}
        if known is None or closer or (later and not first):
            best[each.role] = each.iso
    return best


def _in_block(
    block: StatementBlock,
    labels: Sequence[str],
    langs: Sequence[str],
    around: Around,
    *,
    month_first: bool,
) -> tuple[list[DateMention], bool]:
    """Return the mentions in a block, and whether it is hardly more than a date.

    *labels* are the texts above it, the likeliest first, that may say what its date is of.
    """
    found: list[DateMention] = []
    alone = False
    short = len(block.text.split()) <= _ALONE_WORDS
    plain = question = ""
    for sentence in sentences(block.text):
        if sentence.endswith("?"):
            question = sentence
        if plain and (about := about_of(plain, role_words(langs[0]))):
            around = replace(around, about=about)
        plain = fold_for_dates(sentence, plain)
        dates = find_dates(plain, month_first=month_first, lang=langs[0])
        if not dates:
            continue
        mentions: list[DateMention] = []
        rest = len(plain) - dates[-1].end
        if not _WHEN.match(plain) or rest > _BARE_CHARACTERS:
            mentions = mentions_in(sentence, plain, dates, langs, around)
            if mentions and len(dates) > 1:
                mentions = mentions_in(sentence, plain, dates, langs, around, guess=True)
        if not mentions and question and len(sentence.split()) <= _ALONE_WORDS:
            asked = f"{question.rstrip(' ?')}: {sentence}"
            plainly = fold_for_dates(asked)
            again = find_dates(plainly, month_first=month_first, lang=langs[0])
            mentions = mentions_in(asked, plainly, again, langs, around)
        if not mentions and short and len(plain) - len(dates[0].text) <= _BARE_CHARACTERS:
            alone = True
        for label in filter(None, labels if not mentions and short else ()):
            alone = True
            joined = f"{label.rstrip(' :')}: {_WHEN_WORD.sub('', sentence)}"
            again = find_dates(fold_for_dates(joined), month_first=month_first, lang=langs[0])
            mentions = mentions_in(joined, fold_for_dates(joined), again, langs, around)
            if mentions:
                break
        found += mentions or mentions_in(sentence, plain, dates, langs, around, guess=True)
    return found, alone
