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
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from civiscope.model.exposed import Exposed, Identifier, SourcePlace
from civiscope.privacy.labels import Labels
from civiscope.privacy.schemes import LONGEST, Scheme, is_sample

MAX_KEPT = 100
MAX_CHARACTERS = 5_000_000
_MOST_RUNS = 20_000
_LIST_GAP = 60
"""Characters between two numbers of one list at most."""
_BETWEEN = re.compile(r"(?:[\s,;:\"'\[\]{}|&]|</?(?:li|br|p|option|span)\b[^<>]*>)*")
"""What may stand between them; the next cell of a table is under another head."""
# Six digits in a row, single separators allowed, are in every number we know, but for two that
# begin with letters.
_RUN = re.compile(r"[0-9](?:[ ./\u00a0\u2010-\u2013-]?[0-9]){5,}")
_LETTERED = re.compile(r"[A-Za-z]{4,6}[0-9LMNPQRSTUVlmnpqrstuv]{2}[0-9A-Za-z]{8,12}")
_LETTERED_WORDS = ("fiscale", "fisc", "FISC", "curp", "CURP", "Curp", "CF", "C.F.")
_VIEW_STATE = re.compile(
    r"""<input[^>]{0,200}__VIEWSTATE[^>]{0,200}?value=["']([A-Za-z0-9+/=]{20,2000000})""",
    re.IGNORECASE,
)
_UNREADABLE = re.compile(r"[^\x20-\x7e]+")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}$")
_EMAIL_HOST = re.compile(r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,6}\.([A-Za-z]{2,24})\b")
_PHONE = re.compile(r"(?:tel:[+0-9]|\+[1-9])[0-9 ().\u00a0/-]{6,20}[0-9]")
_FILES = frozenset({"png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "woff"})
_SALT = secrets.token_bytes(32)


def find_exposed(source: str) -> Exposed:
    """Return what *source*, the HTML or JSON of a page as sent, gives away about people."""
    source = source[:MAX_CHARACTERS]
    found: dict[tuple[str, str], Identifier] = {}
    for identifier in find_identifiers(source):
        found.setdefault((identifier.scheme, identifier.digest), identifier)
    return Exposed(
        identifiers=tuple(found.values())[:MAX_KEPT],
        total=len(found),
        emails=_emails(source),
        phones=len({re.sub(r"\D", "", match[0]) for match in _PHONE.finditer(source)}),
    )


def find_identifiers(source: str) -> Iterator[Identifier]:
    """Yield every national number of *source* that a word beside it announces."""
    yield from _within(source, None)
    if "__VIEWSTATE" in source:
        for match in _VIEW_STATE.finditer(source):
            line = source.count("\n", 0, match.start()) + 1
            for identifier in _within(_decoded(match[1]), "view state"):
                yield replace(identifier, line=line)


def _decoded(text: str) -> str:
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return ""
    return _UNREADABLE.sub(" ", raw.decode("latin-1"))


def _within(source: str, place: SourcePlace | None) -> Iterator[Identifier]:
    done = 0
    latest: dict[Scheme, str] = {}
    labels = Labels(source)
    for start, end in _runs(source):
        if start < done:
            continue
        label = labels.beside(start, end)
        # One label may announce a whole list.
        announced = label.schemes
        if latest and not announced and start - done < _LIST_GAP:
            announced = latest if _BETWEEN.fullmatch(source, done, start) else {}
        for scheme, word in announced.items():
            # The letters that belong to some numbers stand around the digits.
            low = max(done, start - 6)
            for match in scheme.pattern.finditer(source, low, end + 6):
                if scheme.proves(match[0]):
                    example = label.example
                    yield _identifier(scheme, match, word, source, place, example)
                    done, latest = max(done, match.end()), {scheme: word}


def _runs(source: str) -> Iterator[tuple[int, int]]:
    """Yield where digits stand that may be such a number."""
    for match in islice(_RUN.finditer(source), _MOST_RUNS):
        # A longer one is a list of numbers; those are looked at one by one below.
        if match.end() - match.start() > LONGEST:
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
        yield start, min(match.end(), start + LONGEST)


def _identifier(
    scheme: Scheme,
    match: re.Match[str],
    word: str,
    source: str,
    place: SourcePlace | None,
    example: bool,
) -> Identifier:
    number, at = match[0], match.start()
    compact = re.sub(r"[^0-9A-Za-z]", "", number).upper()
    return Identifier(
        scheme=scheme.id,
        masked=_masked(number),
        digest=hashlib.blake2b(compact.encode(), key=_SALT, digest_size=8).hexdigest(),
        label=word,
        place=place or _place(source, at),
        line=source.count("\n", 0, at) + 1,
        example=example or is_sample(scheme.id, compact),
    )


def _masked(number: str) -> str:
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


def _emails(source: str) -> int:
    found: set[str] = set()
    at = source.find("@")
    while at >= 0 and len(found) < 10_000:
        host = _EMAIL_HOST.match(source, at + 1)
        name = _EMAIL.search(source, max(0, at - 64), at) if host else None
        # `icon@2x.png` is a picture.
        if name and host and host[1].lower() not in _FILES:
            found.add(html.unescape(f"{name[0]}@{host[0]}").lower())
        at = source.find("@", at + 1)
    return len(found)
