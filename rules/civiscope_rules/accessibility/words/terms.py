"""Words that carry meaning in a text, and words that carry none where they stand alone."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Literal

from civiscope_rules.accessibility.words.languages import function_words

Kind = Literal["title", "heading", "label", "alt"]
_WORD = re.compile(r"[^\W_]+")
_SHORTEST_STEM = 4
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ed", "es", "en", "er", *"aenosy")
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
    found: list[str] = []
    for word in _WORD.findall(text.lower()):
        if word not in _small_words() and (len(word) > 1 or word.isdigit()):
            found.append(_bare(word))
    return tuple(found)


def same_word(one: str, other: str) -> bool:
    """Say whether two words of `content_words` are likely forms of one (harvest, harvesting)."""
    first, second = _stem(one), _stem(other)
    if first == second:
        return True
    shorter, longer = sorted((first, second), key=len)
    return len(shorter) >= _SHORTEST_STEM and longer.startswith(shorter)


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


def is_placeholder(kind: Kind, text: str) -> bool:
    """Say whether *text* is what stands in a template before somebody fills it in."""
    plain = " ".join(text.lower().split()).strip(" :.…?![]{}<>()")
    return _placeholders(kind).fullmatch(plain) is not None


@cache
def _placeholders(kind: Kind) -> re.Pattern[str]:
    lists = _table("placeholders")
    return re.compile("|".join(f"(?:{pattern})" for pattern in [*lists["any"], *lists[kind]]))


def _stem(word: str) -> str:
    """Return *word* without an ending of the larger European languages, as far as one can be."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def _bare(word: str) -> str:
    parts = unicodedata.normalize("NFKD", word)
    return "".join(part for part in parts if not unicodedata.combining(part))


@cache
def _small_words() -> frozenset[str]:
    return frozenset(word for words in function_words().values() for word in words)


@cache
def _vague() -> frozenset[str]:
    return frozenset(phrase for phrases in _table("vague").values() for phrase in phrases)


def _table(name: str) -> dict[str, list[str]]:
    source = files(__package__ or "") / f"{name}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))
