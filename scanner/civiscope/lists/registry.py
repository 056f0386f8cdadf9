"""The lists that privacy rules go by: which there are, from where, and how old.

Those that packages carry travel with civiscope. Filter lists are fetched by the user
(list_update.py) and kept in a folder of the user with a note of where each came from. Judging reads
them from there and never fetches.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from publicsuffixlist import PSLFILE
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from civiscope.engines import engines
from civiscope.errors import InternalError, UsageError
from civiscope.lists.age import OLD_LIST
from civiscope.lists.filters import Filters

NOTES = "lists.json"
_MODIFIED = re.compile(r"^!\s*(?:Last modified|Updated|Version|Date):\s*(.+)$", re.I | re.M)
_DATE = re.compile(r"(\d{1,2}) (\w{3})\w* (\d{4})|(\d{4})-?(\d{2})-?(\d{2})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_OWN = "own_filters.txt"
FILTERS, LIBRARIES, PRELOADED = "filters", "libraries", "preloaded domains"
"""Kinds of lists that the user can bring."""
OLD = OLD_LIST
"""Days after which a list is said to be old: holes and trackers found since are not in it."""


class ListError(UsageError):
    """A list could not be brought or read. The message says which and why."""


@dataclass(frozen=True, slots=True)
class KnownList:
    """One list, and what must be said of it wherever it is used."""

    name: str
    title: str
    kind: str
    """`filters`, `parties`, `consent rules`, `public suffixes`, `cookies`, `words`, …"""
    licence: str
    source: str
    version: str
    dated: date | None
    """When it was last changed, by its own account."""
    sha256: str = ""
    rules: int = 0

    def age(self, today: date) -> int | None:
        """Return how many days old it is, None when it does not say."""
        return (today - self.dated).days if self.dated else None

    def is_old(self, today: date) -> bool:
        """Say whether it is so old that much may be missing."""
        return (self.age(today) or 0) > OLD


class Note(BaseModel):
    """What is noted of a fetched list."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    title: str
    source: str
    licence: str
    fetched: str
    dated: str
    sha256: str
    rules: int
    kind: str = FILTERS


class Notes(BaseModel):
    """The notes of all fetched lists, by name."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    lists: dict[str, Note] = Field(default_factory=dict[str, Note])


def lists_folder() -> Path:
    """Return where fetched lists are kept: $CIVISCOPE_LISTS, or the user's folder for data."""
    own = os.environ.get("CIVISCOPE_LISTS")
    if own:
        return Path(own)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "civiscope" / "lists"
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "civiscope" / "lists"


def all_lists(folder: Path | None = None) -> tuple[KnownList, ...]:
    """Return every list in use: fetched ones first, then those that travel with civiscope."""
    folder = folder or lists_folder()
    fetched = [
        KnownList(
            name,
            note.title,
            note.kind,
            note.licence,
            note.source,
            "",
            _day(note.dated),
            note.sha256,
            note.rules,
        )
        for name, note in sorted(read_notes(folder).lists.items())
    ]
    return (*fetched, *packed_lists())


def packed_lists() -> tuple[KnownList, ...]:
    """Return the lists that travel with civiscope."""
    return (_own_list(), *_package_lists())


def filters_in_use(folder: Path | None = None) -> tuple[Filters, dict[str, KnownList]]:
    """Return the filter lists ready to be asked, and what is known of each by its name.

    Raises ListError when a fetched list is not the one that was noted.
    """
    folder = folder or lists_folder()
    notes = folder / NOTES
    stamp = notes.stat().st_mtime_ns if notes.is_file() else 0
    return _filters(folder, stamp)


@lru_cache(maxsize=2)
def _filters(folder: Path, stamp: int) -> tuple[Filters, dict[str, KnownList]]:
    known = {one.name: one for one in all_lists(folder) if one.kind == FILTERS}
    texts: list[tuple[str, str]] = []
    for name, one in known.items():
        if name == "civiscope":
            texts.append((name, _describe_packed(_OWN)))
            continue
        content = read_list(one, folder)
        texts.append((name, content.decode("utf-8", "replace")))
    return Filters(texts), known


def read_list(known: KnownList, folder: Path) -> bytes:
    """Return a fetched list as it was fetched; ListError when it is another by now."""
    name = known.name
    try:
        content = (folder / f"{name}.txt").read_bytes()
    except OSError as error:
        raise ListError(
            f"The list {name} cannot be read ({error.strerror}); fetch it again with "
            f"`civiscope lists update {name}`."
        ) from error
    if hashlib.sha256(content).hexdigest() != known.sha256:
        raise ListError(
            f"The list {name} in {folder} is not the one that was fetched (its SHA-256 "
            f"differs); fetch it again with `civiscope lists update {name}`."
        )
    return content


@lru_cache(maxsize=1)
def known_sources() -> dict[str, dict[str, str]]:
    """Return title, address and licence of the lists known by name."""
    return tomllib.loads(_describe_packed("lists.toml"))


def read_notes(folder: Path) -> Notes:
    """Return the notes in *folder*, none when nothing was fetched; ListError when damaged."""
    path = folder / NOTES
    try:
        return Notes.model_validate_json(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return Notes()
    except (OSError, ValidationError) as error:
        raise ListError(
            f"The notes of the fetched lists are damaged ({path}); delete the folder and run "
            "`civiscope lists update`."
        ) from error


def date_of(text: str) -> date | None:
    """Return the date in the head of a filter list."""
    for said in _MODIFIED.findall(text[:3000]):
        found = _DATE.search(said)
        if found is None:
            continue
        try:
            if found[1]:
                return date(int(found[3]), _MONTHS.index(found[2].lower()) + 1, int(found[1]))
            return date(int(found[4]), int(found[5]), int(found[6]))
        except ValueError:
            continue
    return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _describe_packed(name: str) -> str:
    return files("civiscope.lists").joinpath(name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _own_list() -> KnownList:
    text = _describe_packed(_OWN)
    digest = hashlib.sha256(text.encode()).hexdigest()
    count = Filters([("civiscope", text)]).count
    return KnownList(
        "civiscope",
        "civiscope's own",
        "filters",
        "Apache-2.0",
        "in the package",
        version("civiscope"),
        date_of(text),
        digest,
        count,
    )


def _package_lists() -> Sequence[KnownList]:
    """Return the lists that come with packages; their versions tell their age."""
    kinds = {"@duckduckgo/autoconsent": "consent rules", "third-party-web": "parties"}
    data = {
        "@duckduckgo/autoconsent": "rules.json",
        "third-party-web": "entities-nostats.json",
    }
    found = [
        KnownList(
            one.name,
            one.name,
            kinds[one.name],
            one.licence,
            "npm",
            one.version,
            None,
            _digest(one.folder / data[one.name]),
        )
        for one in engines()
        if one.name in kinds
    ]
    suffixes = version("publicsuffixlist")
    found.append(
        KnownList(
            "publicsuffixlist",
            "Public Suffix List",
            "public suffixes",
            "MPL-2.0",
            "PyPI",
            suffixes,
            _day_of_version(suffixes),
            _digest(Path(PSLFILE)),
        )
    )
    for name, kind in (
        ("known_cookies", "cookies"),
        ("parties", "parties"),
        ("mandates", "mandates"),
        ("libraries", "libraries"),
    ):
        text = _describe_packed(f"{name}.toml")
        reviewed = tomllib.loads(text).get("reviewed")
        if not isinstance(reviewed, date):
            raise InternalError(f"{name}.toml does not say when it was reviewed.")
        digest = hashlib.sha256(text.encode()).hexdigest()
        found.append(
            KnownList(
                name,
                f"civiscope's {kind}",
                kind,
                "Apache-2.0",
                "in the package",
                version("civiscope"),
                reviewed,
                digest,
            )
        )
    return found


@lru_cache(maxsize=8)
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _day_of_version(text: str) -> date | None:
    last = text.rpartition(".")[2]
    return _day(f"{last[:4]}-{last[4:6]}-{last[6:8]}") if len(last) == 8 else None
