"""What is seen in Office files and e-books that tests make."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from civiscope.collectors.documents.child import read_document
from civiscope.collectors.documents.kinds import UnknownFormat, UnreadableDocument
from civiscope.model.document_facts import DocumentFacts

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WP = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
X = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
DECORATIVE = (
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" '
    'val="1"/>'
)
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>Fees</dc:title>'
    "<dcterms:modified>2017-05-04T10:00:00Z</dcterms:modified></cp:coreProperties>"
)
STYLES = (
    f'<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-GB"/></w:rPr>'
    '</w:rPrDefault></w:docDefaults><w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="H3"><w:name w:val="heading 3"/></w:style></w:styles>'
)


def archive(path: Path, parts: Mapping[str, str], day: tuple[int, int, int] = (1980, 1, 1)) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            part = zipfile.ZipInfo(name, (*day, 0, 0, 0))
            file.writestr(part, content, zipfile.ZIP_DEFLATED)
    return path


def kinds(facts: DocumentFacts) -> dict[str, int]:
    return {each.kind: each.count for each in facts.seen}


def word(path: Path, body: str, **more: str) -> DocumentFacts:
    parts = {
        "word/document.xml": f"<w:document {W} {WP}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": STYLES,
        "docProps/core.xml": CORE,
        **more,
    }
    return read_document(archive(path, parts))


def paragraph(text: str, style: str = "", *, bold: bool = False) -> str:
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f"<w:p>{look}<w:r>{weight}<w:t>{text}</w:t></w:r></w:p>"


def drawing(attributes: str, inside: str = "") -> str:
    return (
        f'<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="Picture 1" {attributes}>'
        f"{inside}</wp:docPr></wp:inline></w:drawing></w:r></w:p>"
    )


def row(cells: int, head: str = "", more: str = "") -> str:
    inside = f"<w:tc>{more}<w:p/></w:tc>" * cells
    return f"<w:tr>{head}{inside}</w:tr>"


HEAD = "<w:trPr><w:tblHeader/></w:trPr>"


def test_a_word_file_says_what_it_is(tmp_path: Path) -> None:
    facts = word(tmp_path / "a.docx", paragraph("Fees", "H1") + paragraph("Each bin costs."))

    assert (facts.format, facts.title, facts.language) == ("docx", "Fees", "en-GB")
    assert facts.modified == "2017-05-04"
    assert kinds(facts) == {}
    assert facts.counts["headings"] == 1


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ((1980, 1, 1), "2017-05-04"),
        ((2016, 2, 1), "2017-05-04"),
        ((2026, 11, 3), "2026-11-03"),
    ],
    ids=["no date", "older parts", "newer parts"],
)
def test_a_file_is_not_older_than_its_newest_part(
    day: tuple[int, int, int], expected: str, tmp_path: Path
) -> None:
    # Libraries that begin with a template keep the dates that the template has.
    parts = {"word/document.xml": f"<w:document {W}/>", "docProps/core.xml": CORE}
    assert read_document(archive(tmp_path / "a.docx", parts, day)).modified == expected


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (paragraph("Fees", "H1") + paragraph("Small bins", "H3"), "heading-skip"),
        (paragraph("Opening hours", bold=True), "bold-as-heading"),
        (drawing(""), "picture-without-alt"),
        (drawing('descr="IMG_1.jpg"'), "picture-file-name"),
        (f"<w:tbl>{row(2)}{row(2)}</w:tbl>", "table-without-headers"),
        (
            f"<w:tbl>{row(2, HEAD)}{row(2, '', '<w:tcPr><w:vMerge/></w:tcPr>')}</w:tbl>",
            "merged-cells",
        ),
    ],
)
def test_faults_of_a_word_file_are_seen(body: str, kind: str, tmp_path: Path) -> None:
    assert kind in kinds(word(tmp_path / "a.docx", body))


@pytest.mark.parametrize(
    "body",
    [
        drawing('descr="Three bins"'),
        drawing("", DECORATIVE),
        f"<w:tbl>{row(2, HEAD)}{row(2)}</w:tbl>",
        f"<w:tbl>{row(1)}{row(1)}</w:tbl>",
        paragraph("Please note that bins have to be out by six.", bold=True),
        paragraph("Fees", "H1") + paragraph("Small bins", "H1"),
    ],
)
def test_what_is_in_order_in_a_word_file_is_no_fault(body: str, tmp_path: Path) -> None:
    assert kinds(word(tmp_path / "a.docx", body)) == {}


def slides(path: Path, *trees: str, defaults: str = "") -> DocumentFacts:
    listed = "".join(f'<p:sldId r:id="r{n}"/>' for n in range(len(trees)))
    relations = "".join(
        f'<Relationship Id="r{n}" Target="slides/slide{n}.xml"/>' for n in range(len(trees))
    )
    parts = {
        "ppt/presentation.xml": f"<p:presentation {P} {R}><p:sldIdLst>{listed}</p:sldIdLst>"
        f"{defaults}</p:presentation>",
        "ppt/_rels/presentation.xml.rels": f'<Relationships xmlns="{RELATIONS}">{relations}'
        "</Relationships>",
        **{
            f"ppt/slides/slide{n}.xml": f"<p:sld {P} {A}><p:cSld><p:spTree>{tree}</p:spTree>"
            "</p:cSld></p:sld>"
            for n, tree in enumerate(trees)
        },
    }
    return read_document(archive(path, parts))


def test_slides_that_name_no_language_have_that_of_the_default_style(tmp_path: Path) -> None:
    style = f'<a:defPPr {A}><a:defRPr lang="ga-IE"/></a:defPPr>'
    tree = f"<p:sp {A}><p:txBody><a:p><a:r><a:t>Cuir isteach</a:t></a:r></a:p></p:txBody></p:sp>"

    named = slides(
        tmp_path / "a.pptx", tree, defaults=f"<p:defaultTextStyle>{style}</p:defaultTextStyle>"
    )
    silent = slides(tmp_path / "b.pptx", tree)

    assert (named.language, silent.language) == ("ga-IE", "")


def shape(text: str, kind: str = "title") -> str:
    return (
        f'<p:sp><p:nvSpPr><p:nvPr><p:ph type="{kind}"/></p:nvPr></p:nvSpPr><p:txBody><a:p><a:r>'
        f'<a:rPr lang="en-GB"/><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>'
    )


def test_slides_have_titles_of_their_own_or_that_is_seen(tmp_path: Path) -> None:
    good = slides(tmp_path / "a.pptx", shape("One"), shape("Two"))
    bad = slides(tmp_path / "b.pptx", shape("One"), shape("One"), shape("x", "body"))
    late = slides(tmp_path / "c.pptx", shape("x", "body") + shape("One"))

    assert kinds(good) == {}
    assert (good.pages, good.language) == (2, "en-GB")
    assert kinds(bad) == {"slide-title-twice": 1, "slide-without-title": 1}
    assert kinds(late) == {"title-not-first": 1}


def test_pictures_and_tables_on_slides_are_seen(tmp_path: Path) -> None:
    picture = '<p:pic><p:nvPicPr><p:cNvPr id="2" name="Picture 2"/></p:nvPicPr></p:pic>'
    line = "<a:tr><a:tc/><a:tc/></a:tr>"
    table = f"<p:graphicFrame><a:tbl><a:tblPr/>{line}{line}</a:tbl></p:graphicFrame>"

    facts = slides(tmp_path / "a.pptx", shape("One") + picture + table)

    assert kinds(facts) == {"picture-without-alt": 1, "table-without-headers": 1}
    assert [place.page for place in facts.places("picture-without-alt")] == [1]


def sheets(path: Path, *names: str) -> DocumentFacts:
    listed = "".join(f'<sheet name="{name}" r:id="r1"/>' for name in names)
    parts = {
        "xl/workbook.xml": f"<workbook {X} {R}><sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">'
        '<Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet {X}><mergeCells count="1"/></worksheet>',
    }
    return read_document(archive(path, parts))


def test_sheets_without_names_are_seen_when_there_are_several(tmp_path: Path) -> None:
    several = sheets(tmp_path / "a.xlsx", "Fees", "Sheet2", "Tabelle3")
    one = sheets(tmp_path / "b.xlsx", "Sheet1")

    assert kinds(several) == {"sheet-without-name": 2, "merged-cells": 3}
    assert kinds(one) == {"merged-cells": 1}


ODF = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = " ".join(
    f'xmlns:{name}="{ODF}{space}:1.0"'
    for name, space in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
        ("svg", "svg-compatible"),
        ("presentation", "presentation"),
    )
)


def open_document(path: Path, kind: str, body: str) -> DocumentFacts:
    parts = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": f"<office:document-content {SPACES}><office:body>{body}</office:body>"
        "</office:document-content>",
    }
    return read_document(archive(path, parts))


def test_tables_whose_first_cells_are_labels_need_no_header_row(tmp_path: Path) -> None:
    def table(*firsts: str) -> str:
        cells = "".join(
            f"<w:tr><w:tc>{paragraph(each)}</w:tc><w:tc>{paragraph('x')}</w:tc></w:tr>"
            for each in firsts
        )
        return f"<w:tbl>{cells}</w:tbl>"

    form = word(tmp_path / "a.docx", table("Name:", "Address:", "Date:"))
    sums = word(tmp_path / "b.docx", table("Name", "Bins:", "Paper"))

    assert (form.counts["tables"], kinds(form)) == (1, {})
    assert kinds(sums) == {"table-without-headers": 1}


def test_faults_of_open_document_text_are_seen(tmp_path: Path) -> None:
    line = "<table:table-row><table:table-cell/><table:table-cell/></table:table-row>"
    body = (
        '<office:text><text:h text:outline-level="1">A</text:h>'
        '<text:h text:outline-level="3">B</text:h>'
        f"<table:table>{line}{line}</table:table>"
        "<draw:frame><draw:image/></draw:frame>"
        "<draw:frame><draw:image/><svg:title>Bins</svg:title></draw:frame></office:text>"
    )

    facts = open_document(tmp_path / "a.odt", "text", body)

    assert facts.format == "odt"
    assert kinds(facts) == {
        "heading-skip": 1,
        "table-without-headers": 1,
        "picture-without-alt": 1,
    }


def test_each_picture_of_open_document_slides_has_the_page_it_is_on(tmp_path: Path) -> None:
    slide = "<draw:page><draw:frame><draw:image/></draw:frame></draw:page>"

    facts = open_document(
        tmp_path / "a.odp",
        "presentation",
        f"<office:presentation>{slide * 300}</office:presentation>",
    )

    found = facts.sighting("picture-without-alt")
    assert found is not None
    assert (found.count, [each.page for each in found.places]) == (300, list(range(1, 21)))


def test_comments_in_open_document_text_are_passed_over(tmp_path: Path) -> None:
    body = "<office:text><text:p><!-- a -->Two <?b c?>words<text:span/></text:p></office:text>"

    facts = open_document(tmp_path / "a.odt", "text", body)

    assert facts.count("words") == 2


def test_slides_and_sheets_of_open_document_are_looked_at(tmp_path: Path) -> None:
    titled = '<draw:page><draw:frame presentation:class="title"><text:p>A</text:p></draw:frame>'
    shown = f"<office:presentation>{titled}</draw:page><draw:page/></office:presentation>"
    listed = '<office:spreadsheet><table:table table:name="Sheet1"/><table:table table:name="B"/>'

    slides_ = open_document(tmp_path / "a.odp", "presentation", shown)
    sheets_ = open_document(tmp_path / "a.ods", "spreadsheet", f"{listed}</office:spreadsheet>")

    assert kinds(slides_) == {"slide-without-title": 1}
    assert kinds(sheets_) == {"sheet-without-name": 1}


def book(path: Path, meta: str, items: str, **pages: str) -> DocumentFacts:
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:'
        'container"><rootfiles><rootfile full-path="a/b.opf"/></rootfiles></container>',
        "a/b.opf": '<package xmlns="http://www.idpf.org/2007/opf"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Guide</dc:title>'
        f"<dc:language>en</dc:language>{meta}</metadata><manifest>{items}</manifest></package>",
        **{f"a/{name}.xhtml": content for name, content in pages.items()},
    }
    return read_document(archive(path, parts))


def test_e_books_say_how_they_can_be_read_or_that_is_seen(tmp_path: Path) -> None:
    told = "".join(
        f'<meta property="schema:{key}">x</meta>'
        for key in ("accessMode", "accessibilityFeature", "accessibilityHazard")
    )
    item = '<item href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    nav = (
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        '<nav epub:type="toc"><a href="x">One</a></nav></html>'
    )

    good = book(tmp_path / "a.epub", told, item, nav=nav)
    bad = book(
        tmp_path / "b.epub",
        "",
        '<item href="p.xhtml" media-type="application/xhtml+xml"/>',
        p='<html xmlns="http://www.w3.org/1999/xhtml"><img src="a.png"/></html>',
    )

    assert kinds(good) == {}
    assert (good.title, good.language) == ("Guide", "en")
    assert kinds(bad) == {
        "metadata-missing": 3,
        "navigation-missing": 1,
        "picture-without-alt": 1,
    }


def test_an_archive_that_unpacks_to_far_more_is_not_unpacked(tmp_path: Path) -> None:
    bomb = archive(tmp_path / "a.docx", {"word/document.xml": " " * 5_000_000})

    with pytest.raises(UnreadableDocument, match="far larger than a document is"):
        read_document(bomb)


def test_parts_that_are_no_xml_are_named(tmp_path: Path) -> None:
    broken = archive(tmp_path / "a.docx", {"word/document.xml": "<a><b>"})

    with pytest.raises(UnreadableDocument, match=r"Its part 'word/document.xml' is not XML"):
        read_document(broken)


def test_entities_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    core = (
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'
        '<x xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>&e;</dc:title></x>'
    )

    facts = word(tmp_path / "a.docx", paragraph("x"), **{"docProps/core.xml": core})

    assert facts.title == ""


def test_an_entity_in_a_paragraph_is_passed_over(tmp_path: Path) -> None:
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f'<!DOCTYPE x [<!ENTITY e "far">]><office:document-content {SPACES}>'
        "<office:body><office:text><text:p>Two words &e;</text:p></office:text></office:body>"
        "</office:document-content>",
    }

    assert read_document(archive(tmp_path / "a.odt", parts)).count("words") >= 2


def test_other_archives_and_old_formats_are_told_as_not_looked_at(tmp_path: Path) -> None:
    other = archive(tmp_path / "a.docx", {"a.txt": "x"})
    old = tmp_path / "b.doc"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500))

    with pytest.raises(UnknownFormat, match="It is an archive, not a document"):
        read_document(other)
    with pytest.raises(UnknownFormat, match="before 2007"):
        read_document(old)


def test_strict_files_are_read_like_others(tmp_path: Path) -> None:
    usual, strict = "schemas.openxmlformats.org/wordprocessingml/2006", "purl.oclc.org/ooxml/"
    body = paragraph("Fees", "H1") + drawing("")
    parts = {
        "word/document.xml": f"<w:document {W} {WP}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": STYLES,
        "docProps/core.xml": CORE,
    }
    made = {
        name: part.replace(usual, f"{strict}wordprocessingml").replace(
            "schemas.openxmlformats.org/drawingml/2006", f"{strict}drawingml"
        )
        for name, part in parts.items()
    }
    assert made != parts

    facts = read_document(archive(tmp_path / "strict.docx", made))

    assert facts == replace(
        read_document(archive(tmp_path / "usual.docx", parts)),
        size=facts.size,
        sha256=facts.sha256,
    )
    assert facts.language == "en-GB"
