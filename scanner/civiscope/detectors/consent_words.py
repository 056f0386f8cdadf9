"""Read the words of a button, and give each its role, in every language that knows all of them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Literal, cast, get_args

Role = Literal[
    "optout",
    "yes",
    "no",
    "none",
    "not",
    "reject",
    "off",
    "accept",
    "on",
    "all",
    "only",
    "without",
    "except",
    "optional",
    "need",
    "functional",
    "extra",
    "thing",
    "message",
    "about",
    "consent",
    "save",
    "use",
    "confirm",
    "choice",
    "settings",
    "manage",
    "show",
    "details",
    "best",
    "ack",
    "close",
    "go",
    "thanks",
    "and",
    "fill",
]
_ROLES: tuple[Role, ...] = get_args(Role)
_AFTER_COOKIE = frozenset[Role]({"settings", "choice", "manage", "details", "thing", "message"})
_BEFORE_COOKIE = frozenset[Role]({"need", "functional", "optional", "extra"})
_EVERYWHERE = "all_languages"
_SHORTEST_STEM = 3
# Scripts that are written without spaces between words.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff]+")
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0640]")
# Letters that have no accent to take off, in the Latin script; and those that Arabic and Persian
# keyboards write differently (yeh, kaf, teh marbuta).
_LETTERS = str.maketrans(
    {"\u0131": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
    | {"ħ": "h", "\u064a": "\u06cc", "\u0649": "\u06cc", "\u0643": "\u06a9", "\u0629": "\u0647"}
)
_APOSTROPHES = frozenset("'`\u00b4\u02bc\u2018\u2019")


@dataclass(slots=True)
class _Language:
    words: dict[str, Role] = field(default_factory=dict[str, Role])
    """Words and phrases (with spaces), normalised."""
    stems: dict[str, Role] = field(default_factory=dict[str, Role])
    longest: dict[str, int] = field(default_factory=dict[str, int])
    """First word of phrases: number of words in the longest that begins with it."""
    unspaced: int = 0
    """Letters of the longest word that is written without spaces around it."""


@dataclass(slots=True)
class _Lexicon:
    languages: tuple[_Language, ...]
    words: dict[str, int]
    """Bit mask of the languages that know a word, alone or in a phrase."""
    stems: dict[str, int]
    unspaced: int
    """Bit mask of the languages whose script has no spaces."""


def split_words(text: str) -> list[str]:
    """Return the words of *text*: lower case, without accents, punctuation and pictures."""
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    plain = unicodedata.normalize("NFC", plain).translate(_LETTERS).translate(_BREAKS)
    if _UNSPACED.search(plain):
        plain = _UNSPACED.sub(r" \g<0> ", plain)
    return plain.split()


class _Breaks(dict[int, str]):
    """What stands between words: everything that is not a letter, mark or digit."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        if category[0] in "LMN":
            kept = character
        else:
            # Apostrophes and what cannot be seen join: j'accepte is one word here, as can't is.
            joins = category == "Cf" or character in _APOSTROPHES
            kept = "" if joins else " & " if character == "&" else " "
        self[code] = kept
        return kept


_BREAKS = _Breaks()


def readings(words: list[str]) -> Iterator[list[Role]]:
    """Yield the roles of *words* for each language that knows every one of them."""
    lexicon = _lexicon()
    mask = -1
    for word in words:
        mask &= _knows(lexicon, word)
        if not mask:
            return
    number = 0
    while mask and number < len(lexicon.languages):
        if mask & 1:
            roles = _roles(lexicon.languages[number], words)
            if roles is not None:
                yield roles
        mask >>= 1
        number += 1


def _knows(lexicon: _Lexicon, word: str) -> int:
    mask = lexicon.words.get(word, 0)
    for end in range(_SHORTEST_STEM, len(word) + 1):
        mask |= lexicon.stems.get(word[:end], 0)
    if word > "\u0e00" and _UNSPACED.match(word):
        mask |= lexicon.unspaced
    if "cookie" in word and len(word) > len("cookies"):
        rest = word.removeprefix("cookie").removeprefix("s")
        if not word.startswith("cookie"):
            rest = word.removesuffix("s").removesuffix("cookie")
        # A name with the word in its middle stays as it is.
        if len(rest) <= len(word) - len("cookie"):
            mask |= _knows(lexicon, rest)
    return mask


def _roles(language: _Language, words: list[str]) -> list[Role] | None:
    """Return the role of each word or phrase, None when one is unknown."""
    roles: list[Role] = []
    at = 0
    while at < len(words):
        for size in range(language.longest.get(words[at], 1), 0, -1):
            found = language.words.get(" ".join(words[at : at + size]))
            if found is not None:
                roles.append(found)
                at += size
                break
        else:
            more = _roles_within(language, words[at])
            if more is None:
                return None
            roles += more
            at += 1
    return roles


def _roles_within(language: _Language, word: str) -> list[Role] | None:
    """Return the roles of the parts of a word that does not stand in the list itself."""
    for end in range(len(word), _SHORTEST_STEM - 1, -1):
        found = language.stems.get(word[:end])
        if found is not None:
            return [found]
    if language.unspaced and _UNSPACED.match(word):
        return _cut(language, word)
    if "cookie" in word and len(word) > len("cookies"):
        return _compound(language, word)
    return None


def _compound(language: _Language, word: str) -> list[Role] | None:
    """Return the roles of "Cookieeinstellungen", "cookievoorkeuren", "Marketingcookies"."""
    if word.startswith("cookie"):
        rest, allowed = word.removeprefix("cookie").removeprefix("s"), _AFTER_COOKIE
    elif word.removesuffix("s").endswith("cookie"):
        rest, allowed = word.removesuffix("s").removesuffix("cookie"), _BEFORE_COOKIE
    else:
        return None
    found = language.words.get(rest)
    roles: list[Role] = [found] if found else _roles_within(language, rest) or []
    # The noun "cookieconsent" is none of the verbs that it may be made of.
    return ["thing", *roles] if roles and allowed.issuperset(roles) else None


def _cut(language: _Language, word: str) -> list[Role] | None:
    """Cut a text without spaces into known words, the longest possible first; None if it fails."""
    # From the end, so that every rest has been cut once before it is asked for.
    rests: list[list[Role] | None] = [None] * len(word) + [[]]
    for start in range(len(word) - 1, -1, -1):
        for end in range(min(len(word), start + language.unspaced), start, -1):
            rest, role = rests[end], language.words.get(word[start:end])
            if rest is not None and role is not None:
                rests[start] = [role, *rest]
                break
    return rests[0]


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    text = files("civiscope.detectors").joinpath("consent_words.toml").read_text(encoding="utf-8")
    table = cast("dict[str, dict[str, str]]", tomllib.loads(text))
    everywhere = table.pop(_EVERYWHERE)
    lexicon = _Lexicon((), defaultdict(int), defaultdict(int), 0)
    languages: list[_Language] = []
    for number, entries in enumerate(table.values()):
        language, bit = _Language(), 1 << number
        for role in _ROLES:
            _add(language, role, entries.get(role, ""))
            _add(language, role, everywhere.get(role, ""))
        for phrase in language.words:
            for word in phrase.split():
                lexicon.words[word] |= bit
        for stem in language.stems:
            lexicon.stems[stem] |= bit
        unspaced = [word for word in language.words if _UNSPACED.fullmatch(word)]
        if unspaced:
            language.unspaced = max(map(len, unspaced))
            lexicon.unspaced |= bit
        languages.append(language)
    lexicon.languages = tuple(languages)
    # From here on it is read only; a missing word must not be added by asking for it.
    lexicon.words, lexicon.stems = dict(lexicon.words), dict(lexicon.stems)
    return lexicon


def _add(language: _Language, role: Role, entries: str) -> None:
    for entry in entries.split(","):
        words = split_words(entry)
        if not words:
            continue
        if entry.strip().endswith("*"):
            language.stems.setdefault("".join(words), role)
            continue
        language.words.setdefault(" ".join(words), role)
        size = language.longest.get(words[0], 1)
        language.longest[words[0]] = max(size, len(words))
