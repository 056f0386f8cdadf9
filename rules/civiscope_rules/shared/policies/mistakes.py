"""Mistakes in writing a Content Security Policy that make browsers skip a part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from civiscope.headers.csp import EVAL_HASH, IN_META_IGNORED, URL_HASH
from civiscope.headers.csp_effective import FALLBACKS

_SPACES = re.compile(r"[\t\n\f\r ]+")
_NONCE = re.compile(r"'nonce-([a-z0-9+/_-]+)={0,2}'", re.IGNORECASE)
_HASH = re.compile(r"'sha(?:256|384|512)-[a-z0-9+/_-]+={0,2}'", re.IGNORECASE)
_BARE = re.compile(r"(?:nonce|sha(?:256|384|512))-[a-z0-9+/_-]{8,}={0,2}", re.IGNORECASE)
_KEYWORDS = frozenset(
    {
        *("none", "self", "unsafe-inline", "unsafe-eval", "unsafe-hashes", "strict-dynamic"),
        *("report-sample", "wasm-unsafe-eval", "inline-speculation-rules"),
        *("trusted-types-eval", "report-sha256", "report-sha384", "report-sha512"),
        *("strict-dynamic-url",),
    }
)
_RETIRED = {
    "block-all-mixed-content": "browsers block or upgrade such content by themselves",
    "navigate-to": "no browser has it",
    "plugin-types": "browsers have no plug-ins any more",
    "prefetch-src": "browsers have taken it back",
    "referrer": "Referrer-Policy has taken its place",
    "reflected-xss": "browsers have no such filter any more",
    "require-sri-for": "browsers have taken it back",
}
_SOURCE_LISTS = frozenset({*FALLBACKS, "default-src", "base-uri", "form-action", "frame-ancestors"})
_OTHERS = frozenset(
    {
        *("report-to", "report-uri", "require-trusted-types-for", "sandbox", "trusted-types"),
        *("upgrade-insecure-requests", "require-sri-for"),
    }
)
_SCHEME = r"[a-z][a-z0-9+.-]*"
_SOURCE = re.compile(
    rf"{_SCHEME}:|(?:{_SCHEME}://)?(?:\*|(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?)"
    r"(?::(?:\d+|\*))?(?:/[^?#]*)?(?P<behind>[?#].*)?",
    re.IGNORECASE,
)
"""A scheme, or a host with or without scheme, port and path, as Chromium 156 reads them."""
_SANDBOX_FLAGS = frozenset(
    f"allow-{what}"
    for what in (
        *("downloads", "downloads-without-user-activation", "forms", "modals", "orientation-lock"),
        *("pointer-lock", "popups", "popups-to-escape-sandbox", "presentation", "same-origin"),
        *("scripts", "storage-access-by-user-activation", "top-navigation"),
        *("top-navigation-by-user-activation", "top-navigation-to-custom-protocols"),
        *("same-site-none-cookies",),
    )
)
_POLICY_NAME = re.compile(r"[A-Za-z0-9\-#=_/@.%]+|\*|'allow-duplicates'")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake, named as the rule's message is."""

    message: str
    directive: str
    value: str = ""
    """The part that is wrong, or the reason."""
    right: str = ""
    """How it is written."""


def mistakes(text: str, *, in_page: bool, least_nonce: int) -> Iterator[Mistake]:
    """Yield the mistakes in one policy, *in_page* when it stands in a meta element."""
    seen: set[str] = set()
    for part in text.split(";"):
        words = [word for word in _SPACES.split(part) if word]
        if not words:
            continue
        name = words[0].lower()
        if not part.isascii():
            yield Mistake("not-ascii", name)
        elif name in seen:
            yield Mistake("repeated", name)
        elif name in _RETIRED:
            yield Mistake("retired", name, _RETIRED[name])
        elif name not in _SOURCE_LISTS | _OTHERS:
            yield Mistake("unknown", name)
        elif in_page and name in IN_META_IGNORED:
            yield Mistake("in-page", name)
        elif name in _SOURCE_LISTS:
            yield from _sources(name, words[1:], least_nonce)
        else:
            yield from _words(name, words[1:])
        seen.add(name)


def _words(name: str, words: list[str]) -> Iterator[Mistake]:
    """Yield the mistakes in directives that take words and no sources."""
    if name == "sandbox":
        for word in words:
            if word.lower() not in _SANDBOX_FLAGS:
                yield Mistake("skipped", name, word)
    elif name == "require-trusted-types-for":
        if "'script'" not in words:
            yield Mistake("no-effect", name, right="'script', in single quotes")
        for word in words:
            if word != "'script'" and "'script'" in words:
                yield Mistake("skipped", name, word)
    elif name == "trusted-types" and words != ["'none'"]:
        for word in words:
            if word.lower() == "'none'":
                yield Mistake("none-beside", name)
            elif not _POLICY_NAME.fullmatch(word):
                yield Mistake("skipped", name, word)


def _sources(name: str, sources: list[str], least_nonce: int) -> Iterator[Mistake]:
    lower = [source.lower() for source in sources]
    for source, word in zip(sources, lower, strict=True):
        if word in _SOURCE_LISTS | _OTHERS:
            yield Mistake("separator", name, source)
        elif word in _KEYWORDS or _BARE.fullmatch(source):
            yield Mistake("keyword", name, source, f"'{source}'")
        elif word.startswith("'") and not _understood(word):
            yield Mistake("quoted", name, source)
        elif name == "frame-ancestors" and word[:1] == "'" and word not in {"'self'", "'none'"}:
            yield Mistake("skipped", name, source)
        elif not word.startswith("'") and (written := _written(name, source)):
            yield written
        elif (nonce := _NONCE.fullmatch(source)) and len(nonce[1]) < least_nonce:
            yield Mistake("nonce", name, str(len(nonce[1])))
    hashed = next((source for source in sources if URL_HASH.fullmatch(source)), "")
    if hashed and any(_is_address(word) for word in lower):
        yield Mistake("url-hash", name, hashed)
    # What asks for reports is no source (Chromium 156).
    if "'none'" in lower and {*lower} - {"'none'", "'report-sample'"}:
        yield Mistake("none-beside", name)
    trusted = any(_NONCE.fullmatch(word) or _HASH.fullmatch(word) for word in lower)
    if "'strict-dynamic'" in lower and not trusted:
        yield Mistake("dynamic-alone", name)


def _written(name: str, source: str) -> Mistake | None:
    """Return what is wrong with an address of a source list, None when nothing is."""
    match = _SOURCE.fullmatch(source)
    if match is None:
        return Mistake("not-a-source", name, source)
    return Mistake("behind-path", name, source, match["behind"][0]) if match["behind"] else None


def _is_address(word: str) -> bool:
    return word == "'self'" or not word.startswith("'")


def _understood(word: str) -> bool:
    forms = (_NONCE, _HASH, URL_HASH, EVAL_HASH)
    known = word[1:-1] in _KEYWORDS or any(form.fullmatch(word) for form in forms)
    return known and word.endswith("'")
