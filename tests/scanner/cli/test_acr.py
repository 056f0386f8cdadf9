"""`civiscope acr`: what it prints, where it writes, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from tests.reports.conformance.reports import whole_report
from tests.scanner.cli.conftest import Call

from civiscope_reports.conformance.write_file import write_report

TWO_PRODUCTS = (
    "<table><tr><th>Criteria</th><th>Conformance Level Alpha</th><th>Conformance Level Beta</th>"
    "<th>Remarks</th></tr><tr><td>1.1.1 Non-text Content</td><td>Supports</td><td>Does Not Support"
    "</td><td></td></tr></table>"
)


def test_a_report_is_printed_as_openacr(call: Call, tmp_path: Path) -> None:
    write_report(whole_report("2.4-edition-wcag-2.1-en"), tmp_path / "vendor.docx")

    ran = call("acr", "read", "vendor.docx")

    stored = yaml.safe_load(ran.out)
    assert (ran.code, ran.err) == (0, "")
    assert stored["catalog"] == "2.4-edition-wcag-2.1-en"
    first = stored["chapters"]["success_criteria_level_a"]["criteria"][0]
    assert first["num"] == "1.1.1"
    assert first["components"][0]["adherence"]["level"] == "supports"


def test_the_reading_keeps_the_cell_of_each_level(call: Call, tmp_path: Path) -> None:
    (tmp_path / "two.html").write_text(TWO_PRODUCTS, encoding="utf-8")

    ran = call("acr", "read", "two.html", "--product", "Conformance Level Beta", "--json")

    claims = json.loads(ran.out)["claims"]
    assert [(each["level"], each["cell"]) for each in claims] == [
        ("does-not-support", "Does Not Support")
    ]


def test_a_file_of_two_products_asks_which_one(call: Call, tmp_path: Path) -> None:
    (tmp_path / "two.html").write_text(TWO_PRODUCTS, encoding="utf-8")

    ran = call("acr", "read", "two.html")

    assert (ran.code, ran.out) == (2, "")
    assert "'Conformance Level Alpha', 'Conformance Level Beta'" in ran.err
    assert "--product NAME" in ran.err


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["absent.pdf"], 2, "absent.pdf cannot be read"),
        (["empty.yaml"], 2, "empty.yaml is empty"),
        (["empty.yaml", "-o", "x.txt"], 2, "does not end in a form that can be written"),
        (["empty.yaml", "--catalog", "2.5-edition-wcag-2.2-e"], 2, "did you mean"),
        (["bare.html"], 3, "holds no tables"),
    ],
)
def test_what_cannot_be_done_ends_with_its_code(
    call: Call, tmp_path: Path, arguments: list[str], code: int, says: str
) -> None:
    (tmp_path / "empty.yaml").write_bytes(b"")
    (tmp_path / "bare.html").write_text("<p>Hello</p>", encoding="utf-8")

    ran = call("acr", "read", *arguments)

    assert (ran.code, ran.out) == (code, "")
    assert says in ran.err
