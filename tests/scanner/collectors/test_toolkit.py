"""The in-page toolkit is the one place where sight and colours are worked out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
TOOLKIT = ROOT / "scanner/civiscope/collectors/toolkit"
SCRIPTS = [
    path
    for folder in ("scanner/civiscope/collectors", "rules/civiscope_rules")
    for path in sorted((ROOT / folder).rglob("*.js"))
    if TOOLKIT not in path.parents
]
MADE_ANEW = {
    "luminance": re.compile(r"0\.2126|0\.04045"),
    "disabled by attribute": re.compile(r"\b(?!sheet)\w+\.disabled\b"),
    "clip-path": re.compile(r"\.clipPath\b(?!\s*[!=]==? ?\"none\")"),
    "visible": re.compile(r"const visible = \((?:element|\w+)\) => (?!safely)"),
}
OWN = {
    # Looks into shadow roots that are closed to the toolkit.
    ("banner.js", "visible"),
}


def test_every_part_of_the_toolkit_is_in_the_script_of_our_world() -> None:
    text = (ROOT / "scanner/civiscope/collectors/page/world_script.py").read_text()

    for path in TOOLKIT.glob("*.js"):
        assert f"toolkit/{path.name}" in text


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_makes_a_tool_of_its_own(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    found = [name for name, made in MADE_ANEW.items() if made.search(text)]
    assert [name for name in found if (path.name, name) not in OWN] == []
