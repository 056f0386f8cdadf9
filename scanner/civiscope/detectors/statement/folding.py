"""Fold text for comparison, cut it into sentences, and tell its language."""

# ruff: noqa: RUF001 - letters that look alike are what is folded

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any
from unicodedata import category

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SPACE = re.compile(r"\s+")
_MARKS: dict[int, str | None] = {
    point: None for point in range(0x900, 0x980) if category(chr(point)).startswith("M")
}
"""Vowels of Devanagari, which are no letters to a pattern: like accents, they are left out."""
_DIGITS = {0x966 + number: str(number) for number in range(10)}
_ALIKE: dict[str, str | None] = {
    **dict.fromkeys("’‘ʼ´`", "'"),
    **dict.fromkeys("“”„«»‹›", '"'),
    **dict.fromkeys("–—−‑‒", "-"),
    **{"ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i"},
}
_FOLD = {**_MARKS, **_DIGITS, **str.maketrans(_ALIKE)}
_PATTERNS = frozenset(
    {"claims.toml", "common.toml", "roles.toml", "wide_words.toml", "guesses.toml"}
)
_AS_FOLDED = {ord("ς"): "σ", ord("й"): "и", **_MARKS}
"""Letters that words have in these tables, and no folded text has."""
_END = re.compile(r"(?<=[.!?…।])[\"”“»')\]]*\s+")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(\[\"'])(?:[a-z]|nrs?|n\.?[ºo°]|no|nos|num|art|arts|abs|ziff|bzw|ca|ggf|evtl|inkl|usw|vgl"
    r"|sog|st|sec|reg|regs|vs|cf|etc|al|ex|par|para|paragr|dir|dipl|mr|mrs|ms|dr|ing|prof|str|tel"
    r"|d\.d|poz|ust|dz|tj|tzn|np|itd|r|sb|zb|odst|pism|resp|napr|tzv|tzv|kap|kl|mm|bl|jf|pkt|stk|nk|lov"
    r"|s\.i|d\.l|d\.lgs|d\.m|d\.p\.r|u\.s|e\.g|i\.e|z\.b|d\.h|u\.a|o\.ä|o\.a|bijv|incl|resp|min"
    r"|esim|ym|ns|mom|ks|jne|dvs|fx|osv|evt|lp|sz|evi|uimh|lch|approx|jan|feb|mar|apr|jun|jul|aug"
    r"|sep|sept|oct|okt|nov|dec|dez|dic|ene|abr|ago|gen|mag|giu|lug|set|ott|avr|juil|fevr|janv)\.$",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?:^|[^\d.,])\d{1,2}\.$")
_YEAR_WORD = re.compile(r"\d{4} ?[rgг]\.$|\d d\.$")
_LETTERS_WEIGH = 0.3
"""What a word with letters of a language says for it, beside a small word of that language."""
_MIN_TOLD = 2
_NEAR = 0.7
"""Share of the best language's words that a declared language needs to be believed."""
_LITTLE = 1.5
"""By how much another language may be ahead in a few words."""
_MAX_ASIDE = 60
"""Characters from a full stop to the end of the brackets that it stands in."""
_MONTH_AND_DAY = re.compile(r"\d{1,2}\. ?\d")
_YEAR_END = re.compile(r"\d{4}\.$")


def clean(text: str) -> str:
    """Return *text* with single spaces, and without characters that nobody sees."""
    return _SPACE.sub(" ", _INVISIBLE.sub("", text)).strip()


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Return *text* in small letters without accents, with plain quotation marks and dashes."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_FOLD))
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return _SPACE.sub(" ", unicodedata.normalize("NFC", bare).translate(_FOLD)).strip()


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a block; abbreviations, ordinals and numbers of laws end none."""
    start = 0
    for end in _END.finditer(text):
        before, after = text[start : end.start()], text[end.end() :]
        if _goes_on(before, after) or _in_brackets(before, after):
            continue
        if before.strip():
            yield before.strip()
        start = end.end()
    if text[start:].strip():
        yield text[start:].strip()


def _in_brackets(before: str, after: str) -> bool:
    """Say whether *before* ends inside brackets that are soon closed: "(BGBl. I S. 2970)"."""
    open_at, close_at = before.rfind("("), after.find(")")
    if open_at <= before.rfind(")") or not 0 <= close_at < _MAX_ASIDE:
        return False
    return not 0 <= after.find("(") < close_at


def _goes_on(before: str, after: str) -> bool:
    if not before.endswith("."):
        return False
    if _YEAR_WORD.search(before[-8:]) and after[:1].isupper():
        # "31 marca 2025 r. Strona …"
        return False
    if _ABBREVIATED.search(before[-14:]):
        return True
    if after[:1].isdigit() and folded(before[-14:-1]).rpartition(" ")[2] in _month_names():
        # "4 févr. 2025"
        return True
    if not after:
        return False
    if _ORDINAL.search(before[-4:]):
        # "1. The site is …" is an item of a list; "23. September" and "vom 12. Juli" are dates.
        first = folded(re.split(r"[\s.,]", after, maxsplit=1)[0])
        return after[0].islower() or after[0].isdigit() or first in _month_names()
    if _YEAR_END.search(before[-5:]) and before[-6:-5] != "/":
        # "2024. március 5.", "2024. 03. 05." and "2020. gada" go on.
        return after[0].islower() or _MONTH_AND_DAY.match(after) is not None
    return after[0].islower()


@lru_cache(maxsize=1)
def _month_names() -> frozenset[str]:
    listed = [*table("months.toml").values(), *table("short_months.toml").values()]
    return frozenset(folded(name) for names in listed for each in names for name in each.split())


@lru_cache(maxsize=1)
def function_words() -> Mapping[str, frozenset[str]]:
    """Return the small words by which each language is told."""
    return {
        lang: frozenset(folded(words).split())
        for lang, words in table("languages.toml")["words"].items()
    }


@lru_cache(maxsize=2048)
def language_of(text: str) -> str:
    """Return the language that *text* is written in, by its small words; empty when unclear."""
    found = _likely_languages(text)
    return found[0] if len(found) == 1 else ""


def likely_language(text: str) -> str:
    """Return the language that *text* is most likely in, where as many words speak for others."""
    shared = Counter(word for small in function_words().values() for word in small)
    words = re.findall(r"[^\W\d_]+", folded(text))

    def weight(lang: str) -> float:
        small = function_words()[lang]
        return sum(1 / shared[word] for word in words if word in small)

    return max(_likely_languages(text), key=weight, default="")


def _likely_languages(text: str) -> list[str]:
    """Return the languages most of whose small words stand in *text*, two at least."""
    scores = _scores(text)
    best = max(scores.values())
    return [lang for lang, score in scores.items() if score == best] if best >= 2 else []


def language_told(text: str, declared: str) -> str:
    """Return the language of *text*; of those that it may be in, the *declared* one.

    Neighbours share most of their small words, and pages are often declared to be in English
    whatever they are in.
    """
    scores = _scores(text)
    best = max(scores.values())
    own = scores.get(declared, 0)
    if best >= _MIN_TOLD and (own >= _NEAR * best or 0 < own >= best - _LITTLE):
        return declared
    return language_of(text)


@lru_cache(maxsize=256)
def _scores(text: str) -> Mapping[str, float]:
    words = re.findall(r"[^\W\d_]+", folded(text))
    return {
        lang: sum(word in small for word in words) + _by_letters(text, lang)
        for lang, small in function_words().items()
    }


def _by_letters(text: str, lang: str) -> float:
    """Return what the words of *text* with letters beyond a to z say for *lang*, or against it."""
    alphabet = _letters()[lang]
    found = 0
    for word in re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", text.casefold())):
        beyond = {letter for letter in word if letter > "\x7f" and letter < "\u0370"}
        if beyond:
            found += 1 if beyond <= alphabet else -1
    return found * _LETTERS_WEIGH


@lru_cache(maxsize=1)
def _letters() -> Mapping[str, frozenset[str]]:
    listed = table("languages.toml")["letters"]
    return {lang: frozenset(listed.get(lang, "")) for lang in function_words()}


def table(name: str) -> Mapping[str, Any]:
    """Return one of the tables beside this module."""
    place = files("civiscope.detectors.statement").joinpath(name)
    text = place.read_text(encoding="utf-8")
    return tomllib.loads(text.translate(_AS_FOLDED) if name in _PATTERNS else text)


def common(name: str) -> str:
    """Return the words of *name* in `common.toml` as alternatives of a pattern."""
    return "|".join(_common()[name])


@lru_cache(maxsize=1)
def _common() -> Mapping[str, list[str]]:
    return table("common.toml")
