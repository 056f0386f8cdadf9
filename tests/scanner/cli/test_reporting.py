"""Options for reports: format, language, layout, sources, and what the gate said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.reports.samples import footer_results
from tests.scanner.cli.conftest import Call

from civiscope_reports import FORMATS
from civiscope_reports.formats import results_json

CONFIG = """
language = "es"
layout = "dir"
formats = ["html", "sarif"]

[[source_map]]
url = "https://www.example.gov/news/*"
file = "templates/news.html"
line = 7
"""


@pytest.fixture
def results(tmp_path: Path) -> Path:
    path = tmp_path / "scan" / "results.json"
    results_json.write(footer_results(), path)
    return path


def test_every_format_but_the_printed_one_is_written_where_asked(
    call: Call, results: Path, tmp_path: Path
) -> None:
    names = [name for name in FORMATS if name != "pdf"]

    ran = call("report", results, "--format", ",".join(names), "--out", "reports")

    assert ran.code == 0
    files = [Path("reports") / FORMATS[name].file_name for name in names]
    assert ran.out.splitlines() == [str(file) for file in files]
    assert all((tmp_path / file).stat().st_size for file in files)


def test_language_layout_and_sources_come_from_the_configuration(
    call: Call, results: Path, tmp_path: Path
) -> None:
    (tmp_path / "civiscope.toml").write_text(CONFIG, encoding="utf-8")

    ran = call("report", results, "--out", "reports")

    assert ran.out.splitlines() == ["reports/report/index.html", "reports/results.sarif"]
    page = (tmp_path / "reports/report/index.html").read_text(encoding="utf-8")
    log = json.loads((tmp_path / "reports/results.sarif").read_text(encoding="utf-8"))
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert '<html lang="es">' in page
    assert place["artifactLocation"]["uri"] == "templates/news.html"
    assert place["region"]["startLine"] == 7


def test_command_line_outranks_the_configuration(call: Call, results: Path, tmp_path: Path) -> None:
    (tmp_path / "civiscope.toml").write_text(CONFIG, encoding="utf-8")

    call("report", results, "--language", "fr", "--layout", "file", "--format", "html")

    page = (tmp_path / "scan/report.html").read_text(encoding="utf-8")
    assert '<html lang="fr">' in page


def test_report_tells_what_the_gate_beside_the_results_said(
    call: Call, results: Path, tmp_path: Path
) -> None:
    call("gate", results)

    call("report", results, "--format", "markdown")

    summary = (tmp_path / "scan/summary.md").read_text(encoding="utf-8")
    assert "**Gate: failed.**" in summary


def test_earlier_results_are_shown_as_a_trend(call: Call, results: Path, tmp_path: Path) -> None:
    content = results.read_text(encoding="utf-8")
    old = content.replace("2026-11-23T08", "2026-10-01T08").replace('"id":"scan-1"', '"id":"old"')
    (tmp_path / "archive" / "october").mkdir(parents=True)
    (tmp_path / "archive" / "october" / "results.json").write_text(old, encoding="utf-8")

    ran = call("report", results, "--format", "html", "--earlier", tmp_path / "archive")

    assert ran.code == 0
    page = (tmp_path / "scan/report.html").read_text(encoding="utf-8")
    assert page.count("<dd>2026-10-01</dd>") == page.count('<article class="issue')
    assert 'id="trend"' in page


def test_earlier_results_that_cannot_be_read_end_with_one_sentence_and_2(
    call: Call, results: Path, tmp_path: Path
) -> None:
    (tmp_path / "old.json").write_text('{"schema_version": "0.9"}', encoding="utf-8")

    ran = call("report", results, "--earlier", tmp_path / "old.json")

    assert (ran.code, ran.out) == (2, "")
    assert "old.json follows results 0.9, which is too old" in ran.err


def test_strange_language_ends_with_one_sentence_and_2(call: Call, results: Path) -> None:
    ran = call("report", results, "--language", "de")

    assert (ran.code, ran.out) == (2, "")
    assert 'There are no reports in the language "de"; there are: en (English)' in ran.err
