"""How the numbers went: earlier results beside those of the report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from civiscope.errors import UsageError
from civiscope.results import Issue, Results
from civiscope.results import file as results_file
from civiscope.testing import make_issue, make_results, make_scan
from civiscope_reports import Context
from civiscope_reports.content.earlier import Earlier, EarlierIssue
from civiscope_reports.content.read_earlier import read_earlier, summarise
from civiscope_reports.content.trend import MAX_SCANS, GoneIssue, Known, Row, trend
from civiscope_reports.formats import html

OLD = make_issue("old", severity="serious", title="Frames have titles")


def scan_of(day: str, *issues: Issue, at: str = "08:00:00", **changes: object) -> Results:
    scan = make_scan(id=f"scan-{day}-{at}", started=f"{day}T{at}Z", **changes)
    return make_results(*issues, scan=scan)


NOW = scan_of("2026-11-23", make_issue())
EARLIER = (
    summarise(scan_of("2026-09-01", OLD)),
    summarise(scan_of("2026-10-01", make_issue(), OLD)),
)
CONTEXT = Context(earlier=EARLIER)


def test_of_earlier_results_only_what_a_trend_needs_is_kept() -> None:
    assert EARLIER[0] == Earlier(
        id="scan-2026-09-01-08:00:00",
        started="2026-09-01T08:00:00Z",
        site="www.example.gov",
        pages=1,
        counts={"serious": 1},
        failures={"old": EarlierIssue(OLD.rule, OLD.title, "serious")},
    )


def test_scans_are_told_in_time_with_their_problems_by_severity() -> None:
    found = trend(NOW, CONTEXT)

    assert found is not None
    assert found.severities == ("critical", "serious")
    assert found.rows == (
        Row("2026-09-01", "", "", 1, (0, 1), 1, 0, now=False),
        Row("2026-10-01", "", "", 1, (1, 1), 2, 0, now=False),
        Row("2026-11-23", "", "", 1, (1, 0), 1, 0, now=True),
    )
    assert [(bar.severity, bar.y, bar.height) for bar in found.bars] == [
        ("serious", 62.0, 58.0),
        ("critical", 62.0, 58.0),
        ("serious", 4.0, 58.0),
        ("critical", 62.0, 58.0),
    ]


def test_problems_are_known_since_the_first_scan_that_found_them() -> None:
    found = trend(NOW, CONTEXT)

    assert found is not None
    assert found.known == {"i1": Known("2026-10-01", "2026-11-23", 2, 3)}
    assert found.gone == (
        GoneIssue(EarlierIssue(OLD.rule, OLD.title, "serious"), "2026-09-01", "2026-10-01"),
    )


def test_without_other_scans_there_is_no_trend() -> None:
    assert trend(NOW, Context()) is None
    assert trend(NOW, Context(earlier=(summarise(NOW),))) is None


def test_scans_of_one_day_are_told_by_the_hour_and_another_site_by_its_name() -> None:
    other = summarise(scan_of("2026-11-23", at="06:30:00", targets=("https://test.example.org/",)))

    found = trend(NOW, Context(earlier=(other,)))

    assert found is not None
    assert [(row.time, row.site) for row in found.rows] == [
        ("06:30", "test.example.org"),
        ("08:00", ""),
    ]


def test_only_the_newest_scans_are_shown_and_always_that_of_the_report() -> None:
    later = tuple(summarise(scan_of(f"2027-01-{n:02}")) for n in range(1, MAX_SCANS + 1))

    found = trend(NOW, Context(earlier=later))

    assert found is not None
    assert len(found.rows) == MAX_SCANS
    assert [row.day for row in found.rows if row.now] == ["2026-11-23"]


def test_report_shows_the_trend_and_since_when_each_problem_is_known() -> None:
    report = html.render(NOW, CONTEXT)

    section = report.partition('<section id="trend"')[2].partition("</section>")[0]
    assert re.findall(r'class="word">([\d-]+)', section) == [
        "2026-09-01",
        "2026-10-01",
        "2026-11-23",
    ]
    assert section.count("<rect") == 4
    assert "1 problem not found this time" in section
    assert "<dt>First seen</dt><dd>2026-10-01</dd>" in report
    assert "<dt>Last seen</dt><dd>2026-11-23, found by 2 of 3 scans</dd>" in report
    assert 'id="trend"' not in html.render(NOW)


def test_results_are_read_from_files_folders_and_folders_of_folders(tmp_path: Path) -> None:
    for name, day in (("one", "2026-09-01"), ("two", "2026-10-01")):
        results_file.write(scan_of(day), tmp_path / name / "results.json")
    results_file.write(scan_of("2026-08-01"), tmp_path / "results-august.json")
    (tmp_path / "gate.json").write_text("{}", encoding="utf-8")

    of_all = read_earlier([tmp_path, tmp_path / "two", tmp_path / "one" / "results.json"])

    assert [each.started[:10] for each in of_all] == ["2026-08-01", "2026-09-01", "2026-10-01"]


def test_a_folder_without_results_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read_earlier([tmp_path])

    assert str(caught.value) == (
        f"There are no earlier results in {tmp_path}: neither results*.json nor folders with a "
        "results.json."
    )
