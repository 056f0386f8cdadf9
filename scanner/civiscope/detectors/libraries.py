"""Recognise libraries by address, content and what the running page says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Literal
from urllib.parse import unquote, urlsplit

from civiscope.lists.library_signatures import Hole, Library, Pattern, Signatures
from civiscope.lists.library_versions import clean_version
from civiscope.model.leaks import RunningLibrary, ScriptFile

How = Literal["hash", "content", "running", "address"]
_Sign = tuple[str, str, How, str]
"""Name, version, how it was told, and the file's URL."""
_RANK: dict[How, int] = {"hash": 0, "content": 1, "running": 2, "address": 3}
_MAX_URL_CHARACTERS = 500
_KEPT = 20_000
_MAX_VERSIONS = 5


@dataclass(frozen=True)
class Recognised:
    """A library in one version on a page."""

    name: str
    version: str
    how: How
    """Its surest sign: the file's hash, its content, the running page, or its address."""
    url: str
    """The file; empty when only the running page told."""
    holes: tuple[Hole, ...]
    """What is known against this version; each advisory once."""
    lists: frozenset[str] = frozenset()
    """Names of the lists that know holes of it."""


def find_libraries(
    files: Iterable[ScriptFile],
    urls: Iterable[str],
    running: Iterable[RunningLibrary],
    lists: Sequence[tuple[str, Signatures]],
) -> tuple[Recognised, ...]:
    """Return the libraries of a page, each version once.

    *urls* are addresses of scripts whose files could not be read; *lists* are the signatures in
    use, by name.
    """
    found: list[_Sign] = []
    for _, signatures in lists:
        for file in files:
            found += _in_file(signatures, file)
        for url in urls:
            found += _in_file(signatures, ScriptFile(url))
        for each in running:
            for library in signatures.libraries:
                if each.name.lower() in library.aliases:
                    found.append((library.name, clean_version(each.version), "running", ""))
    return tuple(_together(found, lists))


def _together(
    found: Iterable[_Sign], lists: Sequence[tuple[str, Signatures]]
) -> Iterator[Recognised]:
    best: dict[tuple[str, str], tuple[str, How, str]] = {}
    signs = list(found)
    told = {name.lower() for name, version, how, _ in signs if how == "running" and version}
    for name, version, how, url in signs:
        # A list may write a name in another way than the other does.
        key = (name.lower(), version)
        seen = best.get(key)
        # An address may be named by anything; what runs is right.
        if not version or (how == "address" and key[0] in told and seen is None):
            continue
        if seen is not None and _RANK[seen[1]] <= _RANK[how]:
            continue
        best[key] = (seen[0] if seen else name, how, url or (seen[2] if seen else ""))
    for (small, version), (name, how, url) in sorted(_without_echoes(best).items()):
        holes, by = _holes(small, version, lists)
        yield Recognised(name, version, how, url, holes, by)


def _without_echoes(
    best: dict[tuple[str, str], tuple[str, How, str]],
) -> dict[tuple[str, str], tuple[str, How, str]]:
    """Return *best* without a second name of the same file: `1.12.4` and `1.12.4-backport`.

    What one file says twice, and what the running page calls the file that was read, is one.
    """
    return {
        (small, version): sign
        for (small, version), sign in best.items()
        if not any(
            other == small
            and version.startswith((f"{shorter}-", f"{shorter}+"))
            and (url == sign[2] or not sign[2] or not url)
            for (other, shorter), (_, _, url) in best.items()
        )
    }


def _holes(
    name: str, version: str, lists: Sequence[tuple[str, Signatures]]
) -> tuple[tuple[Hole, ...], frozenset[str]]:
    holes: list[Hole] = []
    told: set[str] = set()
    by: set[str] = set()
    for list_name, signatures in lists:
        for library in signatures.libraries:
            if name not in library.aliases:
                continue
            for hole in library.find_holes(version):
                keys = set(hole.ids) or {hole.summary if not hole.unmaintained else "unmaintained"}
                by.add(list_name)
                if keys - told:
                    told |= keys
                    holes.append(hole)
    return tuple(holes), frozenset(by)


# The same files come on page after page.
@lru_cache(maxsize=_KEPT)
def _in_file(signatures: Signatures, file: ScriptFile) -> tuple[_Sign, ...]:
    return tuple(_find_signs(signatures, file))


def _find_signs(signatures: Signatures, file: ScriptFile) -> Iterator[_Sign]:
    # Many files hold their version alone, and only the file's name tells of what.
    text = "\n".join((f"file: {_name_of(file.url)}", *file.marks)) if file.marks else ""
    for library in signatures.libraries:
        version = clean_version(library.hashes.get(file.sha1, "")) if file.sha1 else ""
        if version:
            yield library.name, version, "hash", file.url
            continue
        versions = dict.fromkeys(_in_content(library, text))
        for version in versions:
            yield library.name, version, "content", file.url
        # A folder may be named by another version; what the file itself says is right.
        named = "" if versions else _in_address(library, file.url)
        if named:
            yield library.name, named, "address", file.url


def _in_content(library: Library, text: str) -> Iterator[str]:
    for pattern in library.filecontent if text else ():
        for match in islice(pattern.regex.finditer(text), _MAX_VERSIONS):
            version = _version(pattern, match)
            if version:
                yield version


def _in_address(library: Library, url: str) -> str:
    plain = unquote(url.partition("#")[0][:_MAX_URL_CHARACTERS])
    name = _name_of(plain)
    for pattern in library.filename:
        version = _version(pattern, pattern.regex.fullmatch(name))
        if version:
            return version
    for pattern in library.uri:
        version = _version(pattern, pattern.regex.search(plain))
        if version:
            return version
    return ""


def _name_of(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[2]


def _version(pattern: Pattern, match: re.Match[str] | None) -> str:
    if match is None:
        return ""
    return clean_version(match.expand(pattern.template) if pattern.template else match[1] or "")
