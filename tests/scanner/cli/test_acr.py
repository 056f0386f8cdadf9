"""`civiscope acr`: what it prints, where it writes, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from tests.reports.conformance.reports import criterion, openacr, whole_report
from tests.reports.conformance.test_comparing import scan
from tests.scanner.cli.conftest import Call
from tests.scanner.cli.site import Site

from civiscope.results.file import write as write_results
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


def test_a_report_by_the_law_of_before_2018_is_named(call: Call, tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text(
        "# Acme VPAT\n\n## Section 1194.22 Web-based information\n\n"
        "| Criteria | Supporting features | Remarks |\n|---|---|---|\n"
        "| (a) A text for all that is no text. | Supports with exceptions | Mostly. |\n",
        encoding="utf-8",
    )

    ran = call("acr", "check", "old.md")

    assert ran.code == 3
    assert "Section 508 as it was until January 2018" in ran.err
    assert ran.err.rstrip().endswith("by VPAT 2.4 or later.")


def test_lines_of_a_paragraph_are_facts_of_their_own(call: Call, tmp_path: Path) -> None:
    both = "\n\n".join(
        f"""# Accessibility conformance report

Name of Product/Version: {name}
Report Date: January 2026

| Criteria | Conformance Level | Remarks |
|---|---|---|
| 1.1.1 Non-text Content | {level} | |"""
        for name, level in (("Alpha Portal 1.0", "Supports"), ("Beta Desk 2.0", "Does Not Support"))
    )
    (tmp_path / "two.md").write_text(both, encoding="utf-8")

    asked = call("acr", "read", "two.md")
    stored = yaml.safe_load(call("acr", "read", "two.md", "--product", "beta").out)

    assert "('Alpha Portal 1.0', 'Beta Desk 2.0')" in asked.err
    assert stored["product"] == {"name": "Beta Desk", "version": "2.0"}
    assert stored["report_date"] == "January 2026"
    level = stored["chapters"]["success_criteria_level_a"]["criteria"][0]["components"][0]
    assert level["adherence"]["level"] == "does-not-support"


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


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """Results of a scan that proved a failure of 1.1.1 on 2 of 10 pages."""
    path = tmp_path / "results.json"
    write_results(scan(), path)
    return path


@pytest.fixture
def vendor(tmp_path: Path) -> Path:
    """A vendor's report that says that 1.1.1 is supported."""
    path = tmp_path / "vendor.yaml"
    path.write_text(openacr(criterion("1.1.1", "supports", "All images.")), encoding="utf-8")
    return path


def test_a_draft_is_written_and_is_told_to_be_none(call: Call, results: Path) -> None:
    ran = call("acr", "draft", results, "--product", "Acme", "--email", "a@acme.example")

    stored = yaml.safe_load(Path("acr-draft.yaml").read_text(encoding="utf-8"))
    assert (ran.code, ran.out) == (0, "")
    assert "1 levels proposed" in ran.err or "1 level proposed" in ran.err
    assert stored["title"] == "DRAFT: Acme Accessibility Conformance Report"


def test_a_check_ends_with_1_for_a_mistake_and_names_it(call: Call, vendor: Path) -> None:
    ran = call("acr", "check", vendor, "--today", "2026-11-29")

    assert ran.code == 1
    assert "29 criteria of Table 1: Success Criteria, Level A are missing" in ran.out


@pytest.mark.parametrize("how", [["--json"], ["--format", "junit"], ["--format", "sarif"]])
def test_a_check_is_printed_for_programs(call: Call, vendor: Path, how: list[str]) -> None:
    ran = call("acr", "check", vendor, "--today", "2026-11-29", *how)

    assert (ran.code, ran.err) == (1, "")
    assert ran.out[0] in "{<"
    assert "acr/missing-criterion" in ran.out


def test_a_comparison_says_first_what_is_not_comparable(
    call: Call, vendor: Path, results: Path
) -> None:
    ran = call("acr", "compare", vendor, "--results", results, "--letter", "letter.md")

    assert ran.code == 1
    assert ran.out.startswith("Not comparable\n")
    assert "Claimed and proved otherwise (1)\n  1.1.1 Supports. 2 failures on 2 of 10" in ran.out
    assert "“Supports”" in Path("letter.md").read_text(encoding="utf-8")


def test_a_comparison_without_contradiction_ends_with_0(
    call: Call, vendor: Path, tmp_path: Path
) -> None:
    write_results(scan(failing=0), tmp_path / "clean.json")

    ran = call("acr", "compare", vendor, "--results", tmp_path / "clean.json", "--json")

    assert ran.code == 0
    assert {each["verdict"] for each in json.loads(ran.out)["claims"]} == {"not-contradicted"}


@pytest.mark.browser
def test_a_comparison_may_scan(call: Call, vendor: Path, site: Site) -> None:
    ran = call("acr", "compare", vendor, "--scan", f"{site.url}/", "--json")

    facts = json.loads(ran.out)
    assert facts["scan"]["targets"] == [f"{site.url}/"]
    assert facts["not_comparable"]


def test_a_difference_that_nothing_explains_ends_with_1(
    call: Call, vendor: Path, tmp_path: Path
) -> None:
    older = tmp_path / "older.yaml"
    older.write_text(
        openacr(criterion("1.1.1", "partially-supports", "All images.")), encoding="utf-8"
    )

    ran = call("acr", "diff", older, vendor)

    assert ran.code == 1
    assert "1.1.1 (web): Partially Supports → Supports" in ran.out
    assert call("acr", "diff", vendor, vendor).out == "Both say the same.\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["compare", "vendor.yaml"], "--results PATH, or --scan URL"),
        (["check", "vendor.yaml", "--today", "today"], "--today takes a day"),
        (["draft", "results.json", "--product", "x", "-o", "x.doc"], "does not end in a form"),
        (["draft", "results.json", "--product", "x", "--catalog", "x"], "There is no catalogue"),
    ],
)
def test_wrong_use_says_what_to_do(
    call: Call, vendor: Path, results: Path, arguments: list[str], says: str
) -> None:
    ran = call("acr", *arguments)

    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
