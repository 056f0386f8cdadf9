"""What hostile pages say goes to terminals, logs and files without harm."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.hostile.crashing import let_pages_crash
from tests.hostile.server import HostileSite, hostile_site
from tests.plain_results import plain_results

from civiscope.cli.main import main

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# A terminal obeys these; our own output is piped, so it has no reason to hold any.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_WORKFLOW_COMMAND = re.compile(r"^\s*::\w+", re.MULTILINE)


OPTIONS = ("--max-pages", "1", "--page-timeout", "3", "--script-timeout", "5")
# For pages that are to be seen whole, however busy this machine is with other tests.
PATIENT = ("--max-pages", "1", "--page-timeout", "20", "--script-timeout", "20")


def audit(
    site: HostileSite, name: str, out: Path, *more: str, options: tuple[str, ...] = OPTIONS
) -> subprocess.CompletedProcess[str]:
    """Run the command on one trap, as anybody would."""
    return subprocess.run(  # noqa: S603 - our own command, on our own server
        [sys.executable, "-m", "civiscope", "audit", site.url(name), "-o", out, *options, *more],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.parametrize("name", ["control-codes", "half-characters", "long-title"])
def test_texts_of_a_page_reach_terminal_and_report_as_plain_text(name: str, tmp_path: Path) -> None:
    with hostile_site() as site:
        told = ("--verbose", "--format", "html,json")
        done = audit(site, name, tmp_path, *told, options=PATIENT)

    said = done.stdout + done.stderr
    report = (tmp_path / "report.html").read_text("utf-8")
    results = plain_results(tmp_path)
    assert done.returncode in {0, 1}, said
    assert _CONTROL.search(said) is None
    assert _WORKFLOW_COMMAND.search(said) is None
    assert len(said) < 20_000
    assert _CONTROL.search(report) is None
    assert results["pages"][0]["url"].endswith(name)


@pytest.mark.parametrize(
    ("name", "reason", "found"),
    [
        ("tls-untrusted", "tls", {"security/certificate-trusted", "security/transport-http2"}),
        ("download", "", set[str]()),
    ],
)
def test_a_site_that_cannot_be_seen_is_never_clean(
    name: str, reason: str, found: set[str], tmp_path: Path
) -> None:
    with hostile_site() as site:
        done = audit(site, name, tmp_path)

    results = plain_results(tmp_path)
    # What the host itself gets wrong is certain, though no page was seen.
    assert done.returncode == (1 if found else 3), done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert [page["reason"] for page in results["coverage"]["failed"]] == [reason] * bool(reason)
    assert results["coverage"]["visited"] == 0
    assert {finding["rule"] for finding in results["findings"]} == found


def test_a_site_whose_page_crashes_is_never_clean(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # In this process, or the browser could not be asked for the crash.
    let_pages_crash(monkeypatch)
    with hostile_site() as site:
        arguments = ["civiscope", "audit", site.url("crash"), "-o", str(tmp_path), *OPTIONS]
        monkeypatch.setattr(sys, "argv", arguments)
        code = main()

    said = "".join(capsys.readouterr())
    results = plain_results(tmp_path)
    assert code == 3, said
    assert "Traceback" not in said
    assert [page["reason"] for page in results["coverage"]["failed"]] == ["crashed"]
    assert results["coverage"]["visited"] == 0
    assert results["findings"] == []
