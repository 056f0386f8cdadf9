"""The project files agree with each other: dependencies, locks, tools, commands."""

from __future__ import annotations

import ast
import json
import pkgutil
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME = [Requirement(text) for text in PYPROJECT["project"]["dependencies"]]
DEV = [Requirement(text) for text in PYPROJECT["dependency-groups"]["dev"]]
FLEET = [
    requirement
    for extra in ("watch", "fleet")
    for requirement in map(Requirement, PYPROJECT["project"]["optional-dependencies"][extra])
    if requirement.name != "civiscope"
]
SOURCES = ("scanner", "rules", "reports", "ci", "watch")
BROUGHT = {"markupsafe", "pydantic-core", "rich"}
"""Parts of a declared dependency that it documents as its own: of jinja2, pydantic and typer."""
HOSTS = {"pytest"}
"""What loads a plugin of ours: where it is not installed, nothing imports it."""
_PIN = re.compile(
    r"^([\w.-]+)==(\S+)(?: ; .+?)? \\\n((?:    --hash=sha256:[0-9a-f]{64}.*\n)+)", re.M
)


def test_each_runtime_dependency_has_a_reason_above_it() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = text.partition("dependencies = [\n")[2].partition("\n]")[0].splitlines()

    bare = [
        line
        for above, line in pairwise(block)
        if line.lstrip().startswith('"') and not above.lstrip().startswith("#")
    ]

    assert bare == []


def test_what_we_import_is_what_we_declare() -> None:
    distributions = packages_distributions()
    imported = {
        canonicalize_name(distribution)
        for source in SOURCES
        for path in (ROOT / source).rglob("*.py")
        for module in _foreign_imports(path)
        for distribution in distributions.get(module, [f"unknown module {module}"])
    }

    groups: dict[str, list[str]] = PYPROJECT["project"]["optional-dependencies"]
    extras = map(Requirement, chain(*groups.values()))
    declared = {canonicalize_name(requirement.name) for requirement in (*RUNTIME, *extras)}
    assert imported - declared - BROUGHT - HOSTS == set()


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [("runtime.txt", RUNTIME), ("fleet.txt", [*RUNTIME, *FLEET]), ("dev.txt", [*RUNTIME, *DEV])],
    ids=["runtime", "fleet", "dev"],
)
def test_python_lock_satisfies_what_is_declared(lock: str, wanted: list[Requirement]) -> None:
    pins = _pins(lock)

    unmet = [
        str(requirement)
        for requirement in wanted
        if not any(
            requirement.specifier.contains(version)
            for version in pins.get(canonicalize_name(requirement.name), [])
        )
    ]

    assert unmet == [], "run `make lock`"


@pytest.mark.parametrize("lock", ["runtime.txt", "fleet.txt"])
def test_development_runs_on_the_versions_that_are_installed(lock: str) -> None:
    dev = _pins("dev.txt")

    assert {name: dev.get(name) for name in _pins(lock)} == _pins(lock), "run `make lock`"


@pytest.mark.parametrize("lock", ["runtime.txt", "fleet.txt", "dev.txt"])
def test_python_lock_names_no_registry_and_leaves_nothing_unhashed(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")

    other = [line for line in _PIN.sub("", text).splitlines() if line and not line.startswith("#")]

    assert [line for line in other if not line.startswith("    #")] == []
    assert "://" not in text


def test_npm_lock_pins_by_hash_and_names_no_registry() -> None:
    text = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]

    unpinned = [name for name, facts in packages.items() if name and "integrity" not in facts]

    assert unpinned == []
    assert "://" not in re.sub(r'"url": "[^"]*"', "", text)


def test_npm_lock_belongs_to_package_json() -> None:
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"][""]

    for kind in ("dependencies", "devDependencies"):
        assert locked[kind] == wanted[kind], "run `make lock`"


def test_npm_packages_are_pinned_to_one_version() -> None:
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))

    loose = [
        f"{name} {version}"
        for kind in ("dependencies", "devDependencies")
        for name, version in wanted[kind].items()
        if not re.fullmatch(r"\d+\.\d+\.\d+(-[\w.]+)?", version)
    ]

    assert loose == []


def test_contributing_names_every_make_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

    targets = set(re.findall(r"^(\w+):.*##", makefile, re.M))

    assert {target for target in targets if f"`make {target}`" not in contributing} == set()


def test_every_decision_is_listed_and_has_its_four_parts() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    records = sorted(folder.glob("[0-9]*.md"))

    assert re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", index) == [path.name for path in records]
    for path in records:
        headings = re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), re.M)
        assert headings == ["How it was", "How it is", "Why", "What it costs"], path.name


def test_names_in_the_glossary_are_names_in_the_code() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")

    names = re.findall(r"`(civiscope\w*(?:\.\w+)+)`", text)

    assert len(names) > 50
    for name in names:
        assert pkgutil.resolve_name(name) is not None


def _pins(lock: str) -> dict[str, list[str]]:
    pins: dict[str, list[str]] = {}
    for match in _PIN.finditer((ROOT / "requirements" / lock).read_text(encoding="utf-8")):
        pins.setdefault(canonicalize_name(match[1]), []).append(match[2])
    return pins


def _foreign_imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import():
                names = [alias.name for alias in node.names]
            case ast.ImportFrom(module=str(module), level=0):
                names = [module]
            case _:
                continue
        for name in names:
            top = name.partition(".")[0]
            if top not in sys.stdlib_module_names and not top.startswith("civiscope"):
                yield top
