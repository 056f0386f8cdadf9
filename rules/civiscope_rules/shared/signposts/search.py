"""Find the link of a topic among a page's links, by its text or by its address."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from civiscope.model import Link
from civiscope.web.urls import host_of, registrable_domain
from civiscope_rules.shared.signposts.language import (
    Topic,
    called_statement,
    fold_words,
    other_things,
    phrases,
)
from civiscope_rules.shared.signposts.regions import AROUND_OR_BARE

__all__ = ["Topic", "find_signpost"]

_MAX_WORDS = 12
"""A longer link is a headline or a sentence, which may be about privacy in general."""
_MAX_WORDS_IN_ADDRESS = 6
_REMEMBERED = 16384
"""Texts and addresses of links that are not searched again: menus come again on every page."""
_OTHERS_NOTICES = frozenset(
    {
        "apple.com",
        "cloudflare.com",
        "facebook.com",
        "google.com",
        "hcaptcha.com",
        "instagram.com",
        "linkedin.com",
        "microsoft.com",
        "twitter.com",
        "x.com",
        "youtube.com",
    }
)
"""Companies whose own notices and contact pages are linked from other people's pages."""


def find_signpost(links: Iterable[Link], topic: Topic) -> Link | None:
    """Return the first link that leads to the topic's page, None when there is none.

    Hidden links count, because menus are hidden until they are opened. A link that is called a
    statement, or that carries its claim, goes before one that only names accessibility.
    """
    matching = (link for link in links if _matches(link, topic))
    if topic != "accessibility":
        return next(matching, None)
    found = list(matching)
    named = (link for link in found if called_statement().search(fold_words(link.text)))
    return next(named, found[0] if found else None)


def _matches(link: Link, topic: Topic) -> bool:
    by_text = _text_matches(link.text, topic)
    # Most links end here: those of the text, about something else.
    if not by_text and link.region not in AROUND_OR_BARE:
        return False
    scheme = link.url.partition(":")[0].lower()
    if scheme in {"mailto", "tel"}:
        return topic == "contact" and link.region in AROUND_OR_BARE
    if scheme not in {"http", "https"}:
        return False
    if registrable_domain(host_of(link.url)) in _OTHERS_NOTICES:
        return False
    return by_text or _address_matches(link.url, topic)


@lru_cache(maxsize=_REMEMBERED)
def _text_matches(text: str, topic: Topic) -> bool:
    text = fold_words(text)
    return len(text.split()) <= _MAX_WORDS and _names(text, topic)


def _names(text: str, topic: Topic) -> bool:
    """Say whether folded *text* names the topic, and not the accessibility of another thing."""
    if phrases(topic).search(text) is None:
        return False
    if topic != "accessibility" or called_statement().search(text):
        return True
    return other_things().search(text) is None


@lru_cache(maxsize=_REMEMBERED)
def _address_matches(url: str, topic: Topic) -> bool:
    try:
        path = urlsplit(url).path
    except ValueError:
        return False
    names = [fold_words(unquote(part)) for part in path.split("/") if part]
    return any(
        len(name.split()) <= _MAX_WORDS_IN_ADDRESS and _names(name, topic) for name in names[-2:]
    )
