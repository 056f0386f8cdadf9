"""Find keys, tokens and passwords in a source, and keep none of them."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterator

from civiscope.detectors.secret_formats import candidates
from civiscope.detectors.source_locations import Lines, place_in
from civiscope.model.exposed import SourcePlace
from civiscope.model.leaks import Leak, Sureness
from civiscope.web.entropy import entropy

MAX_KEPT = 50
_MIN_HIDDEN = 10
MAX_CHARACTERS = 5_000_000
_SALT = secrets.token_bytes(32)
_SAMPLE = re.compile(
    r"example|sample|dummy|xxxx|0{8}|1234567|abcdef|your[_-]|placeholder|change_?me|redacted|replace[_-]?|insert[_-]|Eby8vdM02xNO",
    re.I,
)
_MIN_ENTROPY = 3.5
"""Bits a character; words and repeated letters have less, and random letters more."""
# A name that says secret, and a value in quotes. A bare `token` or `key` is mostly meant to be sent
# to browsers, so it takes more than that.
_NAMED = re.compile(
    r"""(?i:(?P<name>(?:secret(?!ar)|passw(?:or)?d|private[_-]?key|access[_-]?token|auth[_-]?token|"""
    r"""api[_-]?key|api[_-]?token)[\w.-]{0,12}))["']?\s{0,3}[:=]\s{0,3}"""
    r"""["'](?P<value>[A-Za-z0-9+/_=.-]{16,120})["']"""
)
_WORDS_AND_YEARS = re.compile(r"[A-Za-z]{2,}(?:[._/-](?:[a-z]{2,}|[A-Z][a-z]+|\d{1,4}))+")
_HUMP = re.compile(r"[A-Z]?[a-z]{3,}")
_NAME_BEGINS = ("secret", "passw", "private", "access", "auth", "api")
_NAME_BEFORE = re.compile(r"[\w.-]{0,30}\Z")
# `fetch(…, {headers: {Authorization: "Bearer …"}})`, and a form's or an address's `client_secret=`.
_SENT = re.compile(
    r"[\"'`]Bearer (?P<bearer>[\w.~+/-]{20,200}={0,2})[\"'`]"
    r"|\bclient_secret=(?P<client>[\w.~-]{16,100})"
)
_MEANT_TO_BE_SEEN = re.compile(
    r"csrf|xsrf|nonce|public|publish|site[_-]?key|captcha|label|placeholder|message|error|url|text|"
    r"hint|name$|field|selector|class|title|regex|pattern|type$|path",
    re.IGNORECASE,
)


def find_secrets(source: str, whole: SourcePlace | None = None) -> tuple[Leak, ...]:
    """Return the secrets of *source*, each once; *whole* says where all of it stands."""
    source = source[:MAX_CHARACTERS]
    lines = Lines(source)
    found: dict[str, Leak] = {}
    for start, value, kind, masked, sure in _values(source):
        digest = hashlib.blake2b(value.encode(), key=_SALT, digest_size=8).hexdigest()
        if digest not in found and len(found) < MAX_KEPT:
            place = whole or place_in(source, start)
            found[digest] = Leak(kind, masked, digest, place, lines.at(start), sure)
    return tuple(sorted(found.values(), key=lambda leak: (leak.line, leak.kind)))


def without_secrets(text: str) -> str:
    """Return *text* with every secret in it replaced by its length."""
    for _, value, _, masked, _ in list(_values(text)):
        text = text.replace(value, masked)
    return text


def secret_values(source: str) -> tuple[str, ...]:
    """Return the secrets of *source* themselves, to keep them out of evidence; never to keep.

    Short ones are left out: they are words of the page as well.
    """
    found = dict.fromkeys(value for _, value, *_ in _values(source[:MAX_CHARACTERS]))
    return tuple(value for value in found if len(value) >= _MIN_HIDDEN)


def _values(source: str) -> Iterator[tuple[int, str, str, str, Sureness]]:
    taken: list[tuple[int, int]] = []
    for form, match, sure in candidates(source):
        start, end = match.span(1)
        value = match[1]
        if any(low < end and start < high for low, high in taken) or _is_sample(value):
            continue
        if form.unproved == sure and not _is_random(value):
            continue
        taken.append((start, end))
        yield start, value, form.kind, _mask(value, form.shown), sure
    for match in (
        _SENT.finditer(source) if "Bearer " in source or "client_secret=" in source else ()
    ):
        group = match.lastgroup or ""
        start, end = match.span(group)
        value = match[group]
        if any(low < end and start < high for low, high in taken) or _is_sample(value):
            continue
        if _is_random(value):
            taken.append((start, end))
            yield start, value, "named-secret", _mask(value, 0), "maybe"
    for match in _find_named(source):
        start, end = match.span("value")
        value = match["value"]
        if any(low < end and start < high for low, high in taken) or _is_sample(value):
            continue
        before = _NAME_BEFORE.search(source, max(0, match.start() - 30), match.start())
        name = (before[0] if before else "") + match["name"]
        if not _MEANT_TO_BE_SEEN.search(name) and _is_random(value):
            yield start, value, "named-secret", _mask(value, 0), "maybe"


def _find_named(source: str) -> Iterator[re.Match[str]]:
    # Going from one word to the next by `find` takes a hundredth of what one pattern for all takes.
    plain = source.lower()
    places: set[int] = set()
    # Few letters grow when they are made small; where some do, places would not fit.
    text = plain if len(plain) == len(source) else source
    for word in _NAME_BEGINS:
        at = text.find(word)
        while at >= 0:
            places.add(at)
            at = text.find(word, at + 1)
    end = 0
    for at in sorted(places):
        match = _NAMED.match(source, at) if at >= end else None
        if match is not None:
            end = match.end()
            yield match


def _is_random(value: str) -> bool:
    classes = [r"[0-9]", r"[a-z]", r"[A-Z]"]
    mixed = sum(bool(re.search(each, value)) for each in classes) >= 2
    digits = sum(letter.isdigit() for letter in value)
    # Words joined by dots, hyphens or capitals: names of things in code.
    words = re.fullmatch(r"(?:[A-Za-z]{3,}[._/-]?)+\d{0,2}", value) or _WORDS_AND_YEARS.fullmatch(
        value
    )
    made_up = (digits >= 2 and not words) or (digits < 2 and _changes_case(value))
    return mixed and made_up and entropy(value) >= _MIN_ENTROPY


def _changes_case(value: str) -> bool:
    """Say whether capitals stand in long letters as they do in no words joined by capitals."""
    letters = sum(letter.isalpha() for letter in value)
    in_words = sum(len(word) for word in _HUMP.findall(value))
    return letters >= 20 and in_words * 5 < letters * 3


def _is_sample(value: str) -> bool:
    return bool(_SAMPLE.search(value)) or len(set(value)) < 4


def _mask(value: str, shown: int) -> str:
    return f"{value[:shown]}[{len(value) - shown} characters]"
