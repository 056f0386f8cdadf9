"""Write a report of conformance for people: HTML, Markdown, Word, tagged PDF."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from html import escape

from civiscope_reports.conformance.page_view import COLUMNS, ReportView, ViewTable
from civiscope_reports.text.markdown_text import inline
from civiscope_reports.text.plain import visible

_STYLE = """
body{font:1rem/1.5 system-ui,sans-serif;
color:#1b1b1b;background:#fff;max-width:70rem;margin:0 auto;padding:1rem}
table{border-collapse:collapse;width:100%;margin:1rem 0}
caption{text-align:left;font-weight:700;padding:.5rem 0}
th,td{border:1px solid #565c65;padding:.4rem;text-align:left;vertical-align:top}
td:last-child{overflow-wrap:anywhere}
thead th{background:#f0f0f0}
tr{break-inside:avoid}
td p{margin:0 0 .3rem}
"""
_MAX_CHARACTERS = 20_000
_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def html_of(view: ReportView) -> str:
    """Return *view* as an HTML document."""
    facts = "".join(
        f"<h2>{_html(label)}:</h2>\n<p>{_html(value)}</p>\n" for label, value in view.facts
    )
    standards = "".join(
        f'<tr><th scope="row">{_html(name)}</th><td>{_html(held)}</td></tr>\n'
        for name, held in view.standards
    )
    tables = "".join(_html_table(each) for each in view.tables)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_html(view.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{_html(view.title)}</h1>\n{facts}<h2>Applicable Standards/Guidelines</h2>\n"
        f'<table>\n<thead><tr><th scope="col">Standard/Guideline</th><th scope="col">Included In '
        f"Report</th></tr></thead>\n<tbody>\n{standards}</tbody>\n</table>\n{tables}</main>\n"
        "</body>\n</html>\n"
    )


def _html_table(table: ViewTable) -> str:
    notes = f"<p>Notes: {_html(table.notes)}</p>\n" if table.notes else ""
    if not table.rows:
        return f"<h2>{_html(table.title)}</h2>\n{notes}"
    heads = "".join(f'<th scope="col">{name}</th>' for name in COLUMNS)
    rows = "".join(
        f'<tr><th scope="row">{_html(row.criterion)}</th><td>{_html_lines(row.levels)}</td>'
        f"<td>{_html_lines(row.remarks)}</td></tr>\n"
        for row in table.rows
    )
    return (
        f"<h2>{_html(table.title)}</h2>\n{notes}<table>\n<thead><tr>{heads}</tr></thead>\n"
        f"<tbody>\n{rows}</tbody>\n</table>\n"
    )


def _html_lines(lines: Iterable[str]) -> str:
    return "".join(f"<p>{_html(line)}</p>" for line in lines)


def _html(text: str) -> str:
    return escape(visible(text))


def markdown_of(view: ReportView) -> str:
    """Return *view* as Markdown."""
    lines = [f"# {_md(view.title)}", ""]
    for label, value in view.facts:
        lines += [f"## {label}:", "", _md(value), ""]
    lines += [
        "## Applicable Standards/Guidelines",
        "",
        "| Standard/Guideline | Included In Report |",
    ]
    lines += [
        "| --- | --- |",
        *(f"| {_md(name)} | {_md(held)} |" for name, held in view.standards),
        "",
    ]
    for table in view.tables:
        lines += [f"## {_md(table.title)}", ""]
        if table.notes:
            lines += [f"Notes: {_md(table.notes)}", ""]
        if table.rows:
            lines += [f"| {' | '.join(COLUMNS)} |", "| --- | --- | --- |"]
            for row in table.rows:
                cells = ((row.criterion,), row.levels, row.remarks)
                lines.append(f"| {' | '.join('<br>'.join(map(_md, each)) for each in cells)} |")
            lines.append("")
    return "\n".join(lines)


def _md(text: str) -> str:
    return inline(text, _MAX_CHARACTERS)


def pdf_of(view: ReportView) -> bytes:
    """Return *view* as tagged PDF, printed by the browser that scans.

    Raises NoBrowserError without one, InternalError when it cannot print.
    """
    # What drives a browser is loaded by those who print only.
    from civiscope.browser.pdf import print_pdf

    return print_pdf(html_of(view))


def docx_of(view: ReportView) -> bytes:
    """Return *view* as a Word file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _word_parts(view).items():
            # One time for all, so that the same report gives the same file.
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)
    return out.getvalue()


def _word_parts(view: ReportView) -> dict[str, str]:
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    return {
        "[Content_Types].xml": f'{head}<Types xmlns="{types}">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{main}.styles+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
        "_rels/.rels": f'{head}<Relationships xmlns="{relations}">'
        f'<Relationship Id="r1" Type="{office}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="r2" Type="{relations}/metadata/core-properties" '
        'Target="docProps/core.xml"/>'
        "</Relationships>",
        "docProps/core.xml": f'{head}<cp:coreProperties xmlns:cp="{core}" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{_xml(view.title)}</dc:title><dc:language>en</dc:language></cp:coreProperties>",
        "word/_rels/document.xml.rels": f'{head}<Relationships xmlns="{relations}">'
        f'<Relationship Id="r1" Type="{office}/styles" Target="styles.xml"/></Relationships>',
        "word/styles.xml": f'{head}<w:styles xmlns:w="{_WORD}">{_word_styles()}</w:styles>',
        "word/document.xml": f'{head}<w:document xmlns:w="{_WORD}"><w:body>'
        f"{''.join(_word_body(view))}</w:body></w:document>",
    }


def _word_styles() -> str:
    styles = [
        '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-US"/></w:rPr></w:rPrDefault>'
        '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        '<w:name w:val="Normal"/></w:style>'
    ]
    for level, size in ((1, 36), (2, 28)):
        styles.append(
            f'<w:style w:type="paragraph" w:styleId="Heading{level}">'
            f'<w:name w:val="heading {level}"/><w:basedOn w:val="Normal"/>'
            f'<w:pPr><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
            f'<w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr></w:style>'
        )
    return "".join(styles)


def _word_body(view: ReportView) -> Iterator[str]:
    yield _word_paragraph(view.title, "Heading1")
    for label, value in view.facts:
        yield _word_paragraph(f"{label}:", "Heading2")
        yield _word_paragraph(value)
    yield _word_paragraph("Applicable Standards/Guidelines", "Heading2")
    standards = [((name,), (held,)) for name, held in view.standards]
    yield _word_table(("Standard/Guideline", "Included In Report"), standards)
    for table in view.tables:
        yield _word_paragraph(table.title, "Heading2")
        if table.notes:
            yield _word_paragraph(f"Notes: {table.notes}")
        if table.rows:
            rows = [((row.criterion,), row.levels, row.remarks) for row in table.rows]
            yield _word_table(COLUMNS, rows)
    # Word wants a paragraph after a table that ends the text.
    yield _word_paragraph("")


def _word_table(heads: tuple[str, ...], rows: Iterable[tuple[tuple[str, ...], ...]]) -> str:
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="565C65"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    width = 9600 // len(heads)
    grid = f'<w:gridCol w:w="{width}"/>' * len(heads)
    # A heading row, so that it is one for screen readers, and repeated on each page.
    head = "".join(_word_cell((name,), width) for name in heads)
    body = "".join(
        f"<w:tr>{''.join(_word_cell(cell, width) for cell in row)}</w:tr>" for row in rows
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{edges}</w:tblBorders>'
        f'<w:tblLook w:firstRow="1" w:firstColumn="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{head}</w:tr>{body}</w:tbl>"
    )


def _word_cell(lines: tuple[str, ...], width: int) -> str:
    paragraphs = "".join(_word_paragraph(line) for line in lines or ("",))
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraphs}</w:tc>'


def _word_paragraph(text: str, style: str = "") -> str:
    facts = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    run = f'<w:r><w:t xml:space="preserve">{_xml(text)}</w:t></w:r>' if text else ""
    return f"<w:p>{facts}{run}</w:p>"


def _xml(text: str) -> str:
    return escape(_XML.sub("\ufffd", visible(text)), quote=False)
