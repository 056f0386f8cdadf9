"""Reduce an element to what stays the same when a site is built again."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from civiscope.model.fingerprints import is_generated

_MAX_SNIPPET_CHARACTERS = 2000
"""Characters of a snippet that are looked at."""
_TEXT = 60
"""Characters of text that tell one element from another; snippets are cut at no fixed place."""
_TAG = re.compile(r"<([a-zA-Z][\w:-]*)([^<>]*)")
_ATTRIBUTE = re.compile(r"""([\w:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_SOURCES = {"href", "src", "action", "data", "poster", "for", "aria-controls"}
_TELLING = {
    *_SOURCES,
    *("id", "name", "alt", "title", "placeholder", "aria-label", "aria-labelledby"),
    *("data-testid", "data-test", "data-cy", "data-qa"),
}
"""Attributes whose value tells one element from another; tokens, styles and classes do not."""
_NEUTRAL = {"type", "role", "lang"}
_LONG_NUMBER = re.compile(r"\d{4,}")
_HASH = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{6,}(?![A-Za-z0-9])")


@lru_cache(maxsize=16384)
def skeleton(snippet: str) -> str:
    """Return the lasting parts of the element that *snippet* shows; empty when there are none.

    Two elements with one skeleton can be taken for each other. An element of which nothing
    lasting is known has none, so that it is never taken for another.
    """
    snippet = snippet[:_MAX_SNIPPET_CHARACTERS]
    first = _TAG.match(snippet.lstrip())
    if first is None:
        return ""
    kept: list[str] = []
    telling = False
    for name, double, single, bare in _ATTRIBUTE.findall(first[2]):
        name = name.lower()
        value = _lasting(name, double or single or bare)
        if not value or name not in _TELLING | _NEUTRAL:
            continue
        telling = telling or name in _TELLING
        kept.append(f"{name}={value}")
    text = _words(re.sub(r"<[^<>]*>?", " ", snippet.lstrip()))
    if not telling and len(text) < 3:
        return ""
    return "|".join([first[1].lower(), *sorted(set(kept)), text])


def _lasting(name: str, value: str) -> str:
    if name in {"id", "for", "aria-controls", "aria-labelledby"}:
        return "" if is_generated(value) else value
    if name in _SOURCES:
        try:
            value = urlsplit(value).path or "/"
        except ValueError:
            return ""
        value = value.rstrip("/") or "/"
    return _words(value)


def _words(text: str) -> str:
    """Return *text* without hashes and long numbers, which builds and days change."""
    text = _LONG_NUMBER.sub("#", _HASH.sub("#", text))
    return " ".join(text.split())[:_TEXT].lower().rstrip()
