"""OpenACR, Word, HTML and Markdown: what is written is read again; bad files say what is wrong."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from tests.reports.conformance.reports import criterion, openacr, whole_report

from civiscope.errors import InconclusiveError, UsageError
from civiscope_reports.conformance.catalogues import catalogues
from civiscope_reports.conformance.read_file import read_report
from civiscope_reports.conformance.values import ConformanceReport
from civiscope_reports.conformance.write_file import write_report

ROW = "<tr><td>1.1.1 Non-text Content</td><td>Supports</td><td></td></tr>"


def said(report: ConformanceReport) -> set[tuple[str, str, str | None, str]]:
    """Return what each claim says; the component of other standards is the row itself."""
    return {
        (each.number, each.component.replace("none", ""), each.level, each.remarks)
        for each in report.claims
    }


@pytest.mark.parametrize("catalogue_id", catalogues())
def test_openacr_is_read_as_it_was_written(tmp_path: Path, catalogue_id: str) -> None:
    report = whole_report(catalogue_id)

    left_out = write_report(report, tmp_path / "report.yaml")
    again = read_report(tmp_path / "report.yaml")

    assert left_out == ()
    assert again.mistakes == ()
    assert said(again) == said(report)
    assert (again.product, again.author, again.catalogue) == (
        report.product,
        report.author,
        catalogue_id,
    )


@pytest.mark.parametrize("suffix", [".html", ".md", ".docx"])
def test_other_forms_are_read_as_they_were_written(tmp_path: Path, suffix: str) -> None:
    report = whole_report()

    write_report(report, tmp_path / f"report{suffix}")
    again = read_report(tmp_path / f"report{suffix}")

    assert said(again) == said(report)
    assert again.unread == ()
    assert (again.product, again.product_version) == ("Acme Portal", "4.2")
    assert (again.report_date, again.author.email) == ("2026-10-01", "access@acme.example")
    assert again.catalogue == report.catalogue


@pytest.mark.browser
def test_a_printed_pdf_is_read_as_it_was_written(tmp_path: Path) -> None:
    report = whole_report()

    write_report(report, tmp_path / "report.pdf")
    again = read_report(tmp_path / "report.pdf")

    assert said(again) == said(report)
    assert again.unread == ()
    assert {each.page for each in again.claims} >= set(range(2, 20))


def test_two_writings_of_a_word_file_are_the_same(tmp_path: Path) -> None:
    for name in ("a.docx", "b.docx"):
        write_report(whole_report(), tmp_path / name)

    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_merged_cells_of_a_word_file_are_expanded(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    merged = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>'
    goes_on = "<w:tcPr><w:vMerge/></w:tcPr>"
    _write_docx(
        path,
        [
            ["Criteria", "Conformance Level", "Remarks"],
            ["1.2.1 Audio", f"{merged}|Not Applicable", "a"],
            ["1.2.2 Captions", f"{goes_on}|", "b"],
            ["1.3.1 Info", "Supports", "c"],
        ],
    )

    assert [(each.number, each.level, each.remarks) for each in read_report(path).claims] == [
        ("1.2.1", "not-applicable", "a"),
        ("1.2.2", "not-applicable", "b"),
        ("1.3.1", "supports", "c"),
    ]


def test_tables_of_html_within_markdown_are_read(tmp_path: Path) -> None:
    path = tmp_path / "vpat.md"
    path.write_text(
        "# Acme VPAT\n\n<table>\n<tr><th>Criteria</th><th>Conformance Level</th><th>Remarks</th>"
        f"</tr>\n{ROW}\n</table>\n",
        encoding="utf-8",
    )

    assert [(each.number, each.level) for each in read_report(path).claims] == [
        ("1.1.1", "supports")
    ]


def test_a_column_of_components_is_known_by_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(
        "<h2>Acme Portal Accessibility Conformance Report</h2><table><tr><th>Criteria</th>"
        "<th>Part of the product</th><th>Conformance Level</th><th>Remarks</th></tr>"
        '<tr><td rowspan="2">1.1.1 Non-text Content</td><td>Web</td><td>Supports</td><td></td></tr>'
        "<tr><td>Electronic Docs</td><td>Does Not Support</td><td>Maps.</td></tr></table>"
    )

    assert said(read_report(path)) == {
        ("1.1.1", "web", "supports", ""),
        ("1.1.1", "electronic-docs", "does-not-support", "Maps."),
    }


def test_rows_about_no_criterion_give_their_level_to_none(tmp_path: Path) -> None:
    source = tmp_path / "report.md"
    source.write_text(
        "| SC | Name | Level | Status | Note |\n|---|---|---|---|---|\n"
        "| 1.1.1 | Non-text Content | A | Partially Supports | games |\n"
        "| 1.2.x | Time-based Media | A/AA | Not Evaluated | no captions |\n"
        "| 1.3.2 | Meaningful Sequence | A | | |\n"
        "| Chapter result | | | Supports | |\n",
        encoding="utf-8",
    )

    report = read_report(source)

    assert said(report) == {("1.1.1", "", "partially-supports", "games")}
    assert [each.number for each in report.unread] == ["1.3.2"]


def test_two_products_in_one_file_are_kept_apart(tmp_path: Path) -> None:
    head = "<tr><th>Criteria</th><th>Conformance Level</th><th>Remarks</th></tr>"
    path = tmp_path / "two.html"
    path.write_text(
        f"<h2>Product: Alpha 1</h2><table>{head}{ROW}</table><h2>Product: Beta 2</h2>"
        f"<table>{head}{ROW.replace('Supports', 'N/A')}</table>",
        encoding="utf-8",
    )

    report = read_report(path)

    assert report.products == ("Alpha 1", "Beta 2")
    assert [(each.product, each.level) for each in report.claims] == [
        ("Alpha 1", "supports"),
        ("Beta 2", "not-applicable"),
    ]


def test_numbers_without_quotes_are_mistakes_and_are_read_as_written(tmp_path: Path) -> None:
    path = tmp_path / "report.yaml"
    path.write_text(
        openacr(criterion("1.1.1", "supports")).replace(
            "chapters:",
            "chapters:\n  hardware:\n    criteria:\n      - num: 402.10\n        components:\n"
            "          - name: none\n            adherence: {level: supports}",
        ),
        encoding="utf-8",
    )

    report = read_report(path)

    assert [each.number for each in report.claims] == ["402.10", "1.1.1"]
    assert any("must be text, not a number (402.10)" in each.what for each in report.mistakes)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: &a [x]\nproduct: [" + "*a, " * 30 + "]", "more than 20 aliases"),
        (
            "a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\n"
            "d: &d [*c,*c,*c,*c]\nproduct: &e [*d,*d,*d,*d,*d,*d,*d]\n",
            "is not OpenACR|must hold|grows",
        ),
        ("product: &a\n  name: *a", "grows without end"),
        ("product: " + "[" * 60 + "]" * 60, "no end of levels"),
        ("product: [", "is not YAML in line"),
        ("- a", "is not OpenACR"),
        ("title: x", "is not OpenACR"),
        ("x: " + "a" * 5_000_001, "5,000,005 bytes long|is 5,000,004"),
        ("report_date: 2019-02-30\nx: [", "is not YAML in line"),
    ],
)
def test_bad_yaml_says_what_is_wrong(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "report.yaml"
    path.write_text(text, encoding="utf-8")

    try:
        report = read_report(path)
    except UsageError as error:
        message = str(error)
    else:
        message = "; ".join(each.what for each in report.mistakes)

    assert any(each in message for each in says.split("|"))


@pytest.mark.parametrize(
    ("name", "source", "says"),
    [
        ("report.docx", b"PK\x03\x04broken", "cannot be opened"),
        ("report.doc", b"\xd0\xcf\x11\xe0\xa1\xb1", "Word before 2007"),
        ("report.html", b"<p>nothing</p>", "holds no tables"),
        (
            "report.html",
            "<table><tr><th>Критерий</th><th>Уровень</th></tr><tr><td>1.1.1</td><td>Да</td></tr>"
            "</table>".encode(),
            "in no language and in no words that this reader knows",
        ),
    ],
)
def test_files_that_cannot_be_read_say_what_to_ask_for(
    tmp_path: Path, name: str, source: bytes, says: str
) -> None:
    path = tmp_path / name
    path.write_bytes(source)

    with pytest.raises(InconclusiveError, match=says):
        read_report(path)


def _write_docx(path: Path, rows: list[list[str]]) -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = ""
    for row in rows:
        cells = ""
        for cell in row:
            facts, _, text = cell.rpartition("|")
            cells += f"<w:tc>{facts}<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"
        body += f"<w:tr>{cells}</w:tr>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{space}"><w:body><w:tbl>{body}</w:tbl></w:body></w:document>',
        )


SITE_PAGE = """---
title: 'Harbour VPAT'
date: '2021-09-24T18:00:25.665Z'
---
**Maple Works, Inc. Accessibility Conformance Report**
**(Based on VPAT**®** Version 2.4)**
**Name of Product/Version:** [**Harbour Portal**](../index.md)
**Report Date: Sep 9, 2025**
**Evaluation Methods Used:**
* Testing with NVDA
**Applicable Standards/Guidelines**

<table>
<tr><td><strong>Standard/Guideline</strong></td><td>Included In Report</td></tr>
</table>
**Notes: The staff sees more.**

<table>
<tr><td>Criteria</td><td>Conformance Level </td><td>Remarks and Explanations</td></tr>
<tr><td>1.1.1 Non-text Content (Level A)</td><td>PARTIALLY SUPPORTS</td><td>Maps.</td></tr>
</table>

**Table 2: Success Criteria, Level AA**

| **Criteria** | **Conformance Level** | **Remarks and Explanations** |
| ------------ | --------------------- | ---------------------------- |
| 4.2.4 Usage without hearing | See [Revised Section 508 Report Ch.3](#x) 302.4 | |
| ***11.3 Interoperability with assistive technology*** | - | - |
| 11.6.2 Accessible content creation | Not Applicable | No authoring. |
"""


def test_a_page_of_a_site_generator_says_what_it_shows(tmp_path: Path) -> None:
    path = tmp_path / "vpat.md"
    path.write_text(SITE_PAGE, encoding="utf-8")

    read = read_report(path)

    assert (read.product, read.report_date, read.edition) == (
        "Harbour Portal",
        "Sep 9, 2025",
        "2.4",
    )
    assert "*" not in read.title
    assert (read.methods, read.notes) == ("Testing with NVDA", "The staff sees more.")
    assert [(each.number, each.level) for each in read.claims] == [
        ("1.1.1", "partially-supports"),
        ("11.6.2", "not-applicable"),
    ]
    assert read.unread == ()
    assert read.elsewhere == ("4.2.4",)


def test_settings_before_the_text_give_the_title_where_the_text_has_none(tmp_path: Path) -> None:
    path = tmp_path / "vpat.md"
    heads = "<th>Criteria</th><th>Conformance Level</th><th>Remarks</th>"
    table = f"<table><tr>{heads}</tr>{ROW}</table>"
    path.write_text(f"+++\ntitle = 'Harbour VPAT'\n+++\n{table}", encoding="utf-8")

    assert read_report(path).title == "Harbour VPAT"
