"""Find the words that announce a national number in a text, and where they end."""

from __future__ import annotations

import re
from functools import lru_cache

from civiscope.detectors.id_schemes import Scheme, announcing

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[^\W\d_]+")
# Marks of vowels are no letters to the pattern, but parts of words in these scripts.
_WORD_WITH_MARKS = re.compile("[\u0900-\u0dff\u0e00-\u0e7f]+")


def find_schemes(text: str) -> dict[Scheme, str]:
    """Return the kinds of number that *text* names, each with the word that names it."""
    phrases, exact = announcing()
    words = _words(text)
    found: dict[Scheme, str] = {}
    for word in phrases.keys() & words:
        plain = f" {' '.join(words)} "
        for phrase, scheme in phrases[word]:
            if f" {phrase} " in plain or f" {phrase}s " in plain:
                found[scheme] = phrase
    for word in exact.keys() & words:
        for written, scheme in exact[word]:
            # As an abbreviation in capitals, or as the name of a field or key.
            if re.search(rf"\b{re.escape(written)}\b|[\"'\[]{re.escape(word)}[\"'\]]", text):
                found[scheme] = written
    return found


def names_any(source: str) -> bool:
    """Say whether a word that may announce a number stands anywhere in *source*."""
    phrases, exact = announcing()
    words = set(_words(source))
    if not exact.keys().isdisjoint(words):
        return True
    told = (phrase for word in phrases.keys() & words for phrase, _ in phrases[word])
    return any(words.issuperset(phrase.split()) for phrase in told)


def last_end(text: str, phrase: str) -> int:
    """Return where *phrase* ends in *text* for the last time, -1 when it is not there."""
    end = -1
    for match in _pattern(phrase).finditer(text):
        end = match.end()
    return end


def first_start(text: str, phrase: str) -> int:
    """Return where *phrase* begins in *text* for the first time, -1 when it is not there."""
    match = _pattern(phrase).search(text)
    return match.start() if match else -1


@lru_cache(maxsize=1024)
def _pattern(phrase: str) -> re.Pattern[str]:
    # `social_security`, `socialSecurity` and `Social Security` are one.
    return re.compile(r"[\W_]{0,5}".join(map(re.escape, phrase.split())), re.IGNORECASE)


def _words(text: str) -> list[str]:
    words = _WORD.findall(text.lower())
    if _HUMP.search(text):
        words += _WORD.findall(_HUMP.sub(" ", text).lower())
    if not text.isascii():
        words += _WORD_WITH_MARKS.findall(text)
    return words
