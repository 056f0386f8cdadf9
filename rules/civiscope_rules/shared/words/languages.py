"""Say whether a text is in another language than it claims, by its script and its small words."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_MIN_FUNCTION_WORDS = 3
"""Function words that must be met before anything is said of a language."""
_SHARE = 0.25
"""Share of all words that they make up in running text of their own language, at the least."""
_PHRASE = 12
"""Words of a phrase; longer texts have small words enough."""
_PHRASE_HITS = 2
_PHRASE_SHARE = 0.6
_AKIN = ({"da", "nb", "nn", "no"}, {"hr", "sr", "bs", "sh"}, {"af", "nl"}, {"gl", "pt"})
_MACRO = {"no": "nb", "sr": "hr", "bs": "hr", "sh": "hr", "fil": "tl", "in": "id", "ms": "id"}
_SCRIPTS = {
    "CYRILLIC": {
        "ru",
        "uk",
        "bg",
        "sr",
        "mk",
        "be",
        "kk",
        "ky",
        "mn",
        "tg",
        "tt",
        "bs",
        "sh",
        "cu",
    },
    "GREEK": {"el", "grc", "cop"},
    "ARABIC": {"ar", "fa", "ur", "ps", "ckb", "ku", "sd", "ug", "ks", "pa", "prs", "arz", "az"},
    "HEBREW": {"he", "yi", "iw", "ji", "lad", "arc"},
    "HANGUL": {"ko"},
    "KANA": {"ja"},
    "HAN": {"zh", "ja", "ko", "yue", "lzh", "cmn", "wuu", "hak", "nan", "vi"},
    "THAI": {"th"},
    "DEVANAGARI": {"hi", "mr", "ne", "sa", "bho", "mai", "kok", "sd", "ks"},
    "BENGALI": {"bn", "as", "mni"},
    "TAMIL": {"ta"},
    "GURMUKHI": {"pa"},
    "GUJARATI": {"gu"},
    "ETHIOPIC": {"am", "ti", "gez", "om"},
    "ARMENIAN": {"hy"},
    "GEORGIAN": {"ka"},
}
_NAMED = {
    "HIRAGANA": "KANA",
    "KATAKANA": "KANA",
    "CJK": "HAN",
    "HANGUL": "HANGUL",
}
_DENSE = {"HAN", "KANA", "HANGUL", "THAI"}


_REMEMBERED = 4096
"""Texts whose language is not looked for again: menus and footers come again on every page."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A language a text seems to be in, or a script when that says enough."""

    language: str
    """A language tag, or the name of a script such as `Cyrillic script`."""
    hits: int
    """Words or letters that say so."""
    words: int
    """Words of the text, or letters."""


@lru_cache(maxsize=_REMEMBERED)
def other_language(text: str, claimed: str) -> Guess | None:
    """Return what *text* is in when that is surely not the language tag *claimed*, else None.

    Names, headings and lists hold too few function words to tell, so nothing is said of them.
    """
    subtags = claimed.lower().replace("_", "-").split("-")
    own = subtags[0]
    if not own or any(len(part) == 4 and part.isalpha() for part in subtags[1:]):
        # A script that is named (ru-Latn) is a language in unusual letters: leave it alone.
        return None
    claimed = _MACRO.get(own, own)
    return _by_script(text, own) or _by_words(text, claimed) or _by_phrase(text, claimed)


def _by_script(text: str, claimed: str) -> Guess | None:
    letters = Counter[str]()
    for character, times in Counter(text).items():
        if character.isalpha():
            letters[_script(character)] += times
    total = letters.total()
    if not total:
        return None
    for mixed in ("KANA", "HANGUL"):
        # Japanese, and Korean of old, are written with Chinese characters between their own.
        if letters[mixed] > 0.2 * total:
            letters[mixed] += letters.pop("HAN", 0)
    script, count = letters.most_common(1)[0]
    if script == "LATIN" or script not in _SCRIPTS or claimed in _SCRIPTS[script]:
        return None
    least = 6 if script in _DENSE else 12
    expected = {name for name, tags in _SCRIPTS.items() if claimed in tags} or {"LATIN"}
    mine = sum(letters[name] for name in expected)
    if expected == {"LATIN"} and claimed not in function_words() and len(claimed) != 2:
        return None
    if count >= least and count / total >= 0.7 and mine / total <= 0.2:
        return Guess(f"{script.capitalize()} script", count, total)
    return None


@cache
def _script(character: str) -> str:
    first = unicodedata.name(character, "").partition(" ")[0]
    return _NAMED.get(first, first)


def _by_words(text: str, claimed: str) -> Guess | None:
    known = function_words()
    tokens = [token.lower() for token in _WORD.findall(text.replace("\u2019", "'"))]
    # Letters that stand alone are those of a word somebody has spaced out.
    if not tokens or sum(len(token) == 1 for token in tokens) * 2 > len(tokens):
        return None
    if claimed not in known and not _other_script(claimed):
        return None
    counts = Counter(tokens)
    kin = next((group for group in _AKIN if claimed in group), {claimed})
    own = frozenset[str]().union(*(known.get(each, frozenset()) for each in kin))
    hits = dict.fromkeys((language for language in known if language not in kin), 0)
    languages_of = _languages_of()
    for word in counts.keys() & languages_of.keys():
        for language in languages_of[word]:
            if language not in kin:
                hits[language] += counts[word]
    best = max(hits, key=lambda each: hits[each])
    # Words that both languages have ("for", "de") speak for neither.
    apart = (known[best] - own) & counts.keys()
    most = sum(counts[word] for word in apart)
    mine = sum(counts[word] for word in (own - known[best]) & counts.keys())
    few = most < _MIN_FUNCTION_WORDS or len(apart) < _MIN_FUNCTION_WORDS
    if few or hits[best] < _SHARE * len(tokens) or mine * 3 > most:
        return None
    return Guess(best, most, len(tokens))


def _by_phrase(text: str, claimed: str) -> Guess | None:
    """Return the language of a few words that are nearly all words of every day in it."""
    tokens = [token.lower() for token in _WORD.findall(text.replace("\u2019", "'"))]
    common, known = _table("common_words"), function_words()
    if claimed not in known or not 2 <= len(tokens) <= _PHRASE:
        return None
    kin = next((group for group in _AKIN if claimed in group), {claimed})
    own = frozenset[str]().union(
        *(known.get(each, frozenset()) | common.get(each, frozenset()) for each in kin)
    )
    best, hits = "", set[str]()
    for language in common.keys() - kin:
        met = {token for token in tokens if token in common[language] | known[language]}
        # Small words alone are those of a name, "Ministère de la Santé".
        if met & common[language] and len(met) > len(hits):
            best, hits = language, met
    apart = hits - own
    counted = sum(1 for token in tokens if token in hits)
    if len(apart) < _PHRASE_HITS or counted < _PHRASE_SHARE * len(tokens):
        return None
    if any(token in own and token not in hits for token in tokens):
        return None
    return Guess(best, len(apart), len(tokens))


def _other_script(claimed: str) -> bool:
    return any(claimed in tags for tags in _SCRIPTS.values())


@cache
def _languages_of() -> Mapping[str, tuple[str, ...]]:
    """Return the languages that each small word belongs to."""
    found: dict[str, tuple[str, ...]] = {}
    for language, words in function_words().items():
        for word in words:
            found[word] = (*found.get(word, ()), language)
    return found


@cache
def function_words() -> Mapping[str, frozenset[str]]:
    """Return the small words that hold sentences together, by language."""
    return _table("function_words")


@cache
def _table(name: str) -> Mapping[str, frozenset[str]]:
    source = files(__package__ or "") / f"{name}.toml"
    lists = tomllib.loads(source.read_text(encoding="utf-8"))
    return {language: frozenset(words.split()) for language, words in lists.items()}
