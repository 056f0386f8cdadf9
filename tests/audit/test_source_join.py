"""An audit with the site's source: findings get their line, and both sides make one issue."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.end_to_end.command import run
from tests.plain_results import plain_results

pytestmark = pytest.mark.browser

PAGE = """<!doctype html>
<html lang="en">
<head><title>Office of Examples</title><meta name="viewport" content="width=device-width"></head>
<body>
<header><a href="/">Office of Examples</a></header>
<main>
<h1>Welcome to the office</h1>
<p>Opening hours are on the door.</p>
<img src="map.png" width="40" height="40">
<form action="/search"><p>Reference</p><input name="ref"></form>
</main>
</body>
</html>
"""


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("site")
    (folder / "repository" / "public").mkdir(parents=True)
    (folder / "repository" / "public" / "index.html").write_text(PAGE)
    (folder / "repository" / "nginx.conf").write_text(
        "server {\n  listen 443 ssl;\n  add_header X-Content-Type-Options nosniff always;\n}\n"
    )
    rules = ("accessibility/image-alt", "accessibility/label", "security/content-type-options")
    own = ("source/image-alternative", "source/field-label", "source/headers-lost")
    ran = run(
        "audit",
        "repository/public",
        "--source",
        "repository",
        "--rule",
        ",".join((*rules, *own)),
        "--out",
        "out",
        "--format",
        "json,sarif",
        folder=folder,
    )
    assert ran.code == 1, ran.err
    found: dict[str, Any] = plain_results(folder / "out")
    found["sarif"] = json.loads(next((folder / "out").glob("*.sarif")).read_bytes())
    return found


def test_elements_have_the_line_that_printed_them(results: dict[str, Any]) -> None:
    places = {
        each["rule"]: [(p["file"], p["line"], p["sure"]) for p in each["source"]]
        for each in results["findings"]
        if each["page"]
    }

    assert places["accessibility/image-alt"] == [("public/index.html", 9, True)]
    assert places["accessibility/label"] == [("public/index.html", 10, True)]


def test_both_sides_of_one_fault_are_one_issue(results: dict[str, Any]) -> None:
    issues = {each["rule"]: each["also"] for each in results["issues"]}

    assert issues["accessibility/image-alt"] == ["source/image-alternative"]
    assert "source/image-alternative" not in issues


def test_sarif_points_at_file_and_line(results: dict[str, Any]) -> None:
    places = {
        each["ruleId"]: each["locations"][0]["physicalLocation"]
        for each in results["sarif"]["runs"][0]["results"]
    }

    image = places["accessibility-image-alt"]
    assert image["artifactLocation"]["uri"] == "public/index.html"
    assert image["region"]["startLine"] == 9
