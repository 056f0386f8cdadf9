"""The example scripts run as they are documented."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.end_to_end.command import COMMAND_TIMEOUT_S, Ran

from civiscope.demo import DemoSite

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
GOOD = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Parks</title></head>'
    "<body><main><h1>Parks</h1><p>{}</p></main></body></html>"
)


def test_every_example_has_a_test() -> None:
    text = Path(__file__).read_text(encoding="utf-8")

    assert [path.name for path in EXAMPLES.glob("*.py") if path.name not in text] == []


def test_a_folder_with_a_serious_defect_stops_the_build(tmp_path: Path) -> None:
    site = tmp_path / "dist"
    site.mkdir()
    (site / "index.html").write_text(GOOD.format('<img src="park.png">'), encoding="utf-8")

    ran = _run("audit_folder.py", "dist", folder=tmp_path)

    assert ran.code == 1, ran.err
    assert "critical: " in ran.out
    assert re.search(r"e\.g\. on http://127\.0\.0\.1:\d+/", ran.out)
    assert ran.out.endswith("Pages fully scanned: 1\n")


def test_a_folder_without_serious_defects_passes(tmp_path: Path) -> None:
    site = tmp_path / "dist"
    site.mkdir()
    (site / "index.html").write_text(GOOD.format("Open at all hours."), encoding="utf-8")

    ran = _run("audit_folder.py", "dist", folder=tmp_path)

    assert ran.code == 0, ran.out + ran.err
    assert "critical" not in ran.out


def test_a_folder_without_pages_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "dist").mkdir()

    ran = _run("audit_folder.py", "dist", folder=tmp_path)

    assert (ran.code, ran.out) == (2, "")
    assert "holds no HTML files" in ran.err
    assert "Traceback" not in ran.err


def test_a_site_is_audited_with_settings_and_listed_by_page(tmp_path: Path) -> None:
    with DemoSite() as demo:
        ran = _run("audit_site.py", demo.url, folder=tmp_path)
        permit, services = (
            demo.page_url(path) for path in ("/services/parking-permit/", "/services/")
        )

    assert ran.code == 0, ran.err
    found = json.loads(ran.out)
    assert len(found) == 20
    assert found[permit] == {"failed": ["security/csp-missing"], "cantTell": []}
    assert found[services] == {"failed": [], "cantTell": []}
    assert (tmp_path / "example-evidence" / "scan.json").is_file()
    assert len(ran.err.splitlines()) >= 20


def test_a_site_that_cannot_be_seen_is_not_listed_as_clean(tmp_path: Path) -> None:
    ran = _run("audit_site.py", "http://no-such-host.invalid/", folder=tmp_path)

    assert (ran.code, ran.out) == (1, "")
    assert "/ was not seen. The host name does not resolve" in ran.err


def _run(name: str, argument: str, *, folder: Path) -> Ran:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, EXAMPLES / name, argument],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=COMMAND_TIMEOUT_S,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
