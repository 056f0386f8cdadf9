"""The signatures of libraries in use: those the user has brought, and our own."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from civiscope.lists.library_signatures import Signatures, parse, read
from civiscope.lists.registry import LIBRARIES, NOTES, KnownList, all_lists, lists_folder, read_list

SEED = "libraries"


def signatures_in_use(
    folder: Path | None = None,
) -> tuple[tuple[tuple[str, Signatures], ...], dict[str, KnownList]]:
    """Return the signatures by the names of their lists, and what is known of each list.

    Raises ListError when a fetched list is not the one that was noted.
    """
    folder = folder or lists_folder()
    notes = folder / NOTES
    return _read(folder, notes.stat().st_mtime_ns if notes.is_file() else 0)


@lru_cache(maxsize=2)
def _read(
    folder: Path, stamp: int
) -> tuple[tuple[tuple[str, Signatures], ...], dict[str, KnownList]]:
    known = {one.name: one for one in all_lists(folder) if one.kind == LIBRARIES}
    signatures = tuple(
        (name, seed() if name == SEED else parse(read_list(one, folder).decode("utf-8", "replace")))
        for name, one in known.items()
    )
    return signatures, known


@lru_cache(maxsize=1)
def seed() -> Signatures:
    """Return the signatures that travel with civiscope."""
    text = files("civiscope.lists").joinpath("libraries.toml").read_text(encoding="utf-8")
    return read(tomllib.loads(text)["libraries"])
