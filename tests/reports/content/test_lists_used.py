"""The lists that rules went by: kept in results, shown in the report, old ones said to be old."""

from __future__ import annotations

from pathlib import Path

import pytest

from civiscope.judge.lists_used import lists_used
from civiscope.lists import Lists
from civiscope.results import ListUsed
from civiscope.results.file import from_bytes, to_bytes
from civiscope.testing import make_results
from civiscope_reports.formats import html

EASY = ListUsed(
    name="easyprivacy",
    title="EasyPrivacy",
    kind="filters",
    source="https://lists.example.org/easyprivacy.txt",
    licence="CC-BY-SA-3.0",
    version="",
    date="2026-08-01",
    age=114,
    sha256="0123456789abcdef" * 4,
    rules=56_849,
)
NEW = ListUsed("new", "New list", "filters", "file", "MIT", "1.2", "2026-11-20", 3, "", 1)
UNDATED = ListUsed("parties", "third-party-web", "parties", "npm", "MIT", "0.30.0", "", None, "", 0)


def test_lists_are_read_back_as_they_were_written() -> None:
    results = make_results(lists=(EASY, NEW, UNDATED))

    assert from_bytes(to_bytes(results)).lists == (EASY, NEW, UNDATED)


def test_the_report_shows_each_list_and_says_which_are_old() -> None:
    report = html.render(make_results(lists=(EASY, NEW, UNDATED)))

    about = " ".join(report[report.index('id="about"') :].split())
    for said in (
        "3 lists",
        "EasyPrivacy",
        "56,849 rules",
        '<a href="https://lists.example.org/easyprivacy.txt"',
        "CC-BY-SA-3.0",
        "114 days old: old; bring a newer one with civiscope lists update",
        "3 days old</span>",
        "0.30.0",
        "not said",
        "0123456789abcdef</code>",
    ):
        assert said in about
    assert about.count("bring a newer one") == 1


def test_what_judging_notes_is_what_the_lists_say_with_their_age_at_the_scan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIVISCOPE_LISTS", str(tmp_path))

    used = {one.kind: one for one in lists_used(Lists.in_use(), "2027-03-01T08:00:00Z")}

    assert {"filters", "parties", "consent rules", "public suffixes", "cookies"} <= set(used)
    assert all(one.licence and one.source and len(one.sha256) == 64 for one in used.values())
    assert used["cookies"].old
    assert used["consent rules"].age is None


def test_a_damaged_folder_leaves_the_lists_that_were_packed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIVISCOPE_LISTS", str(tmp_path))
    (tmp_path / "lists.json").write_text("{")

    assert "civiscope" in {one.name for one in lists_used(Lists.in_use(), "")}
