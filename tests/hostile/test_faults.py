"""Every fault that people reported has its test: a matrix, and the faults that need a command.

The other rows name the test that holds them; this file fails when one of those is gone.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import IO, TypeAlias

import pytest

Done: TypeAlias = subprocess.CompletedProcess[str]

ROOT = Path(__file__).parents[2]
HELD_BY = {
    "rules that are turned off or weakened stand in results, gate and reports": (
        "tests/reports/content/test_rule_changes.py",
        "tests/ci/gate/test_rule_changes.py",
    ),
    "nothing leaves a page while something is pressed, by any way": (
        "tests/hostile/test_guards.py",
    ),
    "a session is not ended, and nothing is deleted with it": (
        "tests/scanner/crawl/test_whole_site.py",
        "tests/scanner/web/test_actions.py",
    ),
    "secrets stand in nothing that is written": (
        "tests/hostile/test_secrets.py",
        "tests/scanner/test_secret_values.py",
    ),
    "one scan a folder; a cut or doubled index is noticed": (
        "tests/scanner/evidence/test_evidence.py",
    ),
    "a public site does not lead into a private network": (
        "tests/scanner/scan/test_private.py",
        "tests/scanner/fetch/test_address_guard.py",
    ),
    "headers, cookies, agents and windows that cannot be are wrong use": (
        "tests/scanner/config/test_sent_values.py",
    ),
    "addresses that are new at each visit make no baseline inconclusive": (
        "tests/ci/baseline/test_page_keys.py",
    ),
    "header fields of a server on this machine are not judged": (
        "tests/scanner/headers/test_scope.py",
    ),
}
PAGE = "<!doctype html><html lang=en><title>Page</title><p>Words of the page."


@pytest.mark.parametrize("fault", HELD_BY)
def test_every_fault_has_its_test(fault: str) -> None:
    assert [name for name in HELD_BY[fault] if not (ROOT / name).is_file()] == []


def civiscope(*arguments: str | Path, out: IO[str] | None = None) -> Done:
    command = [sys.executable, "-m", "civiscope", *map(str, arguments)]
    return subprocess.run(  # noqa: S603 - our own command
        command,
        stdout=out or subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        timeout=3000,
        check=False,
    )


@pytest.mark.browser
@pytest.mark.slow
def test_a_folder_with_any_names_and_index_files_is_seen_whole(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "sub").mkdir(parents=True)
    for name in (b"index.htm", b"latin-\xe9.html", b"sub/index.HTM"):
        Path(os.fsdecode(os.fsencode(site) + b"/" + name)).write_text(
            f'{PAGE}{len(name)}<a href="/">Home</a> <a href="/sub/">Sub</a>', encoding="utf-8"
        )

    done = civiscope("scan", site, "-o", tmp_path / "out")

    assert done.returncode == 0, done.stderr
    assert "3 pages are kept" in done.stderr


def test_an_output_that_nobody_reads_costs_no_verdict(tmp_path: Path) -> None:
    script = f"exec {sys.executable} -m civiscope gate {tmp_path} >&-"

    done = subprocess.run(  # noqa: S603 - our own command
        ["/bin/sh", "-c", script], stderr=subprocess.PIPE, text=True, timeout=300, check=False
    )

    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert "itself failed" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="This system has no full device.")
def test_a_full_disk_is_told_as_one() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = civiscope("rules", "list", out=full)

    assert done.returncode == 4
    assert "There is no room to write" in done.stderr


def test_a_typing_error_never_leads_to_a_gate_that_is_off() -> None:
    results = ROOT / "tests" / "reports" / "golden" / "results.json"

    done = civiscope("gate", results, "--fail-on", "severe")

    assert done.returncode == 2
    assert "'serious'" in done.stderr
    assert "'never'" not in done.stderr
