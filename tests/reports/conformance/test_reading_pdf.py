"""Tagged PDFs of many makes: the level that stands there is read, and nothing else is."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Name, String
from tests.reports.conformance import pdf_factory as made
from tests.reports.conformance.pdf_factory import PdfFactory, Tag, row, table, tag

from civiscope.errors import InconclusiveError, UsageError
from civiscope_reports.conformance.read_file import read_report
from civiscope_reports.conformance.tagged_pdf.placing import place_cells
from civiscope_reports.conformance.values import ConformanceReport

HEAD = ("Criteria", "Conformance Level", "Remarks and Explanations")
TWO_ROWS = table(
    HEAD,
    (
        "1.1.1 Non-text Content (Level A)\nAlso applies to:\nEN 301 549 Criteria\n9.1.1.1 (Web)\n"
        "10.1.1.1 (Non-web document)\nRevised Section 508\n501 (Web)(Software)",
        "Partially\nSupports",
        "Charts lack text",
    ),
    ("1.2.1 Audio-only (Level A)", "Not Applicable", "No audio"),
)
READ_OF_TWO_ROWS = [
    ("1.1.1", "", "partially-supports", "Charts lack text"),
    ("1.2.1", "", "not-applicable", "No audio"),
]


def read(folder: Path, *tags: Tag, **how: Any) -> ConformanceReport:  # noqa: ANN401
    path = folder / "report.pdf"
    path.write_bytes(PdfFactory(**how).make(*tags))
    return read_report(path)


def claims(report: ConformanceReport) -> list[tuple[str, str, str | None, str]]:
    return [(each.number, each.component, each.level, each.remarks) for each in report.claims]


def levels(report: ConformanceReport) -> list[tuple[str, str, str | None]]:
    return [(each.number, each.component, each.level) for each in report.claims]


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({}, id="whole lines"),
        pytest.param({"show": made.shown_in_pieces}, id="pieces of words"),
        pytest.param({"show": made.shown_without_blanks}, id="moves for blanks"),
        pytest.param(
            {"show": made.shown_as_glyphs, "font": made.composite_font}, id="composite font"
        ),
        pytest.param(
            {"show": made.shown_glyph_by_glyph, "font": made.composite_font}, id="glyph by glyph"
        ),
        pytest.param({"font": made.differing_font}, id="named glyphs, no ToUnicode"),
        pytest.param({"rotate": True}, id="turned page"),
        pytest.param({"in_forms": True}, id="content in a form"),
    ],
)
def test_text_is_read_however_it_is_shown(tmp_path: Path, how: dict[str, Any]) -> None:
    assert claims(read(tmp_path, TWO_ROWS, **how)) == READ_OF_TWO_ROWS


def test_a_row_split_by_a_page_is_one_row(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        table(HEAD, ("1.1.1 Non-text", "Web: Supports", "Web: fine")),
        tag("P", made.NEW_PAGE, "Acme report, page 2"),
        table(
            HEAD,
            ("9.1.1.1 (Web)\n10.1.1.1 (Non-web document)", "Software: Not Applicable", ""),
            ("1.2.1 Audio", "Supports", ""),
        ),
    )

    assert levels(found) == [
        ("1.1.1", "web", "supports"),
        ("1.1.1", "software", "not-applicable"),
        ("1.2.1", "", "supports"),
    ]
    assert [each.page for each in found.claims] == [1, 1, 2]


def test_a_level_split_by_a_page_is_put_together(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        table(HEAD, ("1.1.1 Non-text", "Partially", "Charts")),
        table(("", "Supports", "lack text"), ("1.2.1 Audio", "Supports", "")),
    )

    assert claims(found)[0] == ("1.1.1", "", "partially-supports", "Charts lack text")


def test_two_levels_in_a_split_row_are_not_chosen_from(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        table(HEAD, ("1.1.1 Non-text", "Supports", ""), ("1.2.1 Audio", "Supports", "")),
        table(("", "Not Applicable", "")),
    )

    assert levels(found) == [("1.1.1", "", "supports")]
    assert [(each.number, each.cell) for each in found.unread] == [
        ("1.2.1", "Supports\nNot Applicable")
    ]


def test_tables_of_one_row_each_go_on(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        table(HEAD),
        table(("1.1.1 Non-text", "Supports", "")),
        table(("1.2.1 Audio", "Does Not Support", "")),
    )

    assert levels(found) == [("1.1.1", "", "supports"), ("1.2.1", "", "does-not-support")]


def test_names_of_the_programs_own_are_mapped(tmp_path: Path) -> None:
    rows = [
        tag("Zeile", *(tag("Zelle", text) for text in cells))
        for cells in (HEAD, ("1.1.1 N", "Supports", "r"))
    ]
    roles = {"Tabelle": "Table", "Zeile": "TR", "Zelle": "Mine", "Mine": "TD", "Loop": "Loop"}

    found = read(tmp_path, tag("Loop", tag("Tabelle", *rows)), roles=roles)

    assert claims(found) == [("1.1.1", "", "supports", "r")]


def test_lists_within_a_cell_are_lines(tmp_path: Path) -> None:
    cell = tag(
        "TD",
        tag(
            "L",
            tag("LI", tag("Lbl", "•"), tag("LBody", "Web: Supports")),
            tag("LI", tag("Lbl", "•"), tag("LBody", "Software: ", tag("Span", "Not Applicable"))),
        ),
    )

    found = read(tmp_path, tag("Table", row(*HEAD), row("1.1.1 N", cell, "")))

    assert levels(found) == [("1.1.1", "web", "supports"), ("1.1.1", "software", "not-applicable")]


def test_a_merged_level_is_that_of_every_row_it_covers(tmp_path: Path) -> None:
    merged = tag("TD", tag("P", "Not Applicable"), A=made.span(1, 3))

    found = read(
        tmp_path,
        tag(
            "Table",
            row(*HEAD),
            row("1.2.1 A", merged, ""),
            row("1.2.2 B", ""),
            row("1.2.3 C", ""),
            row("1.3.1 D", "Supports", ""),
        ),
    )

    assert [level for _, _, level in levels(found)] == ["not-applicable"] * 3 + ["supports"]


def test_spans_of_a_class_count(tmp_path: Path) -> None:
    merged = tag("TD", "Supports", C=Name.Merged)

    found = read(
        tmp_path,
        tag("Table", row(*HEAD), row("1.2.1 A", merged, ""), row("1.2.2 B", "")),
        classes={"Merged": made.span(1, 2)},
    )

    assert [level for _, _, level in levels(found)] == ["supports", "supports"]


def test_components_with_rows_of_their_own(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        tag(
            "Table",
            row("Criteria", "Component", "Conformance Level", "Remarks"),
            row(tag("TD", "1.1.1 N", A=made.span(1, 2)), "Web", "Supports", "w"),
            row("Software", "Not Applicable", "s"),
            row("1.2.1 A", "Web", "Supports", ""),
        ),
    )

    assert claims(found) == [
        ("1.1.1", "web", "supports", "w"),
        ("1.1.1", "software", "not-applicable", "s"),
        ("1.2.1", "web", "supports", ""),
    ]


def test_components_with_columns_of_their_own(tmp_path: Path) -> None:
    head = ("Criteria", "Web\nWeb", "Electronic Docs", "Software", "Remarks")

    found = read(
        tmp_path,
        table(
            head,
            ("1.1.1 N", "Supports", "Not Applicable", "Does Not Support", "r"),
            # All its levels differ, and still it is no heading.
            ("1.2.1 A", "Supports", "Partially Supports", "Not Applicable", ""),
        ),
    )

    assert levels(found) == [
        ("1.1.1", "web", "supports"),
        ("1.1.1", "electronic-docs", "not-applicable"),
        ("1.1.1", "software", "does-not-support"),
        ("1.2.1", "web", "supports"),
        ("1.2.1", "electronic-docs", "partially-supports"),
        ("1.2.1", "software", "not-applicable"),
    ]


def test_several_columns_of_levels_without_a_heading_are_not_chosen_from(tmp_path: Path) -> None:
    rows = [(f"1.{n}.1 N", "Supports", "Does Not Support") for n in (1, 2, 3)]

    with pytest.raises(InconclusiveError, match="no column of levels"):
        read(tmp_path, table(*rows))


def test_products_that_only_headings_tell_apart(tmp_path: Path) -> None:
    rows = [HEAD, *((f"1.{n}.1 N", "Supports", "") for n in (1, 2, 3, 4))]
    others = [HEAD, *((f"1.{n}.1 N", "Does Not Support", "") for n in (1, 2, 3, 4))]

    found = read(
        tmp_path,
        tag("H1", "Accessibility Conformance Report"),
        tag("H2", "Ledger Web"),
        tag("H3", "Table 1: Success Criteria, Level A"),
        table(*rows),
        tag("H2", "Ledger Mobile"),
        tag("H3", "Table 1: Success Criteria, Level A"),
        table(*others),
    )

    assert found.products == ("Ledger Web", "Ledger Mobile")
    assert {each.product: each.level for each in found.claims} == {
        "Ledger Web": "supports",
        "Ledger Mobile": "does-not-support",
    }


def test_cells_that_the_tags_leave_out_are_found_by_where_the_others_stand() -> None:
    def cell(text: str, left: float, right: float) -> dict[str, Any]:
        return {"text": text, "page": 1, "span": (left, right)}

    head = [cell("Criteria", 10, 60), cell("Level", 110, 150), cell("Remarks", 210, 260)]
    rows = [
        head,
        [cell("1.1.1", 10, 90), cell("Not Applicable", 210, 290)],
        [cell("1.2.1", 10, 90), cell("Supports", 110, 170)],
        # Below no column, or below two: it stays unknown which it is.
        [cell("1.2.2", 10, 90), cell("X", 180, 190)],
        [cell("1.2.3", 10, 90), cell("Supports in part of it", 120, 220)],
    ]

    place_cells(rows)

    assert [[each["text"] for each in row] for row in rows[1:]] == [
        ["1.1.1", "", "Not Applicable"],
        ["1.2.1", "Supports", ""],
        ["1.2.2", "X"],
        ["1.2.3", "Supports in part of it"],
    ]


def test_a_cross_in_a_row_with_too_few_cells_says_nothing(tmp_path: Path) -> None:
    head = ("Criteria", "Supports", "Partially Supports", "Does Not Support", "Remarks")

    found = read(
        tmp_path, tag("Table", row(*head), row("1.1.1 N", "", "X", "", ""), row("1.2.1 A", "X"))
    )

    assert levels(found) == [("1.1.1", "", "partially-supports")]
    assert [each.number for each in found.unread] == ["1.2.1"]


def test_a_level_by_a_cross_in_its_column(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        table(
            ("Criteria", "Supports", "Partially Supports", "Does Not Support", "Remarks"),
            ("1.1.1 N", "X", "", "", "r"),
            ("1.2.1 A", "", "", "x", ""),
            ("1.2.2 A", "x", "x", "", ""),
        ),
    )

    assert levels(found) == [("1.1.1", "", "supports"), ("1.2.1", "", "does-not-support")]
    assert [each.number for each in found.unread] == ["1.2.2"]


def test_headings_between_and_within_tables_are_no_rows(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        tag(
            "Table",
            row(*HEAD),
            row(tag("TD", "Guideline 1.1 Text", A=made.span(3))),
            row("1.1.1 N", "Supports", ""),
            row("1.2 Time-based", "", ""),
            row("1.2.1 A", "Supports", ""),
        ),
        tag("H3", "Chapter 5"),
        table(("502.1 General", "Heading cell, no response required", ""), ("503.2 P", "N/A", "")),
    )

    assert levels(found) == [
        ("1.1.1", "", "supports"),
        ("1.2.1", "", "supports"),
        ("503.2", "", "not-applicable"),
    ]
    assert found.unread == ()


def test_several_criteria_in_one_cell(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        table(
            HEAD,
            ("1.2.1 Audio\n1.2.2 Captions", "Not Applicable", ""),
            ("1.2.4, 1.2.5 Captions", "Supports", ""),
            ("1.3.1 A\n1.3.2 B", "1.3.1: Supports\n1.3.2: Partially Supports", ""),
            ("1.4.1 A\n1.4.2 B", "Supports\nNot Applicable", ""),
        ),
    )

    assert [(number, level) for number, _, level in levels(found)] == [
        ("1.2.1", "not-applicable"),
        ("1.2.2", "not-applicable"),
        ("1.2.4", "supports"),
        ("1.2.5", "supports"),
        ("1.3.1", "supports"),
        ("1.3.2", "partially-supports"),
    ]
    assert [each.number for each in found.unread] == ["1.4.1", "1.4.2"]


def test_number_name_and_wcag_level_in_columns_of_their_own(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        table(
            ("No.", "Criterion", "Level", "Conformance", "Comments"),
            ("1.1.1", "Non-text Content", "A", "Supports", ""),
            ("1.4.3", "Contrast", "AA", "Supports with Exceptions", "x"),
        ),
    )

    assert claims(found) == [
        ("1.1.1", "", "supports", ""),
        ("1.4.3", "", "partially-supports", "x"),
    ]


def test_a_picture_says_what_stands_in_its_description(tmp_path: Path) -> None:
    cell = tag("TD", tag("Figure", Alt=String("Supports")))

    found = read(tmp_path, tag("Table", row(*HEAD), row("1.1.1 N", cell, "")))

    assert levels(found) == [("1.1.1", "", "supports")]


def test_text_that_stands_instead_of_glyphs_is_read(tmp_path: Path) -> None:
    cell = tag("TD", tag("Span", "Supp", ActualText=String("Not Applicable")))

    found = read(tmp_path, tag("Table", row(*HEAD), row("1.1.1 N", cell, "")))

    assert levels(found) == [("1.1.1", "", "not-applicable")]


def test_facts_before_the_tables_are_read(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        tag("H1", "Acme Accessibility Conformance Report"),
        tag("P", "(Based on VPAT Version 2.4Rev)"),
        tag("H2", "Name of Product/Version:"),
        tag("P", "Acme Portal 4.2"),
        tag("P", "Report Date: March 2026"),
        tag("P", "Contact Information: access@acme.example"),
        tag("H2", "Evaluation Methods Used:"),
        tag("P", "Tried with NVDA."),
        TWO_ROWS,
    )

    assert (found.product, found.product_version) == ("Acme Portal", "4.2")
    assert (found.report_date, found.edition) == ("March 2026", "2.4")
    assert (found.methods, found.author.email) == ("Tried with NVDA.", "access@acme.example")
    assert found.catalogue == "2.4-edition-wcag-2.1-en"


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (made.untagged, "has no tags"),
        (made.scanned, "is a scan"),
        (
            lambda: made.encrypted(PdfFactory().make(TWO_ROWS)),
            "is encrypted and needs a password",
        ),
        (lambda: b"%PDF-1.7\nnothing", "is not a PDF that can be read"),
        (lambda: _with_wrong_objects(), "is not a PDF that can be read"),
        (lambda: PdfFactory().make(tag("P", "1.1.1 Supports")), "no tables"),
        (lambda: PdfFactory(font=_mute_font).make(TWO_ROWS), "does not say which characters"),
    ],
)
def test_what_cannot_be_read_as_tables_says_what_to_ask_for(
    tmp_path: Path, source: Callable[[], bytes], says: str
) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(source())

    with pytest.raises(InconclusiveError) as error:
        read_report(path)

    assert says in str(error.value)
    assert "Ask the vendor for the report as OpenACR" in str(error.value)


def test_without_the_reader_of_pdf_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", dict[str, None]().get)
    path = tmp_path / "report.pdf"
    path.write_bytes(made.untagged())

    with pytest.raises(UsageError, match=r"civiscope\[documents\]"):
        read_report(path)


def _with_wrong_objects() -> bytes:
    with pikepdf.open(io.BytesIO(PdfFactory().make(TWO_ROWS))) as pdf:
        pdf.Root.StructTreeRoot.K.K[0].Pg = 7
        pdf.Root.StructTreeRoot.K.K[0].K[0].A = pikepdf.Dictionary(ColSpan=pikepdf.Name.Two)
        return made.saved(pdf)


def _mute_font(pdf: Any) -> Any:  # noqa: ANN401 - objects of a PDF
    font = made.composite_font(pdf)
    del font["/ToUnicode"]
    return font
