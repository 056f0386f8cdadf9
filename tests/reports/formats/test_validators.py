"""Our SARIF under the tools that those who read SARIF use."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.reports.hostile import TEXTS, hostile_results
from tests.reports.samples import CONTEXT, footer_results

from civiscope.testing import make_results
from civiscope_reports import FORMATS

MULTITOOL = (
    Path(__file__).parents[3] / "node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
)
SARIF_TOOLS = Path(sys.executable).with_name("sarif")
HOSTILE = ("controls and log commands", "half pair")

needs_multitool = pytest.mark.skipif(
    not MULTITOOL.is_file(),
    reason="it comes with the npm packages for development, for Linux on x64 only: npm ci",
)
needs_sarif_tools = pytest.mark.skipif(
    not SARIF_TOOLS.is_file(), reason="sarif-tools comes with the packages for development"
)


@pytest.mark.slow
@needs_multitool
def test_multitool_finds_nothing_against_the_standard_or_against_githubs_rules(
    tmp_path: Path,
) -> None:
    # npm unpacks it as a plain file when it runs no scripts of packages, as we tell it.
    MULTITOOL.chmod(0o755)
    every = {
        "footer": ("sarif", footer_results()),
        "footer-github": ("sarif-github", footer_results()),
        "nothing": ("sarif-github", make_results()),
        **{name.replace(" ", "-"): ("sarif", hostile_results(TEXTS[name])) for name in HOSTILE},
    }
    for name, (form, results) in every.items():
        FORMATS[form].write(results, tmp_path / f"{name}.sarif", CONTEXT)

    done = subprocess.run(  # noqa: S603 - a tool of our lock file, on files of our own
        [
            str(MULTITOOL),
            "validate",
            str(tmp_path / "*.sarif"),
            "--rule-kind=Sarif;Ghas",
            f"--output={tmp_path / 'found.json'}",
        ],
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert f"{len(every)} files scanned" in done.stdout, done.stdout + done.stderr
    log: dict[str, Any] = json.loads((tmp_path / "found.json").read_text(encoding="utf-8-sig"))
    found = [(result["ruleId"], result["message"]) for result in log["runs"][0]["results"]]
    assert found == []


@needs_sarif_tools
def test_sarif_tools_count_what_there_is(tmp_path: Path) -> None:
    FORMATS["sarif"].write(footer_results(), tmp_path / "all.sarif", CONTEXT)
    FORMATS["sarif-github"].write(footer_results(), tmp_path / "github.sarif", CONTEXT)

    # The footer's defect and the waived one are failures; what is to check has no level.
    assert _counted(tmp_path / "all.sarif") == {"error": 2, "warning": 0, "note": 0, "none": 1}
    assert _counted(tmp_path / "github.sarif") == {"error": 1, "warning": 0, "note": 0}


@needs_sarif_tools
def test_sarif_tools_place_findings_for_gitlab_where_our_own_form_does(tmp_path: Path) -> None:
    FORMATS["sarif-github"].write(footer_results(), tmp_path / "github.sarif", CONTEXT)
    FORMATS["gitlab"].write(footer_results(), tmp_path / "own.json", CONTEXT)

    _sarif("codeclimate", tmp_path / "github.sarif", "--output", tmp_path / "theirs.json")

    theirs, own = (
        json.loads((tmp_path / name).read_text(encoding="utf-8"))
        for name in ("theirs.json", "own.json")
    )
    assert [each["location"] for each in theirs] == [each["location"] for each in own]


def _counted(path: Path) -> dict[str, int]:
    lines = [line for line in _sarif("summary", path).splitlines() if line[:1].isalpha()]
    pairs = (line.partition(": ") for line in lines)
    return {level: int(number) for level, _, number in pairs}


def _sarif(*arguments: str | Path) -> str:
    done = subprocess.run(  # noqa: S603 - a tool of our lock file, on files of our own
        [str(SARIF_TOOLS), *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
