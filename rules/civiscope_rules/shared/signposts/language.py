"""Fold text for comparison, and say which languages the phrase lists cover."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Literal

Topic = Literal["privacy", "accessibility", "contact"]
_NOT_WORDS = re.compile(r"[\s\-_/.,:;|+&()'\u2019\"\u201c\u201d?!#=]+")


@lru_cache(maxsize=65536)
def fold_words(text: str) -> str:
    """Return *text* as its words with single spaces, without capitals and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return _NOT_WORDS.sub(" ", plain).strip()


def knows_language(lang: str | None) -> bool:
    """Say whether the phrase lists cover the language of a page. False when it names none."""
    return bool(lang) and (lang or "").strip().lower().partition("-")[0] in _languages()


@lru_cache(maxsize=3)
def phrases(topic: Topic) -> re.Pattern[str]:
    """Return a pattern that finds any of the topic's phrases, of any language, in folded text."""
    return _any_of(_table()[topic].values())


def _any_of(lists: Iterable[list[str]]) -> re.Pattern[str]:
    found = {_pattern(phrase) for listed in lists for phrase in listed}
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(found))})")


@lru_cache(maxsize=1)
def other_things() -> re.Pattern[str]:
    """Return a pattern that finds, in folded text, what else than a site may be accessible."""
    return _any_of(_document()["not_accessibility"].values())


@lru_cache(maxsize=1)
def called_statement() -> re.Pattern[str]:
    """Return a pattern that finds, in folded text, what statements are called, and their claims."""
    return _any_of(_document()["statement"].values())


@lru_cache(maxsize=1)
def _languages() -> frozenset[str]:
    # Norwegian pages name one of its two written forms.
    return frozenset(_table()["privacy"]) | {"nb", "nn"}


def _pattern(phrase: str) -> str:
    """Return a phrase as a pattern over folded text, word by word."""
    return " ".join(
        re.escape(fold_words(word.removesuffix("*")))
        + (r"\w*" if word.endswith("*") else r"(?!\w)")
        for word in phrase.split()
    )


@lru_cache(maxsize=1)
def _document() -> Mapping[str, Mapping[str, list[str]]]:
    text = files("civiscope_rules.shared.signposts").joinpath("phrases.toml").read_text("utf-8")
    document = tomllib.loads(text)
    del document["reviewed"]
    return document


@lru_cache(maxsize=1)
def _table() -> Mapping[Topic, Mapping[str, list[str]]]:
    table = _document()
    topics: tuple[Topic, ...] = ("privacy", "accessibility", "contact")
    return {topic: table[topic] for topic in topics}
