"""A scan that is interrupted keeps what it saw, and goes on from there."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.end_to_end.command import COMMAND_TIMEOUT_S, Ran, command
from tests.plain_results import plain_results
from tests.scanner.cli.conftest import Call
from tests.scanner.cli.site import HELD, PAGES, Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_an_interrupted_audit_keeps_what_it_saw_and_goes_on_with_resume(
    civiscope: Call, site: Site, tmp_path: Path
) -> None:
    options = ("--tabs", "1", "--fail-on", "never", "--max-pages", "9", "--user-agent", "Test")

    cut_off = _interrupted(site, tmp_path, "audit", f"{site.url}/many", *options)
    asked_before = set(site.asked)
    site.asked.clear()
    site.let_go.set()
    resumed = civiscope("audit", "--resume", "civiscope-out", "--tabs", "1", "--fail-on", "never")

    assert cut_off.code == 130
    assert cut_off.errors == [
        "civiscope: Interrupted; what was seen is kept in civiscope-out. Go on with "
        "`civiscope audit --resume civiscope-out`."
    ]
    assert "Traceback" not in cut_off.err
    assert resumed.code == 0, resumed.err
    # Those fully scanned before are not asked for again; the one in flight is, and those after it.
    assert {"/many", "/page-1", "/page-2"} <= asked_before
    assert {"/many", "/page-1", "/page-2"} & set(site.asked) == set()
    assert {HELD, f"/page-{PAGES}"} <= set(site.asked)
    results = _results(tmp_path)
    assert [page["url"] for page in results["pages"] if page["kind"] == "page"] == [
        f"{site.url}/many",
        *(f"{site.url}/page-{number}" for number in range(1, PAGES + 1)),
    ]
    assert (results["scan"]["settings"]["max_pages"], results["scan"]["stopped"]) == (9, "")
    assert results["scan"]["settings"]["user_agent"] == "Test"


@pytest.mark.slow
def test_an_audit_resumed_gives_the_same_results_as_one_in_one_go(
    civiscope: Call, site: Site, tmp_path: Path
) -> None:
    _interrupted(site, tmp_path, "scan", f"{site.url}/many", "--tabs", "2")
    site.let_go.set()

    civiscope("audit", "--resume", "--quiet")
    civiscope("audit", f"{site.url}/many", "--out", "whole", "--quiet")

    assert _without_times(_results(tmp_path)) == _without_times(_results(tmp_path, "whole"))


def test_a_scan_with_a_session_is_gone_on_with_only_when_it_is_given_again(
    civiscope: Call, site: Site, tmp_path: Path
) -> None:
    secrets = ("--cookie", "session=abc", "--header", "X-Preview: 1")
    _interrupted(site, tmp_path, "scan", f"{site.url}/many", "--tabs", "1", *secrets)
    site.let_go.set()
    index = (tmp_path / "civiscope-out" / "evidence" / "index.jsonl").read_bytes()

    without = civiscope("scan", "--resume")
    without_header = civiscope("scan", "--resume", "--cookie", "session=abc")
    after = (tmp_path / "civiscope-out" / "evidence" / "index.jsonl").read_bytes()
    given = civiscope("scan", "--resume", *secrets)

    assert (without.code, without_header.code, given.code) == (2, 2, 0)
    assert "give the same --cookie, --user or --storage-state again" in without.err
    assert "--header to go on with it: X-Preview." in without_header.err
    # A scan that could not be gone on with is as it was.
    assert after == index != b""


def _interrupted(site: Site, folder: Path, *arguments: str) -> Ran:
    """Start a command and press Ctrl-C while it waits for a page."""
    site.hold()
    with subprocess.Popen(  # noqa: S603 - our own program
        command(*arguments),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # As in a terminal, all that belongs to the command is interrupted.
        start_new_session=True,
    ) as process:
        try:
            while not site.held.wait(0.1):
                assert process.poll() is None, process.communicate()
            os.killpg(process.pid, signal.SIGINT)
            out, err = process.communicate(timeout=COMMAND_TIMEOUT_S)
        finally:
            process.kill()
    return Ran(process.returncode, out, err)


def _results(folder: Path, out: str = "civiscope-out") -> dict[str, Any]:
    found: dict[str, Any] = plain_results(folder / out)
    return found


def _without_times(results: dict[str, Any]) -> dict[str, Any]:
    scan = {k: v for k, v in results["scan"].items() if k not in {"id", "started", "finished"}}
    return {**results, "scan": scan}
