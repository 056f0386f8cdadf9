"""The formats that `--format` knows."""

from __future__ import annotations

from pathlib import Path

from tests.reports.factories import make_results

from civiscope_reports import FORMATS


def test_every_format_is_known_by_its_name_and_has_a_file_of_its_own() -> None:
    assert {name: each.file_name for name, each in FORMATS.items()} == {
        "html": "report.html",
        "json": "results.json",
    }
    assert all(each.name == name and each.about for name, each in FORMATS.items())


def test_every_format_writes_its_file(tmp_path: Path) -> None:
    for each in FORMATS.values():
        each.write(make_results(), tmp_path / each.file_name)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.html", "results.json"]
    assert all(path.stat().st_size > 500 for path in tmp_path.iterdir())
