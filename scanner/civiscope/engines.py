"""The engines that run inside a page: which ones, which versions, and the text of their files.

The build hook (hatch_build.py) takes them from npm and puts them beside this module.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from civiscope.errors import InternalError

EngineName = Literal["axe-core", "@duckduckgo/autoconsent", "third-party-web"]
EngineFile = Literal["axe", "autoconsent", "autoconsent-rules", "third-parties"]

FOLDER = Path(__file__).parent / "_engines"
_PLACES: dict[EngineFile, tuple[EngineName, str]] = {
    "axe": ("axe-core", "axe.min.js"),
    "autoconsent": ("@duckduckgo/autoconsent", "autoconsent.playwright.js"),
    "autoconsent-rules": ("@duckduckgo/autoconsent", "rules.json"),
    "third-parties": ("third-party-web", "entities-nostats.json"),
}


class EnginesMissing(InternalError):
    """The engines are not in the package, or not whole. The message says how to get them."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what}; install Node.js 18 or newer (it brings npm), then run `make setup` in a "
            f"checkout, or install civiscope again with pip."
        )


@dataclass(frozen=True, slots=True)
class Engine:
    """One npm package whose files travel with civiscope."""

    name: str
    version: str
    licence: str
    """SPDX identifier."""
    folder: Path
    files: tuple[str, ...]
    """File names in *folder*, licences included."""


def engine_versions() -> dict[str, str]:
    """Return name and version of each engine, in order of name."""
    return {engine.name: engine.version for engine in engines()}


def engines() -> tuple[Engine, ...]:
    """Return the engines that are in this installation, in order of name."""
    return tuple(
        Engine(
            name=entry.name,
            version=entry.version,
            licence=entry.licence,
            folder=FOLDER / entry.folder,
            files=tuple(entry.files),
        )
        for entry in sorted(_manifest(FOLDER).engines, key=lambda entry: entry.name)
    )


def engine_file(name: EngineFile) -> Path:
    """Return where the file *name* is."""
    return _place(FOLDER, name)[0]


def engine_text(name: EngineFile) -> str:
    """Return the text of the file *name*, once it is shown to be the one that was packed."""
    return _read_engine(FOLDER, name)


@lru_cache(maxsize=len(_PLACES))
def _read_engine(folder: Path, name: EngineFile) -> str:
    path, digest = _place(folder, name)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise EnginesMissing(f"{path} cannot be read ({error.strerror})") from error
    # It runs in every page we visit, so a file that was cut short or changed is not used.
    if hashlib.sha256(content).hexdigest() != digest:
        raise EnginesMissing(f"{path} is not the file that was packed (its SHA-256 differs)")
    return content.decode("utf-8")


def _place(folder: Path, name: EngineFile) -> tuple[Path, str]:
    engine, file = _PLACES[name]
    for entry in _manifest(folder).engines:
        if entry.name == engine and file in entry.files:
            return folder / entry.folder / file, entry.files[file]
    raise EnginesMissing(f"{folder / 'manifest.json'} names no {file} of {engine}")


class _PackageEntry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    name: str
    version: str
    licence: str
    folder: str
    files: dict[str, str]


class _Manifest(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    lock: str
    engines: tuple[_PackageEntry, ...]


@lru_cache(maxsize=1)
def _manifest(folder: Path) -> _Manifest:
    path = folder / "manifest.json"
    try:
        return _Manifest.model_validate_json(path.read_bytes())
    except OSError as error:
        raise EnginesMissing(f"The engines are missing: there is no {path}") from error
    except ValidationError as error:
        raise EnginesMissing(f"The list of engines is damaged: {path}") from error
