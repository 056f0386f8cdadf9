"""Read signatures of libraries in retire.js's public format; say what is known of a version."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from civiscope.errors import UsageError
from civiscope.lists.library_versions import is_before

_VERSION = r"[0-9][0-9.a-z_\-]+"
_PLACEHOLDER = "§§version§§"
_MAX_PATTERN_CHARACTERS = 1000
_SUMMARY = 160
_UNMAINTAINED = re.compile(
    r"end[- ]of[- ]life|no longer (?:maintained|receiv|support)|deprecated", re.I
)
_KINDS = ("uri", "filename", "filecontent")


class SignatureError(UsageError):
    """A file of signatures cannot be read. The message says why."""


@dataclass(frozen=True, slots=True)
class Hole:
    """A known hole in some versions of a library, or that nobody mends those any more."""

    ids: tuple[str, ...]
    """CVE numbers, or other names of the advisory; empty when the list gives none."""
    summary: str
    severity: str
    """`low`, `medium`, `high` or `critical`, by the list; empty when it does not say."""
    since: str
    """First version that has it; empty for all."""
    below: str
    """First version without it; empty when there is none."""
    unmaintained: bool = False
    """Not a hole of its own: no version of this line is fixed any more."""

    def affects(self, version: str) -> bool:
        """Say whether *version* has it."""
        early = bool(self.since) and is_before(version, self.since)
        return not early and (not self.below or is_before(version, self.below))


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern whose group, or whose filled template, is the version."""

    regex: re.Pattern[str]
    template: str = ""


@dataclass(frozen=True)
class Library:
    """What is known of one library."""

    name: str
    aliases: frozenset[str]
    """Names it goes by, in small letters."""
    uri: tuple[Pattern, ...]
    filename: tuple[Pattern, ...]
    filecontent: tuple[Pattern, ...]
    hashes: Mapping[str, str]
    """Version by SHA-1 of the file."""
    holes: tuple[Hole, ...]

    def find_holes(self, version: str) -> tuple[Hole, ...]:
        """Return the holes that *version* has."""
        return tuple(hole for hole in self.holes if hole.affects(version))


@dataclass(frozen=True, eq=False)
class Signatures:
    """All libraries of one list. Two are equal only when they are the same object."""

    libraries: tuple[Library, ...]
    unread: int = 0
    """Patterns that cannot be used here."""


def parse(text: str) -> Signatures:
    """Return the signatures in *text*, JSON as retire.js publishes it. Raises SignatureError."""
    try:
        data: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SignatureError(f"The signatures are not JSON ({error}).") from error
    return read(data)


def read(data: object) -> Signatures:
    """Return the signatures in *data*, an object with one entry for each library."""
    unread: list[str] = []
    found = [(name, _object(entry)) for name, entry in _object(data).items()]
    if not any("extractors" in entry for _, entry in found):
        # Combined files hold several lists, each under a name of its own.
        found = [(name, _object(each)) for _, part in found for name, each in part.items()]
    libraries = [
        _library(name, entry, unread)
        for name, entry in found
        # A sample that the list's makers use to try their own program.
        if "extractors" in entry and name != "retire-example"
    ]
    if not libraries:
        raise SignatureError("The signatures name no library; is it a list of retire.js?")
    return Signatures(tuple(libraries), len(unread))


def _library(name: str, entry: Mapping[str, object], unread: list[str]) -> Library:
    extractors = _object(entry.get("extractors"))
    patterns = {kind: tuple(_patterns(_texts(extractors.get(kind)), unread)) for kind in _KINDS}
    replaced = tuple(_replacing(_texts(extractors.get("filecontentreplace")), unread))
    names = [name, *_texts(entry.get("npmname")), *_texts(entry.get("bowername"))]
    hashes = _object(extractors.get("hashes"))
    return Library(
        name=name,
        aliases=frozenset(each.lower() for each in names),
        uri=patterns["uri"],
        filename=patterns["filename"],
        filecontent=patterns["filecontent"] + replaced,
        hashes={
            key.lower(): version for key, version in hashes.items() if isinstance(version, str)
        },
        holes=tuple(_holes(entry.get("vulnerabilities"))),
    )


def _holes(data: object) -> Iterator[Hole]:
    for each in _list(data):
        entry = _object(each)
        said = _object(entry.get("identifiers"))
        summary = " ".join([*_texts(said.get("summary")), *_texts(entry.get("summary"))])
        ids = [*_texts(said.get("CVE")), *_texts(entry.get("CVE"))]
        ids = ids or [*_texts(said.get("githubID")), *_texts(entry.get("githubID"))]
        ranges = _list(entry.get("ranges")) or [entry]
        unmaintained = "CWE-1104" in _texts(entry.get("cwe")) or (
            not ids and bool(_UNMAINTAINED.search(summary))
        )
        for one in map(_object, ranges):
            yield Hole(
                ids=tuple(ids),
                summary=" ".join(summary.split())[:_SUMMARY],
                severity=_text(entry.get("severity")),
                since=_text(one.get("atOrAbove")),
                below=_text(one.get("below")),
                unmaintained=unmaintained,
            )


def _patterns(texts: Sequence[str], unread: list[str]) -> Iterator[Pattern]:
    for text in texts:
        compiled = _compile(text, unread)
        if compiled is not None:
            yield Pattern(compiled)


def _replacing(texts: Sequence[str], unread: list[str]) -> Iterator[Pattern]:
    for text in texts:
        # `/pattern/what to make of it/`, where $2 is the second group.
        _, _, rest = text.partition("/")
        pattern, _, template = rest.rstrip("/").rpartition("/")
        compiled = _compile(pattern, unread)
        if compiled is not None and template:
            yield Pattern(compiled, re.sub(r"\$(\d)", r"\\\1", template))


def _compile(text: str, unread: list[str]) -> re.Pattern[str] | None:
    if _PLACEHOLDER in text and len(text) <= _MAX_PATTERN_CHARACTERS:
        try:
            # Written for another engine; what this one finds doubtful there is meant as it stands.
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                compiled = re.compile(text.replace(_PLACEHOLDER, _VERSION))
        except (re.error, RecursionError, OverflowError):
            pass
        else:
            if compiled.groups:
                return compiled
    unread.append(text[:80])
    return None


def _object(data: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", data) if isinstance(data, dict) else {}


def _list(data: object) -> list[object]:
    return cast("list[object]", data) if isinstance(data, list) else []


def _texts(data: object) -> list[str]:
    return [each for each in _list(data) or [data] if isinstance(each, str)]


def _text(data: object) -> str:
    return data if isinstance(data, str) else ""
