"""Words that carry meaning in a text, and words that carry none where they stand alone."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal

from civiscope_rules.shared.words.languages import function_words

Kind = Literal["title", "heading", "label", "alt"]
_WORD = re.compile(r"[^\W_]+")
_SHORTEST_STEM = 4
_MAX_CHARACTERS = 100
"""Of a word that are looked at: all its beginnings are kept, and a page may hold endless words."""
_REMEMBERED = 65536
"""Words whose stem is kept."""
_SERIES = 3
"""Links of a list that have names of their own before a bare noun among them is one, too."""
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ed", "es", "en", "er", *"aenosy")
_PLURAL = re.compile(r".*[^sui]s")
_FORMATS = re.compile(
    r"(?:(?:an?|the|as|in|to)\s+)?"
    r"(?:plain text|html?|xhtml|e?pdf|epub|docx?|word|odt|rtf|txt|xlsx?|excel|ods|csv|tsv|json|xml"
    r"|pptx?|powerpoint|mp3|mp4|wav|kml|shp|text)"
    r"(?:\s*(?:version|file|format|document|datei|fichier))?"
    r"(?:[\s(,]*[\d.,]+\s*[kmg]i?b\)?)?",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"(?:this|that|these|those|dies\w*|ce|cet|cette|ces|est[ea]s?|quest[oaie]|dit|deze)"
    r"(?:\s+\w+)?",
    re.IGNORECASE,
)


def content_words(text: str) -> tuple[str, ...]:
    """Return the words of *text* that say something, in lower case without accents, in order."""
    small = _small_words()
    return tuple(
        [
            word[:_MAX_CHARACTERS] if word.isascii() else _bare(word[:_MAX_CHARACTERS])
            for word in _WORD.findall(text.lower())
            if word not in small and (len(word) > 1 or word.isdigit())
        ]
    )


def shared_words(words: Iterable[str], others: Iterable[str]) -> set[str]:
    """Return those of *words* that are likely forms of one of *others* (harvest, harvesting).

    Both are words of `content_words`.
    """
    stems = {_stem(other) for other in others}
    # A longer form begins with the shorter one: both ways are looked up, none is searched for.
    beginnings = {
        stem[:length] for stem in stems for length in range(_SHORTEST_STEM, len(stem) + 1)
    }
    return {word for word in words if _is_form(_stem(word), stems, beginnings)}


def _is_form(stem: str, stems: set[str], beginnings: set[str]) -> bool:
    return (
        stem in stems
        or stem in beginnings
        or any(stem[:length] in stems for length in range(_SHORTEST_STEM, len(stem)))
    )


def is_vague(text: str) -> bool:
    """Say whether *text* tells nothing of where a link goes when it is all there is."""
    plain = " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).lower()))
    if not plain:
        return False
    return (
        plain in _vague()
        or _FORMATS.fullmatch(" ".join(text.split())) is not None
        or _POINTING.fullmatch(plain) is not None
    )


def is_item(name: str, link: Mapping[str, Any]) -> bool:
    """Say whether a vague name is what its goal is called: a component "Button" in a list of them.

    *link* holds `beside`, the names of links in the same list, and `address`, whether the goal's
    own address ends in the name. Only names of things can be; "more" and "here" name nothing.
    """
    plain = " ".join(_WORD.findall(unicodedata.normalize("NFKC", name).lower()))
    if plain not in _table("vague")["things"]:
        return False
    # Evidence of earlier versions does not hold what stands beside a link.
    beside = [str(other) for other in link.get("beside", ())]
    named = [other for other in beside if not is_vague(other)]
    return bool(link.get("address")) or (len(named) >= _SERIES and len(named) * 3 > len(beside) * 2)


def is_placeholder(kind: Kind, text: str) -> bool:
    """Say whether *text* is what stands in a template before somebody fills it in."""
    plain = " ".join(text.lower().split()).strip(" :.…?![]{}<>()")
    return _placeholders(kind).fullmatch(plain) is not None


def is_usual_heading(text: str) -> bool:
    """Say whether *text* names a kind of part, such as "Contents", and fits without an echo."""
    plain = " ".join(text.lower().split()).strip(" :.…?!")
    return plain in _usual_headings()


@cache
def _usual_headings() -> frozenset[str]:
    return frozenset(name for names in _table("usual_headings").values() for name in names)


@cache
def _placeholders(kind: Kind) -> re.Pattern[str]:
    lists = _table("placeholders")
    return re.compile("|".join(f"(?:{pattern})" for pattern in [*lists["any"], *lists[kind]]))


@lru_cache(maxsize=_REMEMBERED)
def _stem(word: str) -> str:
    """Return *word* without an ending of the larger European languages, as far as one can be."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    # Of a short word only the plural is sure enough to be taken off: bins, maps.
    return word[:-1] if len(word) == _SHORTEST_STEM and _PLURAL.fullmatch(word) else word


def _bare(word: str) -> str:
    parts = unicodedata.normalize("NFKD", word)
    return "".join(part for part in parts if not unicodedata.combining(part))


@cache
def _small_words() -> frozenset[str]:
    return frozenset(word for words in function_words().values() for word in words)


@cache
def _vague() -> frozenset[str]:
    return frozenset(phrase for phrases in _table("vague").values() for phrase in phrases)


@cache
def _table(name: str) -> dict[str, list[str]]:
    source = files(__package__ or "") / f"{name}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))
