"""Read civiscope.toml, or [tool.civiscope] in pyproject.toml: what a site wants, in one place."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from civiscope.config.gate import TAGS, LevelsConfig, OverrideConfig
from civiscope.config.gate import GateConfig as GateConfig
from civiscope.config.jurisdictions import JURISDICTIONS, JurisdictionCode
from civiscope.config.option import as_listed
from civiscope.config.planning import PlanningConfig, TargetConfig
from civiscope.config.scan_options import ScanSettings
from civiscope.config.scan_table import ScanConfig
from civiscope.errors import UsageError
from civiscope.rulebook.select import RuleConfig
from civiscope.suggestions import nearest

NAMES = ("civiscope.toml", "pyproject.toml")
_STRICT = ConfigDict(extra="forbid", strict=True, frozen=True)


class SourceConfig(BaseModel):
    """A [[source_map]] table: a file of the site's own repository, and the pages it makes."""

    model_config = _STRICT

    url: str
    """Pattern for addresses of pages, with `*` and `?`."""
    file: str
    """Path below the root of the repository."""
    line: int = Field(default=1, ge=1)


class SiteConfig(BaseModel):
    """The [site] table: what the site is, whatever is scanned of it."""

    model_config = _STRICT

    jurisdiction: Annotated[
        JurisdictionCode | None, BeforeValidator(lambda word: as_listed(word, JURISDICTIONS))
    ] = None
    """Whose law on accessibility the site is under."""


class Config(BaseModel):
    """The whole file."""

    model_config = _STRICT

    out: str | None = None
    """Folder to write to."""
    formats: list[str] | None = None
    """Reports to write."""
    language: str | None = None
    """Language of the reports: `en`, `fr` or `es`."""
    layout: Literal["file", "dir"] | None = None
    """The report as one file, or as a folder for servers that block styles within a page."""
    source_map: list[SourceConfig] = Field(default_factory=list[SourceConfig])
    """Which file of the repository makes which pages, for CI systems; the first that fits."""
    frameworks: list[str] | None = None
    """Apply only rules of these frameworks."""
    site: SiteConfig = Field(default_factory=SiteConfig)
    scan: ScanConfig = Field(default_factory=ScanConfig)
    rules: dict[str, RuleConfig] = Field(default_factory=dict[str, RuleConfig])
    gate: GateConfig = Field(default_factory=GateConfig)
    planning: PlanningConfig = Field(default_factory=PlanningConfig)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A configuration and where it came from."""

    config: Config
    path: Path | None

    @property
    def folder(self) -> Path:
        """Where relative paths of the configuration start."""
        return self.path.parent if self.path is not None else Path()

    def scan_settings(self, given: Mapping[str, Any] | None = None) -> ScanSettings:
        """Return the settings of a scan: *given* first, then the configuration, then defaults."""
        known = self.config.site.jurisdiction
        values: dict[str, Any] = {} if known is None else {"jurisdiction": known}
        return ScanSettings(**{**values, **self.config.scan.values(self.folder), **(given or {})})


def load_config(given: Path | None, folder: Path) -> Loaded:
    """Return the configuration in *given*, or the one found in *folder*; an empty one when there is
    none. Raises UsageError that names file, line, and what was expected."""
    if given is not None:
        return Loaded(_read(given, given.name == "pyproject.toml"), given)
    for name in NAMES:
        path = folder / name
        if path.is_file() and (name != "pyproject.toml" or _has_table(path)):
            return Loaded(_read(path, name == "pyproject.toml"), path)
    return Loaded(Config(), None)


def _has_table(path: Path) -> bool:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    return re.search(r"^\s*\[+\s*tool\s*\.\s*civiscope\b", text, re.M) is not None


def _read(path: Path, in_pyproject: bool) -> Config:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UsageError(f"There is no configuration file {path}.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The configuration {path} cannot be read: {error}.") from error
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path} is not valid TOML: {error}.") from error
    if in_pyproject:
        data = data.get("tool", {}).get("civiscope", {})
    data = _with_environment(data, path)
    try:
        return Config.model_validate(data)
    except ValidationError as error:
        table = ("tool", "civiscope") if in_pyproject else ()
        raise UsageError(_sentence(path, text, error, table)) from error


def _with_environment(data: Any, path: Path) -> Any:  # noqa: ANN401 - TOML, not yet validated
    """Replace `env:NAME` by the variable's value, so that secrets need not stand in the file."""
    if isinstance(data, dict):
        return {key: _with_environment(value, path) for key, value in data.items()}  # pyright: ignore[reportUnknownVariableType] # TOML
    if isinstance(data, list):
        return [_with_environment(value, path) for value in data]  # pyright: ignore[reportUnknownVariableType] # TOML
    if isinstance(data, str) and data.startswith("env:"):
        name = data.removeprefix("env:")
        if name not in os.environ:
            raise UsageError(f"{path} asks for the environment variable {name}, which is not set.")
        return os.environ[name]
    return data


def _sentence(path: Path, text: str, error: ValidationError, table: Sequence[str]) -> str:
    problem = error.errors(include_url=False)[0]
    place = [str(part) for part in problem["loc"] if part not in TAGS]
    key = next((part for part in reversed(place) if not part.isdecimal()), "")
    keys = [part for part in place if not part.isdecimal()]
    where = f"{path}, line {_line_of(text, [*table, *keys])}"
    if problem["type"] == "extra_forbidden":
        return f"{where}: there is no setting {key!r}{nearest(key, _siblings(place)) or '.'}"
    expected = problem["msg"][:1].lower() + problem["msg"][1:]
    named = ".".join(place) or ".".join(table)
    return f"{where}: {named}: {expected}, but it is {problem.get('input')!r:.80}."


def _line_of(text: str, place: Sequence[str]) -> int:
    """Return the line that sets *place*, or the table it would stand in."""
    best, found = 0, 1
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if stripped.startswith("["):
            keys = table = _keys(stripped.partition("#")[0].replace("[[", "[").replace("]]", "]"))
        else:
            keys = (*table, *_keys(f"{stripped.partition('=')[0]}=0"))
        if best < len(keys) <= len(place) and keys == tuple(place[: len(keys)]):
            best, found = len(keys), number
    return found


def _keys(line: str) -> tuple[str, ...]:
    """Return the keys that a line of TOML names, one in the other; none for another line."""
    try:
        data: Any = tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return ()
    keys: list[str] = []
    while isinstance(data, dict) and data:
        [(key, data)] = cast("dict[str, Any]", data).items()
        keys.append(key)
    return tuple(keys)


def _siblings(place: Sequence[str]) -> Iterable[str]:
    if place[0] == "gate" and len(place) > 2:
        levels = place[-2] in {"fail_on", "warn_on"}
        return (LevelsConfig if levels else OverrideConfig).model_fields
    models: dict[str, type[BaseModel]] = {
        "site": SiteConfig,
        "scan": ScanConfig,
        "rules": RuleConfig,
        "gate": GateConfig,
        "planning": PlanningConfig,
    }
    if place[0] == "planning" and len(place) > 2 and place[1] == "target":
        return TargetConfig.model_fields
    return (models[place[0]] if len(place) > 1 and place[0] in models else Config).model_fields
