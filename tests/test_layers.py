"""Rooms import only rooms below them; only the command line and `audit/` know all packages."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAY_IMPORT = {
    "scanner/civiscope": {"civiscope"},
    "rules/civiscope_rules": {"civiscope", "civiscope_rules"},
    "reports/civiscope_reports": {"civiscope", "civiscope_reports"},
    "ci/civiscope_ci": {"civiscope", "civiscope_ci"},
    "watch/civiscope_watch": {
        "civiscope",
        "civiscope_ci",
        "civiscope_reports",
        "civiscope_rules",
        "civiscope_watch",
    },
}
KNOW_ALL = tuple(ROOT / "scanner" / "civiscope" / name for name in ("cli", "audit"))
"""The command line and the use cases behind it."""
PUBLIC = "public"
"""`civiscope/__init__.py`: what rules and programs import from the top."""

SCANNER = """
web           errors
suggestions   errors
model         errors web
headers       errors web model
lists         atomic_write engines errors web model
detectors     engines errors web model headers lists
source        errors web model detectors
grade         errors web model headers lists
evidence      atomic_write errors web model detectors
results       atomic_write errors model lists
rulebook      atomic_write errors suggestions model lists
judge         engines errors web model headers lists detectors evidence results rulebook
config        errors suggestions web model rulebook
fetch         errors web model
browser       errors web model fetch
collectors    engines errors web model headers lists detectors fetch browser
crawl         errors web model headers detectors evidence config fetch browser collectors
journeys      errors suggestions web model evidence browser collectors
scan          atomic_write engines errors web model lists detectors evidence rulebook config fetch browser collectors crawl journeys
examples      errors web model headers lists detectors source evidence rulebook judge browser collectors
testing       errors web model evidence results rulebook judge browser collectors examples
audit         *
demo          *
docs          *
cli           *
public        errors model detectors results config audit
"""  # noqa: E501 - a table
"""Rooms of the scanner, lowest first, each with the rooms it may import."""

REPORTS = """
text          .
content       text
conformance   text
planning      text content
formats       text content conformance planning
public        *
"""
CI = """
baseline      .
waivers       baseline
gate          baseline waivers
systems       baseline waivers gate
adapters      baseline waivers gate
public        *
"""
WATCH = """
store         .
schedule      store
run           store schedule
fleet         store run
alerts        store
web           store schedule run alerts
demo          store
public        *
"""
RULES = """
shared        .
accessibility shared
privacy       shared
security      shared
site          shared
documents     shared
statement     shared
source        shared
"""
GROUND = {"errors", "atomic_write", "suggestions", "engines"}
"""Modules on the ground floor that stand beside the rooms."""


def _table(text: str) -> Mapping[str, set[str]]:
    rows = [line.split() for line in text.strip().splitlines()]
    return {room: set(may) for room, *may in rows}


ROOMS = {
    "scanner/civiscope": _table(SCANNER),
    "reports/civiscope_reports": _table(REPORTS),
    "ci/civiscope_ci": _table(CI),
    "watch/civiscope_watch": _table(WATCH),
    "rules/civiscope_rules": _table(RULES),
}


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_each_part_imports_only_what_is_below_it(folder: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        if not set(KNOW_ALL) & {path, *path.parents}
        for name, line in _our_imports(path)
        if name.partition(".")[0] not in MAY_IMPORT[folder]
    ]

    assert wrong == []


@pytest.mark.parametrize("folder", ROOMS)
def test_each_room_imports_only_rooms_that_its_row_names(folder: str) -> None:
    package = folder.partition("/")[2]
    wrong: list[str] = []
    for path in sorted((ROOT / folder).rglob("*.py")):
        room = _room(path.relative_to(ROOT / folder))
        may = ROOMS[folder].get(room, set())
        if "*" in may or room in GROUND - {"suggestions"} | {"entry"}:
            continue
        for name, line in _our_imports(path):
            top, _, rest = name.partition(".")
            other = rest.partition(".")[0] or PUBLIC
            if top == package and other not in may | {room}:
                wrong.append(f"{path.relative_to(ROOT)}:{line} imports {name}")

    assert wrong == []


@pytest.mark.parametrize("folder", ROOMS)
def test_rooms_import_each_other_in_one_direction(folder: str) -> None:
    table = ROOMS[folder]
    order = [*GROUND, *table]

    upwards = [
        f"{room} may import {other}"
        for room, may in table.items()
        for other in may - {"*", "."}
        if room != PUBLIC and order.index(other) >= order.index(room) and room not in GROUND
    ]

    assert upwards == []


def test_every_room_has_its_row_and_there_are_not_too_many() -> None:
    scanner = ROOT / "scanner" / "civiscope"
    rooms = {path.parent.relative_to(scanner).parts[0] for path in scanner.glob("*/*.py")}

    assert rooms <= set(ROOMS["scanner/civiscope"])
    assert len(rooms) <= 24


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_each_source_root_holds_its_package_and_nothing_else(folder: str) -> None:
    root, package = folder.split("/")

    # A stray module would be importable here and missing from the wheel.
    found = {path.name for path in (ROOT / root).iterdir()} - {"README.md", "__pycache__"}

    assert found == {package}
    assert (ROOT / folder / "py.typed").is_file()


def _room(path: Path) -> str:
    """Return the room that holds *path*, a path inside a package; a ground module is its own."""
    if len(path.parts) > 1:
        return path.parts[0]
    return {"__init__": PUBLIC, "__main__": "entry"}.get(path.stem, path.stem)


def _our_imports(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import():
                names = [alias.name for alias in node.names]
            case ast.ImportFrom(module="civiscope", level=0):
                names = [f"civiscope.{alias.name}" for alias in node.names]
            case ast.ImportFrom(module=str(module), level=0):
                names = [module]
            case _:
                continue
        for name in names:
            if name.startswith("civiscope"):
                yield name, node.lineno
