"""Digest a response so that what differs at every request does not count: nonces, tokens, comments.

Everything else counts: a change that this leaves out by mistake would hide a change of the page.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape

_MIN_TOKEN = 8
"""Letters of a nonce or token from which it is taken out wherever it stands."""
_PARTS = re.compile(
    r"<(script|style|textarea|title|xmp|iframe|noembed|noframes|plaintext)\b[^>]*>"
    r"|(?P<comment><!--(?:-?>|.*?--!?>))"
    r"|(?P<tag><[a-zA-Z](?:[^>\"']|\"[^\"]*\"|'[^']*')*>)",
    re.IGNORECASE | re.DOTALL,
)
_NONCE = re.compile(r"(\snonce\s*=\s*)(\"[^\"]*\"|'[^']*'|[^\s>\"']+)", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-zA-Z_:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))")
_TOKEN_NAME = re.compile(
    r"csrf|xsrf|authenticity[_-]?token|requestverificationtoken|^_token$|^form_(?:build_id|token)$"
    r"|^__requestdigest$|^__request_?token$|^_wpnonce$",
    re.IGNORECASE,
)
_VIEW_STATE = re.compile(
    r"^__(?:viewstate\w*|eventvalidation|previouspage)$|\b(?:javax|jakarta)\.faces\.viewstate$",
    re.IGNORECASE,
)
_MARKUP = {"text/html", "application/xhtml+xml"}


@dataclass(frozen=True, slots=True)
class Digest:
    """What a response comes to."""

    sha256: str
    dropped: Mapping[str, int] = field(default_factory=dict[str, int])
    """What was left out, by kind, and how often."""


def digest(body: bytes, media_type: str, ignored: Sequence[re.Pattern[str]] = ()) -> Digest:
    """Return the digest of *body*; *ignored* are patterns of the user's own, left out as well."""
    if media_type.partition(";")[0].strip().lower() not in _MARKUP and not ignored:
        return Digest(hashlib.sha256(body).hexdigest())
    text = body.decode("utf-8", "surrogateescape")
    dropped: Counter[str] = Counter()
    if media_type.partition(";")[0].strip().lower() in _MARKUP:
        text = _steady_markup(text, dropped)
    for pattern in ignored:
        text, times = pattern.subn("", text)
        dropped["ignored"] += times
    found = hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
    return Digest(found, {kind: times for kind, times in sorted(dropped.items()) if times})


def _steady_markup(text: str, dropped: Counter[str]) -> str:
    """Return *text* without comments, nonces, tokens against forged requests, and view states."""
    out: list[str] = []
    secrets: set[str] = set()
    at = 0
    while found := _PARTS.search(text, at):
        out.append(text[at : found.start()])
        at = found.end()
        if found["comment"]:
            dropped["comments"] += 1
            continue
        out.append(_steady_tag(found[0], dropped, secrets))
        if found[1]:
            # What looks like markup in there is text: of a script, of a field, of the title.
            ended = re.compile(rf"</{found[1]}\s*>", re.IGNORECASE).search(text, at)
            end = ended.end() if ended else len(text)
            out.append(text[at:end])
            at = end
    out.append(text[at:])
    steady = "".join(out)
    for value in sorted(secrets, key=lambda each: (-len(each), each)):
        steady = steady.replace(value, "")
    return steady


def _steady_tag(tag: str, dropped: Counter[str], secrets: set[str]) -> str:
    """Return *tag* without its nonce, or the token that it holds; note both among *secrets*."""

    def without(found: re.Match[str]) -> str:
        dropped["nonces"] += 1
        _note(found[2].strip("\"'"), secrets)
        return found[1]

    tag = _NONCE.sub(without, tag)
    low = tag[:6].lower()
    if not low.startswith(("<input", "<meta")):
        return tag
    values = {
        name.lower(): next((value for value in rest if value), "")
        for name, *rest in _ATTRIBUTE.findall(tag)
    }
    name = values.get("name", "")
    key = "content" if low.startswith("<meta") else "value"
    value = values.get(key, "")
    hidden = key == "content" or values.get("type", "").lower() == "hidden"
    kind = (
        "tokens" if _TOKEN_NAME.search(name) else "view-states" if _VIEW_STATE.search(name) else ""
    )
    if not (kind and value and hidden):
        return tag
    # Rails and others name the field apart (csrf-param); that is no token.
    if name.lower().endswith("-param"):
        return tag
    dropped[kind] += 1
    _note(value, secrets)
    return tag.replace(value, "")


def _note(value: str, secrets: set[str]) -> None:
    if len(value) >= _MIN_TOKEN:
        secrets.add(value)
        secrets.add(unescape(value))
