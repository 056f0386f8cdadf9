"""Read the YAML of rulebooks as plain data, each text once a machine; libyaml does it, if there."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import sys
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import yaml
from pydantic_core import from_json

from civiscope.atomic_write import CannotWriteError, write_whole

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NAME = "rules-2.json"
_MAX_TEXTS = 4000
_DATE = "\0date"
"""Key of what stands for a date, which YAML knows and JSON does not."""


def load_yaml(content: bytes | str) -> object:
    """Return what *content* says. Raises yaml.YAMLError."""
    return _index().load(content)


def known_text(content: bytes) -> object:
    """Return what was noted of a text at an earlier run; None where nothing was."""
    return _index().note(content)


def note_text(content: bytes, facts: object) -> None:
    """Note *facts*, which JSON can hold, of a text, for the next run."""
    _index().note(content, facts)


def keep_index() -> None:
    """Keep on disk what was parsed, for the next run. Where that cannot be, it is parsed again."""
    _index().keep()


class YamlIndex:
    """What texts of YAML say, by the hash of the text: reading that is ten times as quick."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = _read(path)
        self._asked: dict[str, object] = {}
        self._is_new = False

    def load(self, content: bytes | str) -> object:
        """Return what *content* says. Raises yaml.YAMLError."""
        raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        key = hashlib.sha256(raw).hexdigest()
        if key in self._known:
            self._asked[key] = self._known[key]
            return _decode(self._known[key])
        said: object = yaml.load(content, Loader=_Loader)  # noqa: S506 # nosec B506 # a safe loader
        form = _form_of(said)
        if form is not None:
            self._known[key] = self._asked[key] = form
            self._is_new = True
        return said

    def note(self, content: bytes, facts: object = None) -> object:
        """Return what is noted of *content*, after noting *facts* where there are any."""
        key = "note " + hashlib.sha256(content).hexdigest()
        if facts is not None:
            self._known[key] = facts
            self._is_new = True
        if key in self._known:
            self._asked[key] = self._known[key]
        return self._known.get(key)

    def keep(self) -> None:
        """Write down what is not on disk yet."""
        if not self._is_new:
            return
        known = self._known if len(self._known) <= _MAX_TEXTS else self._asked
        # Keys stay in the order of the text: reports list clauses in it.
        body = json.dumps(known, separators=(",", ":")).encode()
        with suppress(CannotWriteError):
            write_whole(self._path, [_sum(body), b"\n", body])
        self._is_new = False


@lru_cache(maxsize=1)
def _index() -> YamlIndex:
    return YamlIndex(_folder() / _NAME)


def _folder() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "civiscope"
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "civiscope"


def _read(path: Path) -> dict[str, Any]:
    """Return what is kept at *path*; nothing when it is not as it was written."""
    try:
        checksum, _, body = path.read_bytes().partition(b"\n")
    except OSError:
        return {}
    try:
        # Half a megabyte that every command reads.
        return cast("dict[str, Any]", from_json(body)) if checksum == _sum(body) else {}
    except ValueError:
        # Half of a surrogate pair, which this reader does not take.
        return {}


def _sum(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode("ascii")


def _form_of(said: object) -> object:
    """Return *said* as JSON can hold it; None where it cannot, as for keys that are not texts."""
    try:
        form = _encode(said)
        same = repr(_decode(json.loads(json.dumps(form, allow_nan=False)))) == repr(said)
    except (TypeError, ValueError, RecursionError):
        return None
    return form if same else None


def _encode(value: object) -> object:
    if isinstance(value, dict):
        pairs = cast("dict[Any, object]", value)
        return {key: _encode(each) for key, each in pairs.items()}
    if isinstance(value, list):
        return [_encode(each) for each in cast("list[object]", value)]
    return {_DATE: value.isoformat()} if type(value) is datetime.date else value


def _decode(form: object) -> object:
    """Return a value of its own, which whoever asked for it may change."""
    if isinstance(form, dict):
        pairs = cast("dict[str, object]", form)
        if _DATE in pairs:
            return datetime.date.fromisoformat(str(pairs[_DATE]))
        return {key: _decode(each) for key, each in pairs.items()}
    if isinstance(form, list):
        return [_decode(each) for each in cast("list[object]", form)]
    return form
