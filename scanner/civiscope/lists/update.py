"""Bring a list from its known source, an address or a file, and note where it came from."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx

from civiscope.atomic_write import write_whole
from civiscope.lists.filters import Filters
from civiscope.lists.hsts_preload import preloaded_hosts
from civiscope.lists.library_signatures import SignatureError, parse
from civiscope.lists.registry import (
    FILTERS,
    LIBRARIES,
    NOTES,
    PRELOADED,
    KnownList,
    ListError,
    Note,
    Notes,
    all_lists,
    date_of,
    known_sources,
    lists_folder,
    read_notes,
)
from civiscope.web.urls import is_web_url

_OURS = {"civiscope", "libraries"}
"""Lists that travel with civiscope."""
_LARGEST = 50_000_000
_TIMEOUT_S = 60
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")
_NON_COMMERCIAL = re.compile(r"\bNC\b|non-?commercial", re.IGNORECASE)


def update(
    name: str, folder: Path | None = None, *, source: str = "", licence: str = ""
) -> KnownList:
    """Bring the list *name* from its known source, or from *source*: an address or a file.

    Raises ListError when it cannot be had, is not a list of its kind, or is not free for everybody.
    """
    folder = folder or lists_folder()
    known = known_sources().get(name)
    if known is None and not source:
        names = ", ".join(sorted(known_sources()))
        raise ListError(f"There is no list {name!r}; known are {names}. Others need --from.")
    if not _NAME.fullmatch(name) or name in _OURS:
        raise ListError(f"{name!r} is not a name for a list; use small letters, digits and dashes.")
    licence = licence or (known["licence"] if known else "")
    if not licence:
        raise ListError(f"Say with --licence under which licence the list {name} may be used.")
    if _NON_COMMERCIAL.search(licence):
        raise ListError(
            f"The licence of {name} ({licence}) forbids commercial use; it is not used."
        )
    source = source or (known["url"] if known else "")
    content, changed = _content(source, name)
    text = content.decode("utf-8", "replace")
    kind, rules = _read(name, known.get("kind", FILTERS) if known else "", text, source)
    note = Note(
        title=known["title"] if known else name,
        source=source,
        licence=licence,
        fetched=datetime.now(UTC).date().isoformat(),
        dated=(date_of(text) or changed or datetime.now(UTC).date()).isoformat(),
        sha256=hashlib.sha256(content).hexdigest(),
        rules=rules,
        kind=kind,
    )
    write_whole(folder / f"{name}.txt", (content,))
    notes = Notes(lists={**read_notes(folder).lists, name: note})
    write_whole(folder / NOTES, (notes.model_dump_json(indent=2).encode(), b"\n"))
    return next(one for one in all_lists(folder) if one.name == name)


def _read(name: str, kind: str, text: str, source: str) -> tuple[str, int]:
    """Return what kind of list *text* is, and how many entries it has."""
    # Filters are lines; both other kinds are JSON, and tell themselves apart.
    if kind in {"", FILTERS} and not text.lstrip().startswith(("{", "//")):
        rules = Filters([(name, text)]).count
        if not rules or "<html" in text[:2000].lower():
            raise ListError(f"What came from {source} is not a filter list.")
        return FILTERS, rules
    if kind != LIBRARIES and (hosts := preloaded_hosts(text)):
        return PRELOADED, len(hosts)
    if kind not in {"", LIBRARIES}:
        raise ListError(f"What came from {source} is not a list of {kind}.")
    try:
        return LIBRARIES, len(parse(text).libraries)
    except SignatureError as error:
        raise ListError(f"What came from {source} cannot be used. {error}") from error


def _content(source: str, name: str) -> tuple[bytes, date | None]:
    """Return the list and when it was last changed, as far as file or server tell."""
    if not is_web_url(source):
        path = Path(source)
        try:
            return path.read_bytes(), datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
        except OSError as error:
            raise ListError(f"{source} cannot be read ({error.strerror}).") from error
    content = bytearray()
    try:
        with httpx.stream("GET", source, timeout=_TIMEOUT_S, follow_redirects=True) as answer:
            answer.raise_for_status()
            changed = _last_modified(answer.headers.get("last-modified", ""))
            for chunk in answer.iter_bytes():
                content += chunk
                if len(content) > _LARGEST:
                    raise ListError(f"The list {name} at {source} is too large.")
    except httpx.HTTPError as error:
        raise ListError(
            f"The list {name} could not be fetched from {source} ({error}); the one from before "
            "stays in use. A file works too: --from FILE."
        ) from error
    return bytes(content), changed


def _last_modified(field: str) -> date | None:
    try:
        return parsedate_to_datetime(field).date()
    except ValueError:
        return None
