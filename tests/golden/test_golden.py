"""Stored evidence is judged as before: nothing that is found or passed changes unseen."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from tests.golden.judging import (
    BASELINE,
    GATE,
    OUTLINE,
    TODAY,
    digest,
    gate_file,
    judge_stored_scan,
    outline,
    to_text,
)

from civiscope.results import Results
from civiscope_ci.baseline.file import read as read_baseline
from civiscope_ci.baseline.states import compare

CHANGED: dict[str, str] = {
    "accessibility/color-contrast-enhanced": "It does not repeat what lacks the usual contrast.",
    "accessibility/hidden-content": "hidden parts stand in coverage, not among things to check",
}
"""Rules that say something else of this evidence than version 0.1.0 did, and why."""


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CIVISCOPE_LISTS", str(tmp_path_factory.mktemp("lists")))
        return judge_stored_scan()


def test_issues_findings_and_outcomes_are_those_on_record(results: Results) -> None:
    assert to_text(outline(results)) == OUTLINE.read_text(encoding="utf-8")


def test_the_gate_decides_as_on_record(results: Results) -> None:
    assert gate_file(results) == GATE.read_bytes()


def test_a_baseline_of_the_first_version_still_matches(results: Results) -> None:
    comparison = compare(results, read_baseline(BASELINE), today=TODAY)

    changed = {
        (stated.entry.rule, stated.state)
        for stated in comparison.stated
        if stated.state != "existing" and stated.entry.rule not in CHANGED
    }
    assert changed == set()


def test_another_process_with_other_hash_seeds_writes_the_same_bytes(results: Results) -> None:
    code = "from tests.golden.judging import *; print(digest(judge_stored_scan()))"
    said = subprocess.run(  # noqa: S603 - fixed arguments
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout.strip() == digest(results)
