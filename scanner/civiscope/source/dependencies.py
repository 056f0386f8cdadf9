"""List the packages that a site says it uses; nobody is asked about them."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, cast

from civiscope.model.source import SourceDependency

MAX_DEPENDENCIES = 2_000
_REQUIREMENT = re.compile(
    r"^\s*(?P<name>[A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(?P<version>(?:[=<>!~]=?=?[^;#\s]+\s*,?\s*)*)"
)
_GEM = re.compile(r"""^\s*gem\s+["']([^"']+)["'](?:\s*,\s*["']([^"']+)["'])?""")
_NAMES = frozenset({"package.json", "composer.json", "pyproject.toml", "gemfile", "pipfile"})
_DEV_FILE = re.compile(r"dev|test|doc|lint|ci|local", re.IGNORECASE)


def names_dependencies(path: str) -> bool:
    """Say whether a file lists packages."""
    name = PurePosixPath(path).name.lower()
    in_folder = "requirements" in PurePosixPath(path).parts[:-1] and name.endswith((".txt", ".in"))
    return name in _NAMES or in_folder or bool(re.match(r"requirements[\w.-]*\.(txt|in)$", name))


def read_dependencies(path: str, text: str) -> tuple[SourceDependency, ...]:
    """Return the packages that a file asks for. Raises ValueError when it cannot be read."""
    name = PurePosixPath(path).name.lower()
    if name.endswith(".json"):
        found = _json(text)
    elif name in {"pyproject.toml", "pipfile"}:
        found = _toml(text)
    elif name == "gemfile":
        found = _gems(text)
    else:
        found = _requirements(text, development=bool(_DEV_FILE.search(PurePosixPath(path).stem)))
    return tuple(each for each, _ in zip(found, range(MAX_DEPENDENCIES), strict=False))


def _json(text: str) -> Iterator[SourceDependency]:
    data: Any = json.loads(text)
    if not isinstance(data, dict):
        return
    for key, development in (
        ("dependencies", False),
        ("require", False),
        ("devDependencies", True),
        ("require-dev", True),
    ):
        given = cast("dict[str, Any]", data).get(key)
        if isinstance(given, dict):
            for name, version in cast("dict[str, Any]", given).items():
                line = _line_of(text, f'"{name}"')
                yield SourceDependency(name[:200], str(version)[:100], line, development)


def _toml(text: str) -> Iterator[SourceDependency]:
    data = tomllib.loads(text)
    project = data.get("project", {})
    optional = project.get("optional-dependencies", {})
    for word in project.get("dependencies", []):
        yield from _requirement(str(word), _line_of(text, str(word)), development=False)
    for words in optional.values():
        for word in words:
            yield from _requirement(str(word), _line_of(text, str(word)), development=True)
    for table, development in (("packages", False), ("dev-packages", True)):
        for name, version in data.get(table, {}).items():
            yield SourceDependency(name, str(version)[:100], _line_of(text, name), development)
    poetry = data.get("tool", {}).get("poetry", {}).get("dependencies", {})
    for name, version in poetry.items():
        yield SourceDependency(name, str(version)[:100], _line_of(text, name), False)


def _gems(text: str) -> Iterator[SourceDependency]:
    development = False
    for number, line in enumerate(text.split("\n"), 1):
        if re.match(r"\s*group\b.*\b(development|test)\b", line):
            development = True
        elif line.startswith("end"):
            development = False
        elif found := _GEM.match(line):
            yield SourceDependency(found[1], found[2] or "", number, development)


def _requirements(text: str, *, development: bool) -> Iterator[SourceDependency]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.lstrip().startswith(("#", "-")):
            yield from _requirement(line, number, development=development)


def _requirement(word: str, line: int, *, development: bool) -> Iterator[SourceDependency]:
    if found := _REQUIREMENT.match(word):
        yield SourceDependency(found["name"], found["version"].strip()[:100], line, development)


def _line_of(text: str, word: str) -> int:
    place = text.find(word)
    return text.count("\n", 0, place) + 1 if place >= 0 else 1
