"""Read security.txt as RFC 9116 has it: fields in order, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"
_SIGNATURE, _END = "-----BEGIN PGP SIGNATURE-----", "-----END PGP SIGNATURE-----"
_FIELD = re.compile(r"([A-Za-z0-9!#$%&'*+.^_`|~-]+):[ \t]+(\S.*)")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DATE = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})", re.ASCII
)
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_MAX_LINES = 2000
URI_FIELDS = frozenset(
    {"acknowledgments", "canonical", "contact", "csaf", "encryption", "hiring", "policy"}
)


@dataclass(frozen=True, slots=True)
class SecurityTxt:
    """What a security.txt says."""

    fields: tuple[tuple[str, str], ...]
    """Name in lower case, and value, in the order of the file."""
    unreadable: tuple[str, ...]
    """Lines that are no field, no comment and not empty."""
    signed: bool
    broken: bool
    """Whether it begins as a signed message and does not end as one."""

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of a field, by its name in lower case."""
        return tuple(value for key, value in self.fields if key == name)


def parse_security_txt(text: str) -> SecurityTxt:
    """Return what *text* says. Never raises."""
    signed = _SIGNED in text
    content, broken = _unsigned(text) if signed else (text, _SIGNATURE in text)
    fields: list[tuple[str, str]] = []
    unreadable: list[str] = []
    for line in content.lstrip("\ufeff").splitlines()[:_MAX_LINES]:
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        field = _FIELD.fullmatch(stripped)
        if field is None:
            unreadable.append(stripped[:100])
        else:
            fields.append((field[1].lower(), field[2].strip()))
    return SecurityTxt(tuple(fields), tuple(unreadable), signed, broken)


def _unsigned(text: str) -> tuple[str, bool]:
    """Return what was signed, without its armour, and whether the armour is broken."""
    after = text.partition(_SIGNED)[2].replace("\r\n", "\n")
    head, gap, rest = after.partition("\n\n")
    signed, mark, signature = rest.partition(_SIGNATURE)
    if not gap or not mark:
        return after, True
    hashes = [line for line in head.splitlines() if line.strip()]
    odd = any(not line.startswith(("Hash:", "SaltedHash:")) for line in hashes)
    lines = [line.removeprefix("- ") for line in signed.splitlines()]
    return "\n".join(lines), odd or _END not in signature


def parse_expires(value: str) -> float | None:
    """Return the date as seconds since 1970, None when it is none that RFC 3339 knows."""
    if not _DATE.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value.upper().replace("Z", "+00:00")).timestamp()
    except (ValueError, OverflowError):
        return None


def bad_links(found: SecurityTxt) -> Iterator[tuple[str, str]]:
    """Yield name and value of fields that are no URI, or of the web and not encrypted."""
    for name, value in found.fields:
        if name in URI_FIELDS and not _is_link(value):
            yield name.capitalize(), value[:100]


def _is_link(value: str) -> bool:
    if not _SCHEME.match(value) or any(sign in value for sign in ' <>"'):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    if parts.scheme in {"http", "https"}:
        return parts.scheme == "https" and bool(parts.netloc)
    return bool(parts.path or parts.netloc)


def bad_languages(found: SecurityTxt) -> str:
    """Return what is wrong with the preferred languages, as half a sentence; empty when nothing."""
    values = found.all("preferred-languages")
    if len(values) > 1:
        return f"it stands there {len(values)} times and must stand there once"
    for tag in values[0].split(",") if values else ():
        if not _LANGUAGE.fullmatch(tag.strip()):
            return f"“{tag.strip()[:40]}” is no language"
    return ""
