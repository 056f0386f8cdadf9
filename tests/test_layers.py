"""Only the command line knows all parts; rules, reports and CI know the scanner's model."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAY_IMPORT = {
    "scanner/civiscope": {"civiscope"},
    "rules/civiscope_rules": {"civiscope", "civiscope_rules"},
    "reports/civiscope_reports": {"civiscope", "civiscope_reports"},
    "ci/civiscope_ci": {"civiscope", "civiscope_ci"},
}
KNOWS_ALL = {ROOT / "scanner" / "civiscope" / name for name in ("cli.py", "cli")}
"""The command line, be it a module or a package."""


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_each_part_imports_only_what_is_below_it(folder: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        if not KNOWS_ALL & {path, *path.parents}
        for name, line in _our_imports(path)
        if name not in MAY_IMPORT[folder]
    ]

    assert wrong == []


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_each_source_root_holds_its_package_and_nothing_else(folder: str) -> None:
    root, package = folder.split("/")

    # A stray module would be importable here and missing from the wheel.
    found = {path.name for path in (ROOT / root).iterdir()} - {"README.md", "__pycache__"}

    assert found == {package}
    assert (ROOT / folder / "py.typed").is_file()


def _our_imports(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import():
                names = [alias.name for alias in node.names]
            case ast.ImportFrom(module=str(module), level=0):
                names = [module]
            case _:
                continue
        for name in names:
            if name.startswith("civiscope"):
                yield name.partition(".")[0], node.lineno
