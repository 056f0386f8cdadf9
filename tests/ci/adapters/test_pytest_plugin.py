"""The plugin of pytest: a fixture, one report of all checks, and nothing where none is made."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.ci.adapters.conftest import DebuggedBrowser
from tests.ci.adapters.pages import PageServer

TIMEOUT_S = 180
SUITE = """
import os
import pytest

BROWSER = os.environ["TEST_BROWSER"]

@pytest.mark.parametrize("path", ["/csp", "/clean", "/shadow"])
def test_pages(civiscope_check, path):
    civiscope_check(BROWSER, "as opened", url="*" + path)

def test_one_state_twice(civiscope_check):
    for _ in range(2):
        civiscope_check(BROWSER, url="*/clean")
"""
AGAIN = """
import os
from pathlib import Path

BROWSER = os.environ["TEST_BROWSER"]

def test_better_the_second_time(civiscope_check):
    first = not Path("tried").exists()
    Path("tried").touch()
    civiscope_check(BROWSER, url="*/csp" if first else "*/clean")

def test_never_seen(civiscope_check):
    civiscope_check(BROWSER, url="about:blank")
"""


@dataclass(frozen=True)
class SuiteRun:
    """What a run of somebody's tests has ended with."""

    code: int
    out: str
    results: dict[str, Any]


@pytest.fixture(scope="module")
def tabs(debugged: DebuggedBrowser, pages: PageServer) -> str:
    """Open the pages that suites check, and return where the browser listens."""
    for path in ("/csp", "/clean", "/shadow", "/other"):
        debugged.open(pages.url + path)
    return debugged.address


def run_suite(folder: Path, address: str, suite: str, *options: str) -> SuiteRun:
    """Run *suite* in *folder*, as its owner would."""
    (folder / "test_suite.py").write_text(suite, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST_", "COV_", "CIVISCOPE_"))
    }
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options],
        cwd=folder,
        env={**environment, "TEST_BROWSER": address},
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    found = folder / "civiscope-out" / "results.json"
    results: dict[str, Any] = json.loads(found.read_bytes()) if found.exists() else {}
    return SuiteRun(done.returncode, done.stdout + done.stderr, results)


@pytest.mark.browser
@pytest.mark.slow
def test_one_report_at_the_end_whatever_the_number_of_processes(tabs: str, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()

    alone = run_suite(one, tabs, SUITE, "-n", "0")
    shared = run_suite(two, tabs, SUITE, "-n", "2")

    assert (alone.code, shared.code) == (1, 1), alone.out + shared.out
    assert "2 failed, 2 passed" in alone.out
    assert "2 failed, 2 passed" in shared.out
    assert [page["url"].partition("#")[2] for page in alone.results["pages"]] == [
        "/test_suite.py%3A%3Atest_one_state_twice",
        "/test_suite.py%3A%3Atest_pages%5B/clean%5D/as%20opened",
        "/test_suite.py%3A%3Atest_pages%5B/csp%5D/as%20opened",
        "/test_suite.py%3A%3Atest_pages%5B/shadow%5D/as%20opened",
    ]
    for each in (alone, shared):
        # The hour is all that differs.
        del each.results["scan"]["started"], each.results["scan"]["finished"]
    assert json.dumps(alone.results) == json.dumps(shared.results)
    files = {path.name for path in (one / "civiscope-out").iterdir()}
    assert files == {"evidence", "gate.json", "report.html", "results.json"}
    assert "report: " in alone.out


@pytest.mark.browser
def test_the_last_attempt_counts_and_what_was_not_seen_is_told(tabs: str, tmp_path: Path) -> None:
    ran = run_suite(tmp_path, tabs, AGAIN, "-n", "0", "--reruns", "1")

    assert ran.code == 1
    assert "1 failed, 1 passed, 2 rerun" in ran.out
    assert "PageNotSeen: The page is empty (about:blank)" in ran.out
    states = {page["url"]: page["state"] for page in ran.results["pages"]}
    assert list(states.values()) == ["failed", "complete"]
    assert "not seen: " in ran.out


@pytest.mark.browser
def test_what_the_baseline_knows_fails_no_test_and_neither_does_what_is_gone(
    tabs: str, tmp_path: Path
) -> None:
    known_only = SUITE.replace('["/csp", "/clean", "/shadow"]', '["/csp"]')
    others = SUITE.replace('["/csp", "/clean", "/shadow"]', '["/clean", "/other"]')
    baseline = ("--civiscope-baseline", "known.json")

    first = run_suite(tmp_path, tabs, known_only, "--civiscope-report-only", *baseline)
    suggested = tmp_path / "civiscope-out" / "baseline.suggested.json"
    suggested.rename(tmp_path / "known.json")
    again = run_suite(tmp_path, tabs, others, *baseline)

    assert first.code == 0, first.out
    assert first.results["issues"]
    assert "1 failed, 2 passed" in again.out
    assert "test_pages[/other]" in again.out
    lines = [line for line in again.out.splitlines() if line.startswith("E  ")]
    assert 4 <= len(lines) <= 10


def test_a_run_without_checks_is_not_touched(tmp_path: Path) -> None:
    suite = (
        "import sys\n"
        "def test_light():\n"
        "    heavy = {'pydantic', 'civiscope.model', 'civiscope_ci.gate', 'civiscope.audit'}\n"
        "    assert 'civiscope_ci.adapters.pytest_plugin' in sys.modules\n"
        "    assert not heavy & set(sys.modules)\n"
    )

    ran = run_suite(tmp_path, "", suite, "-p", "no:hypothesispytest")

    assert ran.code == 0, ran.out
    assert "civiscope" not in ran.out
    assert {path.name for path in tmp_path.iterdir()} <= {
        "__pycache__",
        "pytest.ini",
        "test_suite.py",
    }
