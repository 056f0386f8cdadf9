"""Each message of a rule for documents has a made file that brings it, each rule one that passes.

The messages of the two parts of PDF/UA are in test_pdf.py.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from tests.scanner.collectors.documents.pdf_faults import FAULTS, GOOD
from tests.scanner.collectors.documents.pdf_files import MadePdf, good_pdf
from tests.scanner.collectors.documents.test_office import (
    CORE,
    HEAD,
    STYLES,
    archive,
    book,
    drawing,
    paragraph,
    row,
    shape,
    sheets,
    slides,
    word,
)

from civiscope.collectors.documents.child import read_document
from civiscope.collectors.documents.reader import DocumentReader
from civiscope.model import Document
from civiscope.model.document_facts import DocumentFacts
from civiscope.rulebook import Rule, all_rules, load_rulebooks

Made = Callable[[Path], DocumentFacts]
RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in all_rules(load_rulebooks())
    if rule.scope == "document" and not rule.id.startswith("documents/pdf-ua-")
}


def pdf(*faults: str | Callable[[MadePdf], object]) -> Made:
    """Return what makes a PDF file with *faults*, or with what is no fault, and reads it."""

    def make(folder: Path) -> DocumentFacts:
        made = good_pdf(0)
        for fault in faults:
            change = {**GOOD, **FAULTS}[fault] if isinstance(fault, str) else fault
            change(made)
        return read_document(made.save(folder / "made.pdf"))

    return make


def drawn(*faults: str) -> Made:
    """Return what makes a PDF file with *faults*, and reads and measures it."""

    def make(folder: Path) -> DocumentFacts:
        pdf(*faults)(folder)
        with DocumentReader() as reader:
            facts = reader.read(folder / "made.pdf")
        assert isinstance(facts, DocumentFacts)
        return facts

    return make


def on_paint(colour: str) -> Callable[[MadePdf], object]:
    """Return what puts white text on a ground of *colour*."""
    ground = f"/Artifact BMC {colour} 0 0 300 50 re f EMC ".encode()

    def change(made: MadePdf) -> None:
        made.content.append(ground)
        made.text(made.element("P"), before=b"1 g ")

    return change


def pages(count: int) -> Callable[[MadePdf], object]:
    """Return what adds empty pages, until there are *count*."""
    return lambda made: [made.pdf.add_blank_page() for _ in range(count - len(made.pdf.pages))]


def titled(title: str) -> Callable[[MadePdf], object]:
    return lambda made: made.xmp(title)


def without_encoding(made: MadePdf) -> None:
    """Leave it to programs what the codes mean, as old programs did."""
    del made.font.Encoding
    made.font.FontDescriptor.Flags = 4


def no_headings(made: MadePdf) -> None:
    made.document.K[0].S = pikepdf.Name.P


def picture_behind(made: MadePdf) -> None:
    """Add a page that is only a picture."""
    made.content.insert(0, b"")
    made.pdf.add_blank_page(page_size=(595, 842))
    drawn = made.picture()
    second = made.pdf.pages[1].obj
    second.Resources = made.page.Resources
    second.Contents = made.pdf.make_stream(b"/Artifact BMC " + drawn + b" EMC")


def unknown_header(made: MadePdf) -> None:
    table = made.table([["TH", "TH"], ["TD", "TD"]])
    cell = table.K[1].K[0]
    cell.A.Headers = pikepdf.Array([pikepdf.String("nowhere")])


def office(body: str, **parts: str) -> Made:
    more = {key.replace("__", "/") + ".xml": value for key, value in parts.items()}
    return lambda folder: word(folder / "made.docx", body, **more)


def untitled(title: str) -> str:
    return CORE.replace(">Fees<", f">{title}<")


def epub(meta: str, item: str) -> Made:
    return lambda folder: book(folder / "made.epub", meta, item, nav=NAVIGATION)


NAVIGATION = (
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
    '<nav epub:type="toc"><a href="x">One</a></nav></html>'
)
NAVIGATED = '<item href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
TOLD = "".join(
    f'<meta property="schema:{key}">x</meta>'
    for key in ("accessMode", "accessibilityFeature", "accessibilityHazard")
)
TABLE = f"<w:tbl>{row(2, HEAD)}{row(2)}</w:tbl>"
MERGED = f"<w:tbl>{row(2, HEAD)}{row(2, '', '<w:tcPr><w:vMerge/></w:tcPr>')}</w:tbl>"
GOOD_SLIDES: Made = lambda folder: slides(folder / "a.pptx", shape("One"), shape("Two"))  # noqa: E731 - a table

PASSING: dict[str, Made] = {
    "documents/epub-metadata": epub(TOLD, NAVIGATED),
    "documents/epub-navigation": epub(TOLD, NAVIGATED),
    "documents/office-alt": office(drawing('descr="Three bins"')),
    "documents/office-fake-headings": office(paragraph("Each bin costs.")),
    "documents/office-headings": office(paragraph("Fees", "H1")),
    "documents/office-language": office(paragraph("Fees")),
    "documents/office-merged-cells": office(TABLE),
    "documents/office-reading-order": GOOD_SLIDES,
    "documents/office-sheet-names": lambda folder: sheets(folder / "a.xlsx", "Fees", "Bins"),
    "documents/office-slide-titles": GOOD_SLIDES,
    "documents/office-table-headers": office(TABLE),
    "documents/office-title": office(paragraph("Fees")),
    "documents/pdf-alt": pdf("figure"),
    "documents/pdf-blocked": pdf(),
    "documents/pdf-bookmarks": pdf(pages(20), "private-use-in-string"),
    "documents/pdf-contrast": pdf(),
    "documents/pdf-form-labels": pdf("field with contents"),
    "documents/pdf-headings": pdf(),
    "documents/pdf-language": pdf(),
    "documents/pdf-links": pdf("link"),
    "documents/pdf-pictures-only": pdf(),
    "documents/pdf-structure": pdf("list"),
    "documents/pdf-tab-order": pdf("link"),
    "documents/pdf-table-headers": pdf("table"),
    "documents/pdf-text-mapping": pdf(),
    "documents/pdf-title": pdf(),
    "documents/pdf-untagged": pdf(),
    "documents/pdf-untagged-content": pdf(),
}
BAD: dict[tuple[str, str], Made] = {
    ("documents/epub-metadata", "missing"): epub("", NAVIGATED),
    ("documents/epub-navigation", "missing"): epub(TOLD, ""),
    ("documents/office-alt", "missing"): office(drawing("")),
    ("documents/office-alt", "file-name"): office(drawing('descr="IMG_1.jpg"')),
    ("documents/office-fake-headings", "bold"): office(paragraph("Opening hours", bold=True)),
    ("documents/office-headings", "missing"): office(
        paragraph("The bins are out today. " * 10) * 32
    ),
    ("documents/office-headings", "skipped"): office(
        paragraph("Fees", "H1") + paragraph("Small bins", "H3")
    ),
    ("documents/office-language", "missing"): office(
        paragraph("Fees"), word__styles=STYLES.replace('w:val="en-GB"', "")
    ),
    ("documents/office-language", "invalid"): office(
        paragraph("Fees"), word__styles=STYLES.replace("en-GB", "English UK")
    ),
    ("documents/office-merged-cells", "merged"): office(MERGED),
    ("documents/office-reading-order", "later"): lambda folder: slides(
        folder / "a.pptx", shape("x", "body") + shape("One")
    ),
    ("documents/office-sheet-names", "unnamed"): lambda folder: sheets(
        folder / "a.xlsx", "Fees", "Sheet2"
    ),
    ("documents/office-slide-titles", "missing"): lambda folder: slides(
        folder / "a.pptx", shape("One"), shape("x", "body")
    ),
    ("documents/office-slide-titles", "same"): lambda folder: slides(
        folder / "a.pptx", shape("One"), shape("One")
    ),
    ("documents/office-table-headers", "missing"): office(f"<w:tbl>{row(2)}{row(2)}</w:tbl>"),
    ("documents/office-title", "missing"): office(paragraph("x"), docProps__core=untitled("")),
    ("documents/office-title", "file-name"): office(
        paragraph("x"), docProps__core=untitled("fees.docx")
    ),
    ("documents/pdf-alt", "missing"): pdf("figure-without-alt"),
    ("documents/pdf-alt", "file-name"): pdf("figure-file-name"),
    ("documents/pdf-alt", "formula"): pdf("formula-without-alt"),
    ("documents/pdf-blocked", "protected"): pdf("reading-forbidden"),
    ("documents/pdf-blocked", "dynamic"): pdf("xfa-dynamic"),
    ("documents/pdf-bookmarks", "missing"): pdf(pages(20)),
    ("documents/pdf-contrast", "pale"): pdf("pale-text"),
    ("documents/pdf-contrast", "low"): drawn("pale-text"),
    ("documents/pdf-contrast", "unmeasured"): pdf(on_paint("0.6 g")),
    ("documents/pdf-form-labels", "missing"): pdf("field-without-name"),
    ("documents/pdf-headings", "missing"): pdf(pages(10), no_headings),
    ("documents/pdf-headings", "skipped"): pdf("heading-skip"),
    ("documents/pdf-language", "missing"): pdf("language-of-text"),
    ("documents/pdf-language", "invalid"): pdf("language-invalid"),
    ("documents/pdf-links", "untagged"): pdf("link-not-in-link-or-reference"),
    ("documents/pdf-pictures-only", "all"): pdf("page-is-picture"),
    ("documents/pdf-pictures-only", "some"): pdf(picture_behind),
    ("documents/pdf-structure", "list"): pdf("list-nesting"),
    ("documents/pdf-structure", "table"): pdf("table-nesting"),
    ("documents/pdf-structure", "toc"): pdf("toc-nesting"),
    ("documents/pdf-structure", "loop"): pdf("structure-loop"),
    ("documents/pdf-tab-order", "other"): pdf("tab-order-of-active"),
    ("documents/pdf-table-headers", "missing"): pdf("table-without-headers"),
    ("documents/pdf-table-headers", "unknown"): pdf(unknown_header),
    ("documents/pdf-text-mapping", "unmapped"): pdf("text-unmapped"),
    ("documents/pdf-text-mapping", "guessed"): pdf(without_encoding),
    ("documents/pdf-title", "missing"): pdf(titled("")),
    ("documents/pdf-title", "file-name"): pdf(titled("Microsoft Word - fees.doc")),
    ("documents/pdf-title", "not-displayed"): pdf("title-not-displayed"),
    ("documents/pdf-untagged", "untagged"): pdf("structure-missing"),
    ("documents/pdf-untagged", "not-marked"): pdf("not-marked"),
    ("documents/pdf-untagged-content", "text"): pdf("untagged-text"),
}


def outcomes(rule: str, facts: DocumentFacts) -> list[tuple[str, str]]:
    check = RULES[rule].check
    assert check is not None
    return [(each.verdict, each.message) for each in check(Document("made", "", facts=facts))]


def test_no_rule_and_no_message_is_left_out() -> None:
    assert set(PASSING) == set(RULES)
    assert set(BAD) == {
        (rule.id, message) for rule in RULES.values() for message in rule.facts.messages
    }


@pytest.mark.parametrize("rule", PASSING)
def test_a_good_file_passes(rule: str, tmp_path: Path) -> None:
    assert outcomes(rule, PASSING[rule](tmp_path)) == [("passed", "")]


@pytest.mark.parametrize(("rule", "message"), BAD)
def test_a_bad_file_brings_the_message(rule: str, message: str, tmp_path: Path) -> None:
    found = outcomes(rule, BAD[rule, message](tmp_path))

    assert message in {told for verdict, told in found if verdict in {"failed", "cannot_tell"}}


def test_what_is_made_is_read_by_its_content(tmp_path: Path) -> None:
    made = archive(tmp_path / "made.bin", {"word/document.xml": "<x/>"})

    assert read_document(made).format == "docx"
