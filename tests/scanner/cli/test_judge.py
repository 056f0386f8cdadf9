"""`civiscope judge`: results of stored evidence, reports of them, and what to do next."""

from __future__ import annotations

import json
from pathlib import Path

from tests.plain_results import plain_results
from tests.scanner.cli.conftest import Call

EVIDENCE = Path(__file__).parents[2] / "golden" / "evidence"


def test_judge_names_the_next_step(call: Call, tmp_path: Path) -> None:
    ran = call("judge", EVIDENCE, "--out", "judged", "--rule", "hsts")

    assert ran.code == 0
    assert "Next: `civiscope report judged` writes a report of them, `civiscope gate judged`" in (
        ran.err
    )
    # A rule may be called by its short name.
    results = plain_results(tmp_path / "judged")
    assert [rule["id"] for rule in results["rules"]] == ["security/hsts"]


def test_judge_writes_the_reports_asked_for(call: Call, tmp_path: Path) -> None:
    ran = call("judge", EVIDENCE, "--out", "judged", "--rule", "hsts", "--format", "html,markdown")

    assert ran.code == 0
    assert "civiscope report judged" not in ran.err
    assert {"results.json", "report.html", "summary.md"} <= {
        path.name for path in (tmp_path / "judged").iterdir()
    }


def test_results_of_another_scan_are_replaced_only_when_told(call: Call, tmp_path: Path) -> None:
    call("judge", EVIDENCE, "--out", "judged", "--rule", "hsts")
    path = tmp_path / "judged" / "results.json"
    other = json.loads(path.read_text(encoding="utf-8"))
    other["scan"]["id"] = "another"
    path.write_text(json.dumps(other), encoding="utf-8")

    refused = call("judge", EVIDENCE, "--out", "judged", "--rule", "hsts")
    kept = json.loads(path.read_text(encoding="utf-8"))["scan"]["id"]
    forced = call("judge", EVIDENCE, "--out", "judged", "--rule", "hsts", "--force")

    assert (refused.code, kept) == (2, "another")
    assert "holds the results of another scan (another). Add --force" in refused.err
    assert forced.code == 0
    assert json.loads(path.read_text(encoding="utf-8"))["scan"]["id"] != "another"
