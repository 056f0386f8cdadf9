"""The generated files: what each must hold, and which of those on disk do not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from civiscope.docs.coverage import WCAG, coverage_page
from civiscope.docs.gds import barriers_page
from civiscope.docs.reference import cli_page, config_page
from civiscope.results.file import schema
from civiscope.rulebook import all_rules, load_rulebooks
from civiscope.rulebook.render import framework_page, rule_index, rule_page

RULES = Path("rules")
_NOTE = "<!-- Made by `make docs` from {}; change that. -->\n\n"


def generated() -> dict[Path, str]:
    """Return the content of every generated file, by its path below the folder of the docs."""
    books = load_rulebooks()
    rules = all_rules(books)
    standards = {name: each for book in books for name, each in book.standards.items()}
    frameworks = [each for book in books for each in book.frameworks]
    found = {
        RULES / f"{rule.id}.md": _NOTE.format(rule.source.partition(": ")[2] + " in the rulebook")
        + rule_page(rule, standards)
        for rule in rules
    }
    found[RULES / "index.md"] = _NOTE.format("the rulebook") + rule_index(rules)
    found[RULES / "frameworks.md"] = _NOTE.format("the rulebook") + framework_page(
        frameworks, rules, standards
    )
    found[Path("coverage.md")] = _NOTE.format("the rulebook") + coverage_page(
        rules, standards[WCAG]
    )
    barriers = barriers_page()
    if barriers:
        found[Path("gds_barriers.md")] = _NOTE.format("bench.gds") + barriers
    found[Path("cli.md")] = _NOTE.format("the code") + cli_page()
    found[Path("config.md")] = _NOTE.format("the code") + config_page()
    found[Path("results-schema.json")] = json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
    return found


def stale(folder: Path, wanted: Mapping[Path, str]) -> list[str]:
    """Return a sentence for each file below *folder* that is not as *wanted*, or not wanted."""
    said: list[str] = []
    for path in sorted(wanted):
        file = folder / path
        if not file.is_file():
            said.append(f"{file} is missing.")
        elif file.read_bytes() != wanted[path].encode():
            said.append(f"{file} is out of date.")
    return said + [f"{file} belongs to no rule." for file in _left_over(folder, wanted)]


def write(folder: Path, wanted: Mapping[Path, str]) -> None:
    """Make the files below *folder* as *wanted*, and take away those of rules that are gone."""
    for path in _left_over(folder, wanted):
        path.unlink()
    for path, text in wanted.items():
        file = folder / path
        if not file.is_file() or file.read_bytes() != text.encode():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())


def _left_over(folder: Path, wanted: Mapping[Path, str]) -> list[Path]:
    found = sorted((folder / RULES).rglob("*.md"))
    return [file for file in found if file.relative_to(folder) not in wanted]
