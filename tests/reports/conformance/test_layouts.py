"""Reports whose tables are not laid out as the template has them, as vendors send them."""

from __future__ import annotations

from pathlib import Path

import pytest

from civiscope_reports.conformance.read_file import read_report
from civiscope_reports.conformance.values import ConformanceReport

HEAD = "<tr><th>Criteria</th><th>Conformance Level</th><th>Remarks and Explanations</th></tr>"
TABLE = (
    "<table><tr><th>Conformance Level</th><th>Remarks</th></tr>"
    "<tr><td>{}</td><td>-</td></tr></table>"
)


def _read(tmp_path: Path, body: str) -> ConformanceReport:
    path = tmp_path / "report.html"
    path.write_text(f"<html lang=en><body>{body}</body></html>", encoding="utf-8")
    return read_report(path)


def _levels(report: ConformanceReport) -> list[tuple[str, str | None]]:
    return [(each.number, each.level) for each in report.claims]


def test_labels_at_the_side_of_a_table_for_each_criterion(tmp_path: Path) -> None:
    def one(name: str, level: str, remark: str) -> str:
        rows = (("Criteria", name), ("Conformance Level", level), ("Remarks", remark))
        cells = "".join(f"<tr><th>{label}</th><td>{said}</td></tr>" for label, said in rows)
        return f"<table>{cells}</table>"

    report = _read(
        tmp_path,
        one("1.1.1 Non-text Content (Level A)", "Partially Supports", "Charts have none.")
        + one("1.2.1 Audio-only (Level A)", "Not Applicable", "There is no audio."),
    )

    assert _levels(report) == [("1.1.1", "partially-supports"), ("1.2.1", "not-applicable")]
    assert report.claims[0].remarks == "Charts have none."


def test_a_criterion_that_stands_above_its_table(tmp_path: Path) -> None:
    report = _read(
        tmp_path,
        f"<h3>1.1.1 Non-text Content (Level A)</h3>{TABLE.format('Supports')}"
        f"<h3>1.3.1 Info and Relationships (Level A)</h3>{TABLE.format('Does Not Support')}",
    )

    assert _levels(report) == [("1.1.1", "supports"), ("1.3.1", "does-not-support")]


def test_a_table_below_another_heading_is_of_no_criterion(tmp_path: Path) -> None:
    report = _read(
        tmp_path,
        f"<h3>1.1.1 Non-text Content (Level A)</h3>{TABLE.format('Supports')}"
        f"<h3>Overall</h3>{TABLE.format('Does Not Support')}",
    )

    assert _levels(report) == [("1.1.1", "supports")]


def test_abbreviations_are_levels_where_the_report_explains_them(tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><td>{number} Name (Level A)</td><td>{level}</td><td></td></tr>"
        for number, level in (
            ("1.1.1", "PS"),
            ("1.3.1", "S"),
            ("1.4.1", "Web: DNS"),
            ("2.1.1", "X"),
        )
    )
    report = _read(
        tmp_path,
        "<p>Key: S = Supports; PS = Partially Supports; DNS = Does Not Support</p>"
        f"<table>{HEAD}{rows}</table>",
    )

    assert _levels(report) == [
        ("1.1.1", "partially-supports"),
        ("1.3.1", "supports"),
        ("1.4.1", "does-not-support"),
    ]
    assert report.claims[0].cell == "PS"
    assert [each.number for each in report.unread] == ["2.1.1"]


@pytest.mark.parametrize("key", ["", "<p>PS means that it is planned.</p>"])
def test_abbreviations_that_nothing_explains_are_not_guessed(tmp_path: Path, key: str) -> None:
    report = _read(
        tmp_path,
        f"{key}<table>{HEAD}<tr><td>1.1.1 Name</td><td>PS</td><td></td></tr>"
        "<tr><td>1.3.1 Name</td><td>Supports</td><td></td></tr></table>",
    )

    assert [each.number for each in report.unread] == ["1.1.1"]
    assert _levels(report) == [("1.3.1", "supports")]


def test_a_row_before_one_that_only_heads_others_keeps_its_level(tmp_path: Path) -> None:
    report = _read(
        tmp_path,
        f"<table>{HEAD}<tr><td>4.2.3 Usage without colour</td><td>Supports</td><td></td></tr>"
        "<tr><td>5 Generic requirements</td><td>Heading cell - no response</td><td></td></tr>"
        "<tr><td>5.2 Activation of features</td><td>Not Applicable</td><td>None.</td></tr>"
        "</table>",
    )

    assert _levels(report) == [("4.2.3", "supports"), ("5.2", "not-applicable")]


def test_a_heading_that_is_repeated_on_each_page_names_its_product_once(tmp_path: Path) -> None:
    heads = (
        "Planner Web Conformance Level\nPlanner Web Conformance Level",
        "Planner App Conformance Level",
    )
    report = _read(
        tmp_path,
        f"<table><tr><th>Criteria</th><th>{heads[0]}</th><th>{heads[1]}</th><th>Remarks</th></tr>"
        "<tr><td>1.1.1 Name</td><td>Supports</td><td>Does Not Support</td><td></td></tr></table>",
    )

    assert [(each.product, each.level) for each in report.claims] == [
        ("Planner Web Conformance Level", "supports"),
        ("Planner App Conformance Level", "does-not-support"),
    ]
