"""Samples and the export for bodies that monitor many sites."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from civiscope.cli import main
from civiscope.results import Results, StatementResult
from civiscope.results.file import write
from civiscope.testing import make_finding, make_issue, make_page_result, make_results
from civiscope_reports.conformance.monitoring import (
    COLUMNS,
    MonitoredSite,
    export,
    monitoring_minima,
    monitoring_sample,
)

PAGES = [
    "https://www.example.gov/",
    "https://www.example.gov/accessibility-statement",
    "https://www.example.gov/contact",
    *(f"https://www.example.gov/news/{number}" for number in range(30)),
]


def results() -> Results:
    pages = tuple(
        make_page_result(url, template="" if number < 3 else "news")
        for number, url in enumerate(PAGES)
    )
    return make_results(make_issue(), pages=pages)


def rows(sites: list[MonitoredSite]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(export(sites, "simplified", 1))))


@pytest.mark.parametrize(
    ("population", "period", "least"),
    [(5_150_000, 4, (230, 21, 11)), (5_900_000, 3, (252, 23, 12)), (1_000_000, 1, (95, 15, 7))],
)
def test_minima_fit_the_figures_that_states_published(
    population: int, period: int, least: tuple[int, int, int]
) -> None:
    found = monitoring_minima(population, period)

    assert (found.simplified, found.in_depth, found.apps) == least
    assert (found.repeated > 0) == (period > 1)


def test_a_simplified_sample_has_the_home_page_and_fits_the_size_of_the_site() -> None:
    sample = monitoring_sample(results(), "simplified", 1)

    assert sample.structured[0].url == PAGES[0]
    assert 3 <= len(sample.structured) <= 7
    assert "login" in sample.not_found


def test_a_sample_in_depth_has_a_tenth_at_random() -> None:
    sample = monitoring_sample(results(), "in-depth", 1)

    assert len(sample.random) >= len(sample.structured) / 10
    assert monitoring_sample(results(), "in-depth", 1) == sample


def test_the_export_has_a_row_for_each_site_and_criterion_and_never_passes() -> None:
    facts = {"site_id": "A7", "body": "=Larkmere", "level": "local"}
    table = rows([MonitoredSite(results(), facts), MonitoredSite(results())])

    assert list(table[0]) == COLUMNS
    assert {row["result"] for row in table} == {"fail", "not-tested"}
    assert {row["site_id"] for row in table} == {"A7", "2"}
    assert table[0]["body"] == "'=Larkmere"
    first = next(row for row in table if row["criterion"] == "1.1.1")
    assert first["result"] == "fail"
    assert first["clause"] == "9.1.1.1"
    # WCAG 2.2 came after the harmonised standard.
    assert "2.5.8" not in {row["criterion"] for row in table}


def test_the_export_tells_what_the_statement_claims() -> None:
    statement = StatementResult(
        PAGES[1], "full", "It conforms.", "GB", prepared="2025-01-02", reviewed="2026-03-04"
    )
    contradicted = make_issue("i2", rule="statement/contradicted")
    plain = replace(results(), statements=(statement,))
    told = make_results(make_issue(), contradicted, pages=plain.pages, statements=(statement,))

    first, second, none = (rows([MonitoredSite(each)])[0] for each in (plain, told, results()))

    assert first["statement_url"] == PAGES[1]
    assert (first["statement_status"], first["statement_contradiction"]) == ("full", "")
    assert (first["statement_prepared"], first["statement_reviewed"]) == (
        *("2025-01-02", "2026-03-04"),
    )
    assert second["statement_contradiction"] == "yes"
    assert (none["statement_status"], none["statement_url"]) == ("not-found", "")


def test_a_test_again_counts_what_was_fixed_and_what_was_not_seen_again() -> None:
    issue = make_issue()
    was = make_results(
        issue,
        findings=tuple(
            make_finding(issue, number, page=page, fingerprint=f"f{number}")
            for number, page in enumerate((PAGES[0], PAGES[1], "https://www.example.gov/gone"))
        ),
    )
    now = replace(
        results(),
        findings=tuple(
            make_finding(issue, number, page=PAGES[0], fingerprint=f"f{number}")
            for number in (0, 7, 8)
        ),
    )

    first, *others = rows([MonitoredSite(now, {"retest_on": "2026-11-02"}, was)])

    assert first["criterion"] == "1.1.1"
    counts = [first[name] for name in ("fixed", "open", "new", "not_seen_again")]
    assert counts == ["1", "1", "2", "1"]
    assert first["retest_on"] == "2026-11-02"
    assert {row["fixed"] for row in others} == {"0"}
    assert rows([MonitoredSite(now)])[0]["fixed"] == ""


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> int:
    monkeypatch.setattr("sys.argv", ["civiscope", "monitoring", *map(str, arguments)])
    return main()


def test_the_command_reads_many_results_and_a_table_of_sites(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(results(), tmp_path / "one.json")
    write(results(), tmp_path / "two.json")
    sites = tmp_path / "sites.csv"
    one = tmp_path / "one.json"
    sites.write_text(
        f"results,site_id,level,before\n{one},A7,local,{tmp_path / 'two.json'}\n", encoding="utf-8"
    )

    code = run(
        *(monkeypatch, "export", one, tmp_path / "two.json"),
        *("--sites", sites, "--out", tmp_path / "table.csv"),
    )

    assert code == 0
    table = list(csv.DictReader(io.StringIO((tmp_path / "table.csv").read_text("utf-8"))))
    assert {row["level"] for row in table} == {"local", ""}
    assert {row["open"] for row in table if row["criterion"] == "1.1.1"} == {"1", ""}


def test_results_without_standards_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(make_results(make_issue(), standards=(), frameworks=()), tmp_path / "old.json")

    assert run(monkeypatch, "export", tmp_path / "old.json") == 2
    assert "civiscope judge" in capsys.readouterr().err


def test_a_run_is_not_called_monitoring(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "minima", "--population", "5150000", "--period", "4") == 0
    assert "no monitoring by itself" in capsys.readouterr().out
