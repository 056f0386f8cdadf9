"""Read from which files of a repository a built script was made, as its source map says."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from typing import cast
from urllib.parse import unquote

MAX_SOURCES = 5000
ENDINGS = (".js.map", ".mjs.map", ".cjs.map")
_SCHEME = re.compile(r"^(?:webpack|vite|rollup|parcel|ng|turbopack)[\w-]*://(?:.*/\.(?=/)|[^/]*)/")
"""`webpack://name/./src/a.jsx`: what a bundler puts before the path from the project's folder."""


def is_source_map(path: str) -> bool:
    """Say whether a file of that name is the source map of a script."""
    return path.lower().endswith(ENDINGS)


def read_source_map(path: str, text: str) -> tuple[str, ...]:
    """Return the files that the map at *path* names, below the folder; none when it is no map.

    Paths of bundlers are relative to a folder of the project that the map does not tell. They
    begin with a slash here, and are held against the ends of paths.
    """
    try:
        # A server may put this before JSON, so that no page takes it for a script.
        said = json.loads(text.removeprefix(")]}'"))
    except ValueError:
        return ()
    found = dict.fromkeys(
        name for source in _sources(said) if (name := _placed(path, source)) is not None
    )
    return tuple(found)[:MAX_SOURCES]


def _sources(said: object) -> Iterator[str]:
    if not isinstance(said, dict):
        return
    found = cast("dict[str, object]", said)
    root = found.get("sourceRoot")
    for source in _entries(found, "sources"):
        if isinstance(source, str):
            yield f"{root.rstrip('/')}/{source}" if isinstance(root, str) and root else source
    for section in _entries(found, "sections"):
        inner = cast("dict[str, object]", section).get("map") if isinstance(section, dict) else None
        if isinstance(inner, dict):
            # A map of maps, one level deep as the standard has it.
            yield from _sources({**cast("dict[str, object]", inner), "sections": []})


def _entries(found: dict[str, object], key: str) -> list[object]:
    listed = found.get(key)
    return cast("list[object]", listed) if isinstance(listed, list) else []


def _placed(path: str, source: str) -> str | None:
    name = unquote(source.split("?")[0].split("#")[0]).replace("\\", "/")
    bundled = _SCHEME.match(name)
    if bundled:
        return "/" + posixpath.normpath(name[bundled.end() :]).lstrip("./")
    if "node_modules/" in name or ":" in name[:12] or name.startswith("\0"):
        return None
    if name.startswith("/"):
        return posixpath.normpath(name)
    found = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
    return None if found.startswith("../") else found
