"""The code keeps the measure that the design sets: sizes, parameters, names."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOTS = ("scanner", "rules", "reports", "ci", "watch")
MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 60
MAX_PARAMETERS = 8
TABLES = {"scanner/civiscope/demo/pages.py"}
"""Modules that are tables of data, written as code."""
GROWN: dict[str, int] = {}
"""Modules that are still to be divided, with the size that they may not pass until then."""
GROWN_FUNCTIONS: dict[str, int] = {}
"""Functions, likewise."""
_LIMIT = re.compile(r"(^|_)(MOST|FEW|FEWEST|ENOUGH|LEAST|LONGEST)(_|$)")


def _modules() -> Iterator[tuple[str, str]]:
    for root in ROOTS:
        for path in sorted((ROOT / root).rglob("*.py")):
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def _nodes() -> Iterator[tuple[str, ast.AST]]:
    for name, text in _modules():
        for node in ast.walk(ast.parse(text)):
            yield name, node


def test_no_module_is_too_long() -> None:
    sizes = {name: len(text.splitlines()) for name, text in _modules()}

    assert {
        name: size for name, size in sizes.items() if size > GROWN.get(name, MAX_MODULE_LINES)
    } == {}


def test_no_function_is_too_long() -> None:
    long = [
        f"{name}:{node.name} has {lines} lines"
        for name, node in _nodes()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or 0) - node.lineno + 1)
        > GROWN_FUNCTIONS.get(f"{name}:{node.name}", MAX_FUNCTION_LINES)
        and name not in TABLES
    ]

    assert long == []


def test_no_function_takes_too_many_parameters() -> None:
    many = [
        f"{name}:{node.name} takes {count}"
        for name, node in _nodes()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (count := _parameters(node)) > MAX_PARAMETERS
    ]

    assert many == []


def test_class_names_are_unique() -> None:
    places: defaultdict[str, set[str]] = defaultdict(set)
    for name, node in _nodes():
        if isinstance(node, ast.ClassDef):
            places[node.name].add(name)

    assert {name: sorted(where) for name, where in places.items() if len(where) > 1} == {}


def test_limits_are_named_by_what_they_bound() -> None:
    odd = sorted(
        f"{name}: {target.id}"
        for name, node in _nodes()
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and target.id.isupper() and _LIMIT.search(target.id)
    )

    assert odd == []


def _parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    given = node.args
    names = [each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return len(names) - (names[:1] in (["self"], ["cls"]))
