"""Bring a filter list from its known source, an address or a file, and note where it came from."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from pathlib import Path

import httpx

from civiscope.privacy.filters import Filters
from civiscope.privacy.lists import (
    NOTES,
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
from civiscope.urls import is_web_url
from civiscope.whole_file import write_whole

_LARGEST = 50_000_000
_SECONDS = 60
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")
_NON_COMMERCIAL = re.compile(r"\bNC\b|non-?commercial", re.IGNORECASE)


def update(
    name: str, folder: Path | None = None, *, source: str = "", licence: str = ""
) -> KnownList:
    """Bring the list *name* from its known source, or from *source*: an address or a file.

    Raises ListError when it cannot be had, is no filter list, or may not be used by everybody.
    """
    folder = folder or lists_folder()
    known = known_sources().get(name)
    if known is None and not source:
        names = ", ".join(sorted(known_sources()))
        raise ListError(f"There is no list {name!r}; known are {names}. Others need --from.")
    if not _NAME.fullmatch(name) or name == "civiscope":
        raise ListError(f"{name!r} is no name for a list; use small letters, digits and dashes.")
    licence = licence or (known["licence"] if known else "")
    if not licence:
        raise ListError(f"Say with --licence under which licence the list {name} may be used.")
    if _NON_COMMERCIAL.search(licence):
        raise ListError(
            f"The licence of {name} ({licence}) forbids commercial use; it is not used."
        )
    source = source or (known["url"] if known else "")
    content = _content(source, name)
    text = content.decode("utf-8", "replace")
    rules = Filters([(name, text)]).count
    if not rules or "<html" in text[:2000].lower():
        raise ListError(f"What came from {source} is no filter list.")
    note = Note(
        title=known["title"] if known else name,
        source=source,
        licence=licence,
        fetched=datetime.now(UTC).date().isoformat(),
        dated=(date_of(text) or datetime.now(UTC).date()).isoformat(),
        sha256=hashlib.sha256(content).hexdigest(),
        rules=rules,
    )
    write_whole(folder / f"{name}.txt", (content,))
    notes = Notes(lists={**read_notes(folder).lists, name: note})
    write_whole(folder / NOTES, (notes.model_dump_json(indent=2).encode(), b"\n"))
    return next(one for one in all_lists(folder) if one.name == name)


def _content(source: str, name: str) -> bytes:
    if not is_web_url(source):
        try:
            return Path(source).read_bytes()
        except OSError as error:
            raise ListError(f"{source} cannot be read ({error.strerror}).") from error
    content = bytearray()
    try:
        with httpx.stream("GET", source, timeout=_SECONDS, follow_redirects=True) as answer:
            answer.raise_for_status()
            for chunk in answer.iter_bytes():
                content += chunk
                if len(content) > _LARGEST:
                    raise ListError(f"The list {name} at {source} is too large.")
    except httpx.HTTPError as error:
        raise ListError(
            f"The list {name} could not be fetched from {source} ({error}); the one from before "
            "stays in use. A file works too: --from FILE."
        ) from error
    return bytes(content)
