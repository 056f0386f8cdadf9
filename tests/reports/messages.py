"""Find every text of the reports that has to stand in a catalogue, in templates and in code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, nodes

from civiscope_reports.content import check_steps
from civiscope_reports.content import frameworks as framework_views
from civiscope_reports.content.verdict import CAVEAT
from civiscope_reports.planning import left_out, packages
from civiscope_reports.planning import words as plan_words
from civiscope_reports.text import wording

PACKAGE = files("civiscope_reports")
TABLES: tuple[dict[str, str], ...] = (
    wording.AFFECTED,
    wording.AREA,
    wording.CONFIDENCE,
    wording.CONSENT_LIST,
    wording.CONSENT_MODE,
    wording.KEYS,
    wording.OUTCOME,
    wording.PAGE_STATE,
    wording.PURPOSE,
    wording.REASONS,
    wording.SEVERITY,
    {str(name): text for name, text in wording.SEVERITY_MEANS.items()},
    wording.STATE,
    framework_views.STATUS,
    {"caveat": CAVEAT},
    {**check_steps.WAYS, "otherwise": check_steps.OTHERWISE},
    left_out.GROUPS,
    left_out.STATES,
    packages.TITLES,
    {str(name): text for name, text in packages.CAUSES.items()},
    {str(name): text for name, text in packages.SHORT_CAUSES.items()},
    {str(name): text for name, text in plan_words.WAVES.items()},
    {str(name): text for name, text in plan_words.EFFORTS.items()},
    plan_words.BY_HAND,
    plan_words.MEASURED,
    plan_words.PEOPLE,
)


def texts() -> set[str]:
    """Return every text that is asked for in the reader's language."""
    tables = {text for table in TABLES for text in table.values()}
    return tables | {call[0] for name, call in _calls() if name in {"_", "text"} and call}


def plurals() -> set[str]:
    """Return every singular and plural, with a bar between."""
    found: set[str] = set()
    for name, call in _calls():
        if name == "plural" and len(call) >= 2:
            found.add(f"{call[0]}|{call[1]}")
        if name == "count" and call:
            one, many = call[0], call[1] if len(call) > 1 else call[0] + "s"
            found.add(f"{{number}} {one}|{{number}} {many}")
    return found


def _calls() -> Iterator[tuple[str, list[str]]]:
    """Yield the name of what is called, and the literal texts it is given."""
    for file in (PACKAGE / "templates").iterdir():
        if file.name.endswith(".html"):
            tree = Environment(autoescape=True).parse(file.read_text(encoding="utf-8"))
            for call in tree.find_all(nodes.Call):
                if isinstance(call.node, nodes.Name):
                    yield call.node.name, [text for a in call.args for text in _text(a)]
    for file in sorted(Path(str(PACKAGE)).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            yield from _python_call(node)


def _text(argument: nodes.Expr) -> Iterator[str]:
    if isinstance(argument, nodes.Const) and isinstance(argument.value, str):
        yield argument.value


def _python_call(node: ast.AST) -> Iterator[tuple[str, list[str]]]:
    match node:
        # words.text(…) or self.text(…), and nothing else that happens to be called text or count.
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="words" | "self"), attr=name), args=arguments
        ):
            constants = [a.value for a in arguments if isinstance(a, ast.Constant)]
            yield name, [value for value in constants if isinstance(value, str)]
        case _:
            return
