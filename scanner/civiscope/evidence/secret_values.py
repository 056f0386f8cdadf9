"""Values that a user gave in confidence, and the JSON and sentences that must not show them."""

from __future__ import annotations

import base64
import binascii
import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, cast
from urllib.parse import quote, quote_plus, unquote

from pydantic import TypeAdapter

HIDDEN = "[hidden]"
MIN_LENGTH = 4
"""Shorter values (`1`, `on`, `en`) stand everywhere and protect nothing."""
MAX_WORD = 7
"""Values up to this length are hidden where they stand alone, not inside longer words."""
MIN_CUT = 8
"""Letters of a secret that a cut text may end with; fewer say nothing of it."""
_STRING = re.compile(rb'"((?:[^"\\]|\\.)*+)"(\s*+:)?')
_SCHEME = re.compile(r"[A-Za-z-]+ (?=\S+$)")
_NUMBER = re.compile(r"[1-9]\d{7,}")
_BEGIN = r"(?:(?<![A-Za-z0-9])|(?<=%[0-9A-Fa-f]{2})|(?<=\\[bfnrt])|(?<=\\u[0-9a-f]{4}))"
"""Where a word begins, in addresses and in JSON, too, whose escapes end in letters."""
_END = r"(?![A-Za-z0-9])"
_TYPES = (
    "document stylesheet image media font script texttrack xhr fetch prefetch eventsource"
    " websocket manifest signedexchange ping preflight other text email search password submit"
    " button checkbox radio hidden select textarea"
)
_METHODS = "GET HEAD POST PUT DELETE OPTIONS PATCH get post dialog"
_CODES = {
    "type": frozenset(_TYPES.split()),
    "method": frozenset(_METHODS.split()),
    "media_type": frozenset(("text/html", "application/xhtml+xml", "image/svg+xml")),
    "verdict": frozenset(("passed", "failed", "cannot tell")),
}
"""Words that rules go by in fields whose type is any text."""
_CUT_MARKS = ("…", "...", "\\u2026")


class SecretValues:
    """What must not be written, in every spelling that pages and programs give it.

    *public* are texts that may hold such a value by chance, such as the site's own host names.
    """

    def __init__(self, secrets: Iterable[str] = (), public: Iterable[str] = ()) -> None:
        values = sorted({s for s in secrets if len(s) >= MIN_LENGTH}, key=_longest_first)
        forms = sorted({f for value in values for f in _spellings(value)}, key=_longest_first)
        self._numbers = {value for value in values if _NUMBER.fullmatch(value)}
        self._public = tuple(public)
        self._text = _pattern(forms, self._public)
        coded = {*forms, *(c for form in forms for c in _in_json(form))}
        self._coded = [(form, _needle(form).encode()) for form in sorted(coded, key=_longest_first)]
        self._patterns: dict[tuple[str, ...], re.Pattern[str] | None] = {}

    def __bool__(self) -> bool:
        """Say whether there is anything to hide."""
        return self._text is not None

    def hide(self, text: str) -> str:
        """Return *text* with every secret in it replaced."""
        return text if self._text is None else _replace(self._text, text)

    def hide_in_json(self, content: bytes) -> bytes:
        """Return a JSON document with every secret in its strings replaced.

        What the document's own form needs stays: names of fields, and words of a fixed choice.
        """
        # Few of the spellings stand in a document, and only those are looked for string by string.
        forms = tuple(form for form, needle in self._coded if needle in content)
        if not forms:
            return content
        field = b""

        def replaced(found: re.Match[bytes]) -> bytes:
            nonlocal field
            if found[2]:
                field = found[1]
                own = field.decode("utf-8", "replace") in _own_words().names
                return found[0] if own else self._redact_string(found, forms)
            return found[0] if _is_own_code(field, found[1]) else self._redact_string(found, forms)

        content = _STRING.sub(replaced, content)
        for number in self._numbers:
            lone = re.compile(rb"(?<=[:,\[ ])%b(?=[,}\] ])" % number.encode())
            content = lone.sub(b"0", content)
        return content

    def _redact_string(self, found: re.Match[bytes], forms: tuple[str, ...]) -> bytes:
        text = found[1].decode("utf-8", "surrogatepass")
        if forms not in self._patterns:
            self._patterns[forms] = _pattern(forms, self._public)
        pattern = self._patterns[forms]
        hidden = _without_cut(_replace(pattern, text) if pattern else text, forms)
        if hidden == text:
            return found[0]
        return b'"' + hidden.encode("utf-8", "surrogatepass") + b'"' + (found[2] or b"")


def _without_cut(text: str, forms: Iterable[str]) -> str:
    """Return *text* without the beginning of one of *forms* that it was cut off in."""
    for secret in forms:
        if len(secret) <= MIN_CUT or secret[:MIN_CUT] not in text:
            continue
        for length in range(len(secret) - 1, MIN_CUT - 1, -1):
            begin = secret[:length]
            if text.endswith(begin):
                text = text.removesuffix(begin) + HIDDEN
            for mark in _CUT_MARKS:
                text = text.replace(begin + mark, HIDDEN + mark)
    return text


def _is_own_code(field: bytes, value: bytes) -> bool:
    """Say whether *value* is one of the words that a field of evidence has for its own use."""
    name, word = field.decode("utf-8", "replace"), value.decode("utf-8", "replace")
    return word in _CODES.get(name, ()) or word in _own_words().choices.get(name, ())


def secret_parts(value: str) -> tuple[str, ...]:
    """Return *value* and what stands inside it that would open the same door.

    `Bearer <token>` may be shown as the token alone, `Basic <base64>` as name and password, a
    cookie in its decoded form, and a stored JSON object by one of its fields.
    """
    parts = {value, value.strip('"')}
    scheme = _SCHEME.match(value)
    credentials = value[scheme.end() :] if scheme else value
    parts.add(credentials)
    decoded = _decode_pair(credentials)
    if decoded:
        parts |= {decoded, decoded.partition(":")[2]}
    parts.add(unquote(value))
    parts |= set(_random_leaves(unquote(value)))
    return tuple(sorted(part for part in parts if part))


def _decode_pair(text: str) -> str:
    """Return the `name:password` that *text* is in base64; empty when it is none."""
    try:
        decoded = base64.b64decode(text, validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""
    return decoded if ":" in decoded and decoded.isprintable() else ""


def _random_leaves(text: str) -> list[str]:
    """Return the strings in a JSON text that look made up by a machine."""
    if text[:1] not in {"{", "["}:
        return []
    try:
        waiting: list[Any] = [json.loads(text)]
    except (ValueError, RecursionError):
        return []
    leaves: list[str] = []
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += cast("dict[str, Any]", value).values()
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str) and (len(value) >= 20 or _looks_random(value)):
            leaves.append(value)
    return leaves


def _looks_random(value: str) -> bool:
    return len(value) >= 8 and bool(re.search(r"\d", value)) and " " not in value


def _longest_first(value: str) -> tuple[int, str]:
    return -len(value), value


def _spellings(value: str) -> set[str]:
    """Return *value* as addresses, HTML and encoders write it, in any case of letters."""
    plain = {value, html.escape(value), html.escape(value, quote=False)}
    addressed = {quote(value, safe=safe) for safe in ("", "/", "/:@!$&'()*+,;=~", "-_.!~*'()")}
    addressed.add(quote_plus(value))
    lower = {re.sub(r"%[0-9A-F]{2}", lambda hit: hit[0].lower(), text) for text in addressed}
    forms = plain | addressed | lower
    if len(value) > MAX_WORD:
        raw = value.encode("utf-8", "surrogatepass")
        forms |= {text.lower() for text in addressed}
        forms |= {value.lower(), value.upper(), raw.hex(), raw.hex().upper()}
        forms |= {quote(quote(value, safe=safe), safe="") for safe in ("", "/")}
        for packed in _packed(raw):
            forms |= {packed, packed.translate(str.maketrans("+/", "-_"))}
    return {form for form in forms if len(form) >= MIN_LENGTH}


def _packed(raw: bytes) -> Iterator[str]:
    """Yield *raw* in base64: by itself, and what is always there of it inside a longer text."""
    whole = base64.b64encode(raw).decode("ascii")
    yield from (whole, whole.rstrip("="))
    for before in range(3):
        # What stands before and after it takes part in the first and the last letters.
        text = base64.b64encode(bytes(before) + raw).decode("ascii")
        inside = text[-(-before * 8 // 6) : (before + len(raw)) * 8 // 6]
        if len(inside) > MIN_CUT:
            yield inside


def _in_json(form: str) -> set[str]:
    """Return what stands between the quotes when *form* is written as JSON."""
    return {json.dumps(form, ensure_ascii=ascii_only)[1:-1] for ascii_only in (True, False)}


def _needle(form: str) -> str:
    """Return the part of a form by which a document is known to need a closer look."""
    return form[:MIN_CUT] if len(form) > MIN_CUT else form


def _pattern(forms: Iterable[str], public: Iterable[str]) -> re.Pattern[str] | None:
    alternatives = [
        _BEGIN + re.escape(form) + _END if len(form) <= MAX_WORD else re.escape(form)
        for form in forms
    ]
    if not alternatives:
        return None
    kept = "|".join(re.escape(text) for text in sorted(set(public) - {""}, key=_longest_first))
    return re.compile(f"({kept})|" * bool(kept) + "|".join(alternatives))


def _replace(pattern: re.Pattern[str], text: str) -> str:
    if pattern.groups == 0:
        return pattern.sub(HIDDEN, text)
    return pattern.sub(lambda found: found[1] or HIDDEN, text)


class _OwnWords:
    """The names and fixed choices of the evidence files themselves."""

    def __init__(self, schemas: Iterable[Mapping[str, Any]]) -> None:
        self.names: set[str] = set()
        self.choices: dict[str, set[str]] = {}
        for schema in schemas:
            self._read(schema)

    def _read(self, part: object) -> None:
        if isinstance(part, list):
            for item in cast("list[object]", part):
                self._read(item)
        if not isinstance(part, dict):
            return
        known = cast("dict[str, Any]", part)
        properties = known.get("properties")
        if isinstance(properties, dict):
            for name, value in cast("dict[str, Any]", properties).items():
                self.names.add(name)
                self.choices.setdefault(name, set()).update(_choices(value))
        for value in known.values():
            self._read(value)


def _choices(schema: Any) -> set[str]:  # noqa: ANN401 - a JSON schema
    """Return the words that a field may hold when it is a fixed choice."""
    if not isinstance(schema, dict):
        return set()
    known = cast("dict[str, Any]", schema)
    words = {str(word) for word in known.get("enum", ()) if isinstance(word, str)}
    if isinstance(known.get("const"), str):
        words.add(known["const"])
    for key in ("anyOf", "oneOf", "prefixItems"):
        words.update(word for item in known.get(key, ()) for word in _choices(item))
    return words | _choices(known.get("items"))


@cache
def _own_words() -> _OwnWords:
    # Asked for only when a document shows a secret: reading the schemas takes a moment. The store
    # itself needs this module.
    from civiscope.evidence import kinds, store

    adapters: list[TypeAdapter[Any]] = [store.SCAN, store.ENTRY, store.END, kinds.PAGES.adapter]
    adapters += [file.adapter for file in (*kinds.BESIDE.values(), kinds.DOCUMENTS)]
    return _OwnWords(adapter.json_schema() for adapter in adapters)
