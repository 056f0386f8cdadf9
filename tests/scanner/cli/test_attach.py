"""`civiscope attach` and `civiscope import axe`: pages of other people's browsers and tools."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.ci.adapters.conftest import DebuggedBrowser, debugged, pages
from tests.ci.adapters.pages import PageServer
from tests.plain_results import plain_results
from tests.scanner.cli.conftest import Call

__all__ = ["debugged", "pages"]

VIOLATION: dict[str, Any] = {
    "id": "image-alt",
    "impact": "critical",
    "tags": ["wcag2a"],
    "nodes": [
        {
            "html": '<img src="seal.png">',
            "target": ["#frame", ["#host", "img"]],
            "any": [{"id": "has-alt", "message": "Element does not have an alt attribute"}],
            "all": [],
            "none": [],
        }
    ],
}
AXE: dict[str, Any] = {
    "url": "https://www.example.gov/apply?token=abc",
    "timestamp": "2025-05-01T10:00:00.000Z",
    "testEngine": {"name": "axe-core", "version": "4.10.2"},
    "violations": [VIOLATION],
    "passes": [{"id": "html-has-lang", "nodes": [{"html": "<html>", "target": ["html"]}]}],
    "incomplete": [],
    "inapplicable": [{"id": "marquee", "nodes": []}],
}


@pytest.mark.browser
def test_attach_writes_what_an_audit_writes(
    call: Call, debugged: DebuggedBrowser, pages: PageServer, tmp_path: Path
) -> None:
    debugged.open(f"{pages.url}/csp")

    ran = call("attach", debugged.address, "--url", "*/csp", "--json", "--name", "opened")
    again = call("attach", debugged.address, "--url", "*/csp")
    unsure = call("attach", debugged.address, "--out", "other")
    soft = call("attach", debugged.address, "--url", "*/csp", "--exit-zero", "--force", "-q")
    empty = call("attach", debugged.address, "--url", "about:blank", "--out", "other")

    told = json.loads(ran.out)
    assert (ran.code, told["gate"], soft.code) == (1, "failed", 0)
    assert {path.name for path in (tmp_path / "civiscope-out").iterdir()} == {
        *("evidence", "gate.json", "report.html", "results.json")
    }
    assert again.code == 2
    assert "already holds a scan" in again.err
    assert unsure.code == 2
    assert "name one by --target" in unsure.err
    assert empty.code == 3
    assert "The page is empty" in empty.err
    assert not (tmp_path / "other").exists()
    # Evidence can be judged again, as that of a scan.
    assert call("judge", "civiscope-out").code == 0


def test_attach_stays_on_this_machine_unless_told(call: Call) -> None:
    assert call("attach", "http://192.0.2.1:9222").code == 2
    assert "add --allow-remote" in call("attach", "ws://browser.example.gov/devtools").err
    assert "not the address of a debugging port" in call("attach", "nonsense").err
    assert "No browser answers" in call("attach", "http://127.0.0.1:1").err


def test_results_of_axe_are_read_by_gate_baseline_and_report(call: Call, tmp_path: Path) -> None:
    other: dict[str, Any] = {
        **AXE,
        "url": "https://www.example.gov/",
        "passes": [],
        "violations": [],
    }
    (tmp_path / "axe.json").write_text(json.dumps([AXE, other]), encoding="utf-8")

    ran = call("import", "axe", "axe.json")
    gate = call("gate", "civiscope-out")
    baseline = call("baseline", "create", "civiscope-out")
    report = call("report", "civiscope-out", "--format", "markdown")

    assert (ran.code, gate.code, baseline.code, report.code) == (0, 1, 0, 0)
    results = plain_results(tmp_path / "civiscope-out")
    [issue] = [each for each in results["issues"] if each["outcome"] == "failed"]
    assert issue["rule"] == "accessibility/image-alt"
    [finding] = [each for each in results["findings"] if each["issue"] == issue["id"]]
    assert finding["selector"] == "#frame >>> #host >>> img"
    outcomes = {page["url"]: page["outcomes"] for page in results["pages"]}
    apply = next(found for url, found in outcomes.items() if "/apply" in url)
    home = outcomes["https://www.example.gov/"]
    assert {rule["id"] for rule in results["rules"]} == set(apply)
    assert "abc" not in json.dumps(results)
    # What the second page does not speak of is not passed there.
    assert home["accessibility/image-alt"]["outcome"] == "cantTell"
    assert apply["accessibility/html-has-lang"]["outcome"] == "passed"


def test_a_list_of_violations_needs_an_address(call: Call, tmp_path: Path) -> None:
    (tmp_path / "axe.json").write_text(json.dumps([VIOLATION]), encoding="utf-8")

    without = call("import", "axe", "axe.json")
    named = call("import", "axe", "axe.json", "--url", "https://www.example.gov/")

    assert without.code == 2
    assert "name its address with --url" in without.err
    assert named.code == 0


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "is not JSON"),
        ("{}", "none of the lists"),
        ("[]", "does not say what was looked for"),
        ("3", "neither an object nor a list"),
        ('{"violations": [3], "url": "https://a.example/"}', "something else than objects"),
        ('{"violations": 3, "passes": [], "url": "https://a.example/"}', "not a list"),
        ('{"violations": [{"nodes": []}], "url": "https://a.example/"}', "has no id"),
        ('{"passes": [{"id": "none-of-ours"}], "url": "https://a.example/"}', "None of the rules"),
        ("[" * 100_000, "is not JSON"),
    ],
)
def test_what_is_not_of_axe_is_refused(call: Call, tmp_path: Path, content: str, told: str) -> None:
    (tmp_path / "axe.json").write_text(content, encoding="utf-8")

    ran = call("import", "axe", "axe.json")

    assert ran.code == 2
    assert told in ran.err
    assert not (tmp_path / "civiscope-out").exists()
