"""`civiscope source scan`: a folder is read, judged, reported and gated; no browser."""

from __future__ import annotations

import json
from pathlib import Path

from tests.plain_results import plain_results
from tests.scanner.cli.conftest import Call

SETTINGS = "INSTALLED_APPS = []\nDEBUG = True\n"


def make_site(folder: Path, settings: str = SETTINGS) -> Path:
    (folder / "site" / "templates").mkdir(parents=True)
    (folder / "site" / "settings.py").write_text(settings)
    (folder / "site" / "templates" / "home.html").write_text(
        '<p>{{ a }}</p>\n<img src="{% static "a.png" %}">\n'
    )
    (folder / "requirements.txt").write_text("Django==5.2\n")
    return folder / "site"


def test_findings_have_file_and_line(call: Call, tmp_path: Path) -> None:
    make_site(tmp_path)

    ran = call("source", "scan", ".", "--format", "html,sarif,github", "--out", "out")

    assert ran.code == 1, ran.err
    assert "site/settings.py:2  serious  source/debug: DEBUG is on" in ran.out
    assert "site/templates/home.html:2  serious  source/image-alternative" in ran.out
    results = plain_results(tmp_path / "out")
    listed = {each["path"]: each["dependencies"] for each in results["sources"]}
    assert listed["requirements.txt"][0]["name"] == "Django"
    assert results["source"]["bandit"]
    assert "site/settings.py" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    sarif = json.loads(next((tmp_path / "out").glob("*.sarif")).read_bytes())
    places = {
        (
            place["physicalLocation"]["artifactLocation"]["uri"],
            place["physicalLocation"]["region"]["startLine"],
        )
        for result in sarif["runs"][0]["results"]
        for place in result["locations"]
    }
    assert {("site/settings.py", 2), ("site/templates/home.html", 2)} <= places


def test_a_clean_folder_passes_and_json_says_so(call: Call, tmp_path: Path) -> None:
    make_site(tmp_path, "INSTALLED_APPS = []\nDEBUG = False\n")
    (tmp_path / "site" / "templates" / "home.html").write_text("<p>Hello</p>\n")

    ran = call("source", "scan", "site", "--json", "--out", "out")

    assert ran.code == 0, ran.err
    assert json.loads(ran.out)["gate"] == "passed"


def test_a_file_that_cannot_be_read_is_no_pass(call: Call, tmp_path: Path) -> None:
    make_site(tmp_path, "DEBUG = = True\n")
    (tmp_path / "site" / "templates" / "home.html").unlink()

    ran = call("source", "scan", ".", "--out", "out")

    assert ran.code == 3
    assert "site/settings.py was not read." in ran.err


def test_a_missing_folder_is_a_clear_error(call: Call) -> None:
    ran = call("source", "scan", "nowhere")

    assert ran.code == 2
    assert "'nowhere' does not exist" in ran.err


def test_an_empty_folder_is_inconclusive(call: Call, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    ran = call("source", "scan", "empty", "--out", "out")

    assert ran.code == 3
