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
    problem: str = ""
    """What else is wrong with the signed message, as a clause; empty when nothing is."""
    outside: str | None = None
    """The first line before or after the signed message; None when there is none."""

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of a field, by its name in lower case."""
        return tuple(value for key, value in self.fields if key == name)


def parse_security_txt(text: str) -> SecurityTxt:
    """Return what *text* says. Never raises."""
    # A lone carriage return ends no line.
    lines = re.split(r"\r?\n", text.removeprefix("\ufeff"))[:_MAX_LINES]
    armour = _Armour(lines)
    fields: list[tuple[str, str]] = []
    unreadable: list[str] = []
    for line in armour.content:
        stripped = line.strip(" \t")
        if not stripped or stripped.startswith("#"):
            continue
        field = _FIELD.fullmatch(stripped)
        if field is None:
            unreadable.append(stripped[:100])
        else:
            fields.append((field[1].lower(), field[2].strip()))
    return SecurityTxt(
        tuple(fields),
        tuple(unreadable),
        signed=armour.signed,
        broken=armour.broken,
        problem=armour.problem,
        outside=armour.outside,
    )


class _Armour:
    """The lines of a file, parted into what is signed and what stands around it (RFC 9116 4)."""

    def __init__(self, lines: list[str]) -> None:
        plain = [line.rstrip(" \t") for line in lines]
        self.signed = _SIGNED in plain
        self.content = lines
        self.problem = ""
        self.outside: str | None = None
        self.broken = not self.signed and _SIGNATURE in plain
        if self.signed:
            self._read(lines, plain)

    def _read(self, lines: list[str], plain: list[str]) -> None:
        begin = plain.index(_SIGNED)
        rest = plain[begin + 1 :]
        self.broken = _SIGNATURE not in rest or _END not in rest[rest.index(_SIGNATURE) :]
        end = begin + 1 + rest.index(_SIGNATURE) if _SIGNATURE in rest else len(lines)
        at = begin + 1
        while at < end and plain[at].startswith(("Hash:", "SaltedHash:")):
            at += 1
        if at < end and lines[at] != "":
            self.problem = (
                "no empty line stands before the text"
                if plain[at]
                else "the empty line before the text holds a space"
            )
        self.content = [line.removeprefix("- ") for line in lines[at:end]]
        if self.broken:
            return
        last = len(plain) - 1 - plain[::-1].index(_END)
        if plain.count(_SIGNATURE) > 1 or plain.count(_SIGNED) > 1:
            self.problem = "the signature begins more than once"
        before, after = plain[:begin], [line for line in plain[last + 1 :] if line]
        self.outside = next(iter([*before, *after]), None)


def parse_expires(value: str) -> float | None:
    """Return the date as seconds since 1970, None when it is none that RFC 3339 knows."""
    if not _DATE.fullmatch(value):
        return None
    # A leap second, which the standard knows and Python does not.
    value = value[:17] + "59" + value[19:] if value[17:19] == "60" else value
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
