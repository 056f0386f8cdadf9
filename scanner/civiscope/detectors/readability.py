"""Measure running text by the published formula of its language.

English: Flesch-Kincaid grade. German: Amstad's version of Flesch. French: Kandel and Moles, in the
version 207 - 1.015 ASL - 73.6 ASW. Spanish: Szigriszt-Pazos, read on the INFLESZ scale. Estonian:
LIX, for which no band was published there, so that none is given.
ASL are words a sentence, ASW syllables a word. A formula knows nothing of meaning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from civiscope.detectors.syllables import count_syllables
from civiscope.model.reading import ReadingLevel

MIN_WORDS = 200
MIN_SENTENCES = 10
LONG_WORD = 7
_MIN_SENTENCE_WORDS = 3
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’»)\]]*\s+(?=[\"“„«¿¡(\[]*[^\W\d_]|\d)")  # noqa: RUF001 - quotation marks
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")  # noqa: RUF001 - an apostrophe
_ABBREVIATIONS = {
    "en": "mr mrs ms dr prof st no nos vs e.g i.e etc p pp sec art fig approx dept inc ltd jr sr",
    "de": "z.b d.h u.a usw bzw ca nr str dr prof hr fr art abs vgl evtl ggf inkl zzgl mio mrd tel",
    "fr": "m mm mme mlle dr pr st ste art p ex c.-à-d etc env n no tél av bd cf al",
    "es": "sr sra srta dr dra d art núm pág tel p.ej etc ud uds av avda c aprox n",
    "et": "nt jne st lk nr tel hr pr dr prof sh vt näit jm s.o s.t k.a",
}
_MONTHS = re.compile(
    r"^(?:jan|feb|mär|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec|veebr|aprill|juuni|juuli)",
    re.IGNORECASE,
)
_ORDINALS = {"de", "et"}
"""Languages that write a date as `1. März`."""


@dataclass(frozen=True, slots=True)
class _Formula:
    name: str
    value: Callable[[float, float, float], float]
    """Of words a sentence, syllables a word, and long words in a hundred."""
    easy: float | None
    hard: float | None
    higher_is_easier: bool = True
    syllables: bool = True


_FORMULAS = {
    "en": _Formula(
        "Flesch-Kincaid grade",
        lambda asl, asw, _: 0.39 * asl + 11.8 * asw - 15.59,
        8,
        12,
        higher_is_easier=False,
    ),
    "de": _Formula("Flesch (Amstad)", lambda asl, asw, _: 180 - asl - 58.5 * asw, 60, 40),
    "fr": _Formula(
        "Flesch (Kandel-Moles, 207)", lambda asl, asw, _: 207 - 1.015 * asl - 73.6 * asw, 60, 40
    ),
    "es": _Formula(
        "Szigriszt-Pazos (INFLESZ)", lambda asl, asw, _: 206.835 - 62.3 * asw - asl, 55, 40
    ),
    "et": _Formula(
        "LIX",
        lambda asl, _, long: asl + long,
        None,
        None,
        higher_is_easier=False,
        syllables=False,
    ),
}
LANGUAGES = tuple(_FORMULAS)
"""Languages that there is a formula for."""


def measure_reading(blocks: Iterable[str], language: str | None) -> ReadingLevel:
    """Return how hard the running text of *blocks*, one a paragraph, is in *language*."""
    code = re.split(r"[-_]", (language or "").strip().lower())[0]
    sentences = [
        words
        for block in blocks
        for sentence in split_sentences(block, code)
        if len(words := words_of(sentence)) >= _MIN_SENTENCE_WORDS
    ]
    count = sum(map(len, sentences))
    formula = _FORMULAS.get(code)
    if formula is None:
        state: Literal["no-formula", "no-language"] = "no-formula" if code else "no-language"
        return ReadingLevel(state, code, count, len(sentences))
    # A name is no harder for being long: its bearer's language made it.
    counted = [word for words in sentences for word in _without_names(words, code)]
    syllables = sum(count_syllables(word, code) for word in counted) if formula.syllables else 0
    long_words = sum(len(word) >= LONG_WORD for word in counted)
    if count < MIN_WORDS or len(sentences) < MIN_SENTENCES or not counted:
        return ReadingLevel("too-short", code, count, len(sentences), syllables, long_words)
    value = formula.value(
        count / len(sentences), syllables / len(counted), 100 * long_words / len(counted)
    )
    return ReadingLevel(
        "measured",
        code,
        count,
        len(sentences),
        syllables,
        long_words,
        formula.name,
        round(value, 1),
        _band(formula, value),
    )


def split_sentences(text: str, language: str) -> Iterator[str]:
    """Yield the sentences of a paragraph; dots of abbreviations, initials and dates end none."""
    rest = " ".join(text.split())
    begin = 0
    for end in _SENTENCE_END.finditer(rest):
        if _ends(rest[begin : end.start()], rest[end.end() :], language):
            yield rest[begin : end.end()].strip()
            begin = end.end()
    if rest[begin:].strip():
        yield rest[begin:].strip()


def words_of(sentence: str) -> list[str]:
    """Return the words of a sentence; numbers, addresses and abbreviations with dots are none."""
    plain = re.sub(r"\S*(?:@|://)\S*|(?<!\w)(?:[^\W\d_]\.\s?){2,}", " ", sentence)
    return _WORD.findall(plain)


def _ends(before: str, after: str, language: str) -> bool:
    last = before.rstrip('"”’»)]').rpartition(" ")[2]  # noqa: RUF001 - quotation marks
    if not last.endswith("."):
        return True
    word = re.split(r"['’(\"“„«\[]", last[:-1])[-1].casefold()  # noqa: RUF001 - quotation marks
    if word in _ABBREVIATIONS.get(language, "").split():
        return False
    if after[:1].islower() or (len(word) == 1 and word.isalpha()):
        return False
    dated = language in _ORDINALS and word.isdigit()
    return not (dated and _MONTHS.match(after))


def _without_names(words: list[str], language: str) -> list[str]:
    """Return *words* without names: capitals within a sentence; in German, two of them in a row."""
    kept = words[:1]
    for at, word in enumerate(words[1:], 1):
        capital = word[0].isupper()
        if language == "de":
            beside = words[at - 1][0].isupper() and at > 1
            beside = beside or (at + 1 < len(words) and words[at + 1][0].isupper())
            if capital and beside:
                continue
        elif capital and word not in {"I", "I'm", "I'll"}:
            continue
        kept.append(word)
    return kept


def _band(formula: _Formula, value: float) -> Literal["", "easy", "medium", "hard"]:
    if formula.easy is None or formula.hard is None:
        return ""
    sign = 1 if formula.higher_is_easier else -1
    if sign * value >= sign * formula.easy:
        return "easy"
    return "hard" if sign * value < sign * formula.hard else "medium"
