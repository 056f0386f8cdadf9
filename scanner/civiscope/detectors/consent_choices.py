"""Know the item in which a site keeps the visitor's answer to its consent notice, by its value."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_plus

from civiscope.detectors.consent_notice import is_about_cookies

_MAX_LETTERS = 4096
_MAX_DEPTH = 6
_NAMED = re.compile(
    r"consent|gdpr|dsgvo|rgpd|tarteaucitron|orejime|klaro|cmplz|borlabs|(?:^|[_-])cc(?:$|[_-])|opt[_-]?(?:in|out)"
    r"|einwillig|zustimm|toestemming|samtykke|samtycke|consenso|consentement|suostumus|seen_?message",
    re.IGNORECASE,
)


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


# What an answer is made of: yes and no, and the kinds of cookies that it is about.
_ANSWERS = _words(
    "true false yes no ja nein nei nej oui non si nao accept accepted acceptall all allaccepted",
    "reject rejected rejectall refuse refused decline declined deny denied grant granted allow",
    "allowed disallow disallowed revoke revoked optin optout in out on off none dismiss dismissed",
    "hide hidden agree agreed disagree disagreed wait",
)
_KINDS = _words(
    "necessary necessaries essential essentials required strictly technical functional",
    "functionality analytics analytic analysis statistics statistic stats performance measurement",
    "usage marketing advertising ads ad campaigns preference preferences settings social media",
    "socialmedia personalisation personalization targeting storage user data matomo piwik google",
    "youtube vimeo video maps embed comfort external tracking unclassified",
)
_BESIDE = frozenset(
    {"version", "v", "date", "time", "timestamp", "level", "rev", "revision", "z", "t"}
)
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def names_choice(name: str, value: str) -> bool:
    """Say whether an item called *name* holds an answer to a consent notice, by what *value* says.

    A number or a random word beside the answer, as proof that it was given, changes nothing where
    the item is named for it; elsewhere there may be nothing else.
    """
    text = _unwrap(value[:_MAX_LETTERS])
    try:
        parsed: Any = json.loads(text)
    except (ValueError, RecursionError):
        parsed = None
    words = list(_words_in(parsed, 0))
    if not words:
        words = [token.lower() for token in _TOKEN.findall(text)]
    responses = [word for word in words if word in _ANSWERS or word in _KINDS]
    if not responses:
        return False
    if _NAMED.search(name) or is_about_cookies(name):
        return True
    return all(word in _ANSWERS or word in _KINDS or word in _BESIDE for word in words)


def _unwrap(value: str) -> str:
    """Return *value* without what wraps it: percent signs, quotes, base64."""
    text = unquote_plus(unquote_plus(value)).strip().strip("\"'")
    if (
        len(text) >= 8
        and re.fullmatch(r"[A-Za-z0-9+/=_-]+", text)
        and text.startswith(("ey", "W1", "Wy"))
    ):
        with_end = text + "=" * (-len(text) % 4)
        try:
            return base64.b64decode(with_end, altchars=b"-_").decode()
        except (binascii.Error, ValueError):
            return text
    return text


def _words_in(value: object, depth: int) -> Iterator[str]:
    """Yield the words of a parsed value: yes and no as they stand, keys, and texts."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, bool):
        yield "true" if value else "false"
    elif isinstance(value, str):
        yield from (token.lower() for token in _TOKEN.findall(value))
    elif isinstance(value, dict):
        for key, inner in list(value.items())[:200]:  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] # JSON
            yield from (token.lower() for token in _TOKEN.findall(str(key)))  # pyright: ignore[reportUnknownArgumentType] # JSON
            yield from _words_in(inner, depth + 1)  # pyright: ignore[reportUnknownArgumentType] # JSON
    elif isinstance(value, list):
        for inner in value[:200]:  # pyright: ignore[reportUnknownVariableType] # JSON
            yield from _words_in(inner, depth + 1)  # pyright: ignore[reportUnknownArgumentType] # JSON
