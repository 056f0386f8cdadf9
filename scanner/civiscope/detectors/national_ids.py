"""Find national numbers of people in the source of a page, and keep none of them.

A check digit proves little: every eleventh row of digits has the right one. So a number counts only
with a word beside it that says what it is: a label, the name of a field or key, a column's head.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import html
import re
import secrets
import zlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from civiscope.detectors.id_labels import Label, Labels
from civiscope.detectors.id_schemes import MAX_NUMBER_CHARACTERS, Scheme, is_sample
from civiscope.detectors.id_words import names_any
from civiscope.model.exposed import Exposed, Identifier, SourcePlace
from civiscope.web.urls import is_top_level

MAX_KEPT = 100
MAX_CHARACTERS = 5_000_000
_MAX_RUNS = 20_000
_LONG = 50_000
_LIST_GAP = 60
"""Characters between two numbers of one list at most."""
_BETWEEN = re.compile(r"(?:[\s,;:\"'\[\]{}|&]|</?(?:li|br|p|option|span)\b[^<>]*>)*")
"""What may stand between them; the next cell of a table is under another head."""
# Six digits in a row, single separators allowed, are in every number we know, but for two that
# begin with letters.
_RUN = re.compile(r"[0-9](?:[ ./\u00a0\u2010-\u2013-]?[0-9]){5,}")
_LETTERED = re.compile(r"[A-Za-z]{4,6}[0-9LMNPQRSTUVlmnpqrstuv]{2}[0-9A-Za-z]{8,12}")
_LETTERED_WORDS = ("fiscale", "fisc", "FISC", "curp", "CURP", "Curp", "CF", "C.F.")
# ASP.NET and Java Server Faces, whichever attribute comes first.
_VIEW_STATE = re.compile(
    r"""<input(?=[^<>]{0,2000200}?(?:VIEWSTATE|\.ViewState))"""
    r"""[^<>]{0,300}?\bvalue=["']([A-Za-z0-9+/=_-]{20,2000000})""",
    re.IGNORECASE,
)
_URL = re.compile(r"[-_]")
_MAX_STATES = 20
_LARGEST_STATE = 4_000_000
_GZIP = b"\x1f\x8b"
_ZLIB = b"\x78"
# Space, quotes, `+`, `,`, `-`, `.`, `/`, digits and `:`, as JSON, HTML and addresses escape them.
_PLAIN = r"(?P<hex>2[027b-fB-F]|3[0-9aA])"
_ESCAPES = (
    ("\\u00", re.compile(rf"\\u00{_PLAIN}")),
    ("&#", re.compile(rf"&#(?:[xX]{_PLAIN}|(?P<decimal>3[249]|4[3-9]|5[0-8]));")),
    ("%22", re.compile(rf"%{_PLAIN}")),
)
_UNREADABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffd]+")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}$")
_EMAIL_HOST = re.compile(r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,6}\.([A-Za-z]{2,24})\b")
_PHONE = re.compile(r"(?:tel:[+0-9]|\+[1-9](?<![\w)\]}+]\+[1-9]))[0-9 ().\u00a0/-]{6,20}[0-9]")
# Nine digits are in all but the shortest numbers of the smallest countries. In groups of three they
# are an amount more often; a number with a point in it is a decimal.
_DIGITS_OF_PHONE = 9
_AMOUNT = re.compile(r"\+\d{1,3}(?:[ .\u00a0]\d{3}){2}|\+\d{1,3}\.\d{4,}")
_QUOTES = "\"'`>:"
_USER_OF_ADDRESS = re.compile(r"://[^\s/@\"'<>]{0,100}\Z")
# To five digits after the point, which is about a metre; towns and countries have fewer.
_DEGREES = r"-?\d{1,3}\.\d{5,15}"
_COORDINATES = re.compile(
    rf"""(?<![\w])lat(?:itude)?["']?\s{{0,4}}[:=]\s{{0,4}}["']?({_DEGREES})["']?"""
    rf"""[^<>{{}}\[\]]{{1,40}}?(?:lon|lng|long|longitude)["']?\s{{0,4}}[:=]\s{{0,4}}["']?({_DEGREES})"""
    rf"""|["']coordinates["']\s{{0,4}}:\s{{0,4}}\[\s{{0,4}}({_DEGREES})\s{{0,4}},\s{{0,4}}({_DEGREES})""",
    re.IGNORECASE,
)
_FILES = frozenset({"zip", "mov", "app", "py", "sh", "rs", "pl", "ps", "md", "so", "js"})
"""Ends of files that are top-level domains as well, or may become one."""
_SALT = secrets.token_bytes(32)


def find_exposed(source: str, place: SourcePlace | None = None) -> Exposed:
    """Return what *source*, the HTML or JSON of a page as sent, gives away about people.

    Where in HTML a number stands is found out; for other sources, *place* says what they are.
    """
    source = _unescape(source[:MAX_CHARACTERS])
    found: dict[tuple[str, str], Identifier] = {}
    for identifier in find_identifiers(source, place):
        found.setdefault((identifier.scheme, identifier.digest), identifier)
    return Exposed(
        identifiers=tuple(found.values())[:MAX_KEPT],
        total=len(found),
        emails=_emails(source),
        phones=len(_phones(source, place)),
        coordinates=_coordinates(source),
    )


def _unescape(source: str) -> str:
    """Write what stands in and around numbers as itself; escapes hide where a number begins.

    Nothing that makes markup, and no line, comes or goes.
    """
    for mark, pattern in _ESCAPES:
        if mark in source:
            source = pattern.sub(_character, source)
    return source


def _character(match: re.Match[str]) -> str:
    decimal = match.groupdict().get("decimal")
    return chr(int(decimal)) if decimal else chr(int(match["hex"], 16))


def find_identifiers(source: str, place: SourcePlace | None = None) -> Iterator[Identifier]:
    """Yield every national number of *source* that a word beside it announces."""
    yield from _within(source, place)
    if "VIEWSTATE" in source or ".ViewState" in source:
        for match in islice(_VIEW_STATE.finditer(source), _MAX_STATES):
            line = source.count("\n", 0, match.start()) + 1
            for identifier in _within(_decode(match[1]), "view state"):
                yield replace(identifier, line=line)


def _decode(text: str) -> str:
    try:
        raw = base64.b64decode(
            text + "=" * (-len(text) % 4), altchars=b"-_" if _URL.search(text) else None
        )
    except (binascii.Error, ValueError):
        return ""
    if raw.startswith((_GZIP, _ZLIB)):
        raw = _unpack(raw)
    return _UNREADABLE.sub(" ", raw.decode("utf-8", "replace"))


def _unpack(raw: bytes) -> bytes:
    try:
        # As much as is looked at; a bomb is not unpacked.
        return zlib.decompressobj(wbits=47).decompress(raw, _LARGEST_STATE)
    except zlib.error:
        return raw


def _within(source: str, place: SourcePlace | None) -> Iterator[Identifier]:
    # Data are often long rows of numbers under a few names; those are looked at first.
    if place is not None and len(source) > _LONG and not names_any(source):
        return
    done = 0
    latest = Label()
    labels = Labels(source, place)
    for start, end in _runs(source):
        if start < done:
            continue
        label = labels.beside(start, end)
        # One label may announce a whole list.
        if (
            latest.schemes
            and not label.schemes
            and start - done < _LIST_GAP
            and _BETWEEN.fullmatch(source, done, start)
        ):
            label = latest
        for scheme, word in label.schemes.items():
            # The letters that belong to some numbers stand around the digits.
            low = max(done, start - 6)
            for match in scheme.pattern.finditer(source, low, end + 6):
                if scheme.proves(match[0]):
                    yield _identifier(scheme, match, word, source, place, label)
                    done = max(done, match.end())
                    latest = Label({scheme: word}, label.example, label.doubtful)


def _runs(source: str) -> Iterator[tuple[int, int]]:
    """Yield where digits stand that may be such a number."""
    for match in islice(_RUN.finditer(source), _MAX_RUNS):
        # A longer one is a list of numbers; those are looked at one by one below.
        if match.end() - match.start() > MAX_NUMBER_CHARACTERS:
            yield from _pieces(source, match)
        # Full stops and spaces: decimals, as drawings hold them by the thousand.
        elif not ("." in match[0] and " " in match[0]):
            yield match.span()
    if any(word in source for word in _LETTERED_WORDS):
        for match in _LETTERED.finditer(source):
            yield match.span()


def _pieces(source: str, match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Yield the parts of many digits in a row, each with those that may belong to it."""
    starts = [match.start()] + [
        match.start() + found.end() for found in re.finditer(r"[^0-9]", match[0])
    ]
    for start in starts[:50]:
        yield start, min(match.end(), start + MAX_NUMBER_CHARACTERS)


def _identifier(
    scheme: Scheme,
    match: re.Match[str],
    word: str,
    source: str,
    place: SourcePlace | None,
    label: Label,
) -> Identifier:
    number, at = match[0], match.start()
    compact = re.sub(r"[^0-9A-Za-z]", "", number).upper()
    return Identifier(
        scheme=scheme.id,
        masked=_mask(number),
        digest=hashlib.blake2b(compact.encode(), key=_SALT, digest_size=8).hexdigest(),
        label=word,
        place=place or _place(source, at),
        line=source.count("\n", 0, at) + 1,
        example=label.example or is_sample(scheme.id, compact),
        doubtful=label.doubtful,
    )


def _mask(number: str) -> str:
    """Hide all letters and digits but the last three; a checksum narrows what is hidden anyway."""
    shown = re.sub(r"[0-9A-Za-z]", "•", number[:-3]) + number[-3:]
    return " ".join(shown.split())


def _place(source: str, at: int) -> SourcePlace:
    if source.rfind("<!--", 0, at) > source.rfind("-->", 0, at):
        return "comment"
    before = source[max(0, at - 200_000) : at].lower()
    if before.rfind("<script") > before.rfind("</script"):
        return "script"
    return "attribute" if before.rfind("<") > before.rfind(">") else "text"


def _coordinates(source: str) -> int:
    if not any(word in source for word in ("lat", "Lat", "LAT", "coordinates")):
        return 0
    found = islice(_COORDINATES.finditer(source), _MAX_RUNS)
    return len({tuple(part for part in match.groups() if part) for match in found})


def _emails(source: str) -> int:
    found: set[str] = set()
    at = source.find("@")
    while at >= 0 and len(found) < 10_000:
        host = _EMAIL_HOST.match(source, at + 1)
        name = _EMAIL.search(source, max(0, at - 64), at) if host else None
        if name and host and _is_mail_host(host[0]) and not _is_user(source, at - len(name[0])):
            found.add(html.unescape(f"{name[0]}@{host[0]}").lower())
        at = source.find("@", at + 1)
    return len(found)


def _is_mail_host(host: str) -> bool:
    """Say whether mail can go to *host*; `icon@2x.png` is a picture, `lib@1.0.0.mjs` a script."""
    *names, end = host.lower().split(".")
    return end not in _FILES and not names[-1].isdecimal() and is_top_level(end)


def _is_user(source: str, at: int) -> bool:
    """Say whether *at* begins no mailbox: `https://key@host/`, `@name@host`, `git@host:`."""
    if source[at - 1 : at] == "@" or source.startswith("git@", at):
        return True
    return bool(_USER_OF_ADDRESS.search(source, max(0, at - 110), at))


def _phones(source: str, place: SourcePlace | None) -> set[str]:
    found: set[str] = set()
    for match in _PHONE.finditer(source):
        digits = re.sub(r"\D", "", match[0])
        if match[0].startswith("+") and (
            len(digits) < _DIGITS_OF_PHONE
            or _AMOUNT.fullmatch(match[0])
            or _adds(source, match.start(), place)
        ):
            continue
        found.add(digits)
    return found


def _adds(source: str, at: int, place: SourcePlace | None) -> bool:
    """Say whether the plus *at* adds, as in a script it does unless it stands in a text."""
    if at == 0 or source[at - 1] in _QUOTES:
        return False
    if place is not None:
        return place in {"script", "data"}
    begin = max(source.rfind("<script", 0, at), source.rfind("<SCRIPT", 0, at))
    return begin > max(source.rfind("</script", 0, at), source.rfind("</SCRIPT", 0, at))
