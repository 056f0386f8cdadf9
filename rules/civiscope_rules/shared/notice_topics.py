"""Which topics the text of a privacy notice speaks of, by the words of notice_topics.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from civiscope.headers import printable
from civiscope.model import EvidenceMissing, Missing, Outcome, Place, Site, cannot_tell, passed
from civiscope_rules.shared.notices import MAX_TEXT_CHARACTERS, Notice, read_notices
from civiscope_rules.shared.signposts.language import fold_words

Law = Literal["gdpr", "us"]
_CUT = Missing("not-gathered", "The privacy notice is too long; its end was not kept.")


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that a notice has to tell."""

    title: str
    words: Mapping[str, re.Pattern[str]]
    """What tells of it, by language."""


def judge_topics(site: Site, law: Law, sites: Sequence[str]) -> Iterator[Outcome]:
    """Yield one outcome for each notice of *site* that was read: `lacking`, or passed.

    *sites* are the top-level domains of the sites that the law is for; `*` is all.
    """
    untold: Missing | None = None
    for notice in read_notices(site, sites):
        said = _judge(notice, law)
        if isinstance(said, Missing):
            untold = said
        else:
            yield said
    if untold is not None:
        raise EvidenceMissing(untold)


def _judge(notice: Notice, law: Law) -> Outcome | Missing:
    dom = notice.dom
    language = ((dom.lang if dom else "") or "").lower().partition("-")[0]
    place = Place("privacy notice", url=notice.page.url if notice.page else notice.url)
    topics = [topic for topic in _topics()[law] if language in topic.words]
    if not topics:
        named = printable(language, 20) or "no language"
        return Missing("not-gathered", f"The words of privacy notices in “{named}” are not known.")
    text = fold_words(notice.text)
    lacking = [topic.title for topic in topics if not topic.words[language].search(text)]
    if not lacking:
        return passed(place)
    if len(notice.text) >= MAX_TEXT_CHARACTERS:
        return _CUT
    return cannot_tell(place, "lacking", what="; ".join(lacking), count=len(lacking))


@lru_cache(maxsize=1)
def _topics() -> Mapping[Law, tuple[Topic, ...]]:
    text = files("civiscope_rules.shared").joinpath("notice_topics.toml").read_text("utf-8")
    table = tomllib.loads(text)
    laws: tuple[Law, ...] = ("gdpr", "us")
    return {law: tuple(_topic(entry) for entry in table[law].values()) for law in laws}


def _topic(entry: Mapping[str, str | list[str]]) -> Topic:
    words = {
        language: re.compile("|".join(rf"(?<!\w){re.escape(fold_words(word))}" for word in said))
        for language, said in entry.items()
        if isinstance(said, list)
    }
    return Topic(str(entry["title"]), words)
