"""Read tables and paragraphs of HTML, and of Markdown, which may hold tables of HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.html
from lxml import etree
from markdown_it import MarkdownIt

from civiscope_reports.conformance.tables import (
    SourceBlock,
    SourceCell,
    SourceParagraph,
    SourceTable,
)

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "li",
    "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul",
}  # fmt: skip
_FRONT_MATTER = re.compile(r"\A\s*(---|\+\+\+)[ \t]*\n.*?\n\1[ \t]*(?:\n|\Z)", re.S)
"""Settings of the program that makes a site of the file; their dates are not the report's."""
_TITLE = re.compile(r"^title\s*[:=]\s*(.+)$", re.M)
_ASTERISKS = re.compile(r"\*{2,}")
_LEFT_OUT = frozenset({"script", "style", "template", "head", "noscript"})


def blocks_of_html(source: bytes) -> Iterator[SourceBlock]:
    """Yield the blocks of an HTML document in reading order."""
    parser = lxml.html.HTMLParser(encoding=_encoding(source))
    try:
        root = lxml.html.document_fromstring(source, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return
    yield from _blocks(root)


def blocks_of_markdown(source: str) -> Iterator[SourceBlock]:
    """Yield the blocks of a Markdown document in reading order."""
    text = _FRONT_MATTER.sub("", source, count=1)
    # Lines stay lines: labels such as "Report Date:" stand at their beginning.
    html = MarkdownIt("commonmark", {"html": True, "breaks": True}).enable("table").render(text)
    # "**VPAT**®** 2.4**", and lines right below a table of HTML: the asterisks are no text.
    html = _ASTERISKS.sub("", html)
    yield from blocks_of_html(f"<meta charset='utf-8'><body>{html}".encode())


def title_of_markdown(source: str) -> str:
    """Return the title that a Markdown file has before its text; empty without one."""
    head = _FRONT_MATTER.match(source)
    found = _TITLE.search(head[0]) if head else None
    return " ".join(found[1].strip().strip("\"'").split()) if found else ""


def title_of_html(source: bytes) -> tuple[str, str]:
    """Return the title and the language of an HTML document."""
    try:
        root = lxml.html.document_fromstring(source[:200_000])
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return "", ""
    return (root.findtext(".//title") or "").strip(), root.get("lang") or ""


def _encoding(source: bytes) -> str | None:
    try:
        source.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _blocks(root: lxml.html.HtmlElement) -> Iterator[SourceBlock]:
    pieces: list[str] = []
    # Without recursion: a hostile page nests as deep as it likes.
    stack: list[tuple[lxml.html.HtmlElement, bool]] = [(root, False)]
    heading = False
    while stack:
        element, leaving = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if leaving:
            if tag in _BLOCKS:
                yield from _paragraph(pieces, heading)
                heading = heading and tag not in _HEADINGS
            pieces.append(_folded(element.tail))
            continue
        if not tag or tag in _LEFT_OUT:
            pieces.append(_folded(element.tail))
            continue
        if tag in _BLOCKS:
            yield from _paragraph(pieces, heading)
            heading = heading or tag in _HEADINGS
        if tag == "table" and not _is_layout(element):
            yield _table(element)
            pieces.append(_folded(element.tail))
            continue
        if tag == "br":
            pieces.append("\n")
        pieces.append(_folded(element.text))
        stack.append((element, True))
        stack += [(child, False) for child in reversed(element)]
    yield from _paragraph(pieces, heading)


def _is_layout(table: lxml.html.HtmlElement) -> bool:
    """Say whether a table only frames another one."""
    return table.find(".//table") is not None and len(_own_rows(table)) == 1


def _paragraph(pieces: list[str], heading: bool) -> Iterator[SourceParagraph]:
    text = _lines("".join(pieces))
    pieces.clear()
    if text:
        yield SourceParagraph(text, heading)


def _own_rows(table: lxml.html.HtmlElement) -> list[lxml.html.HtmlElement]:
    found: list[lxml.html.HtmlElement] = []
    for child in table:
        if child.tag == "tr":
            found.append(child)
        elif child.tag in {"thead", "tbody", "tfoot"}:
            found += [row for row in child if row.tag == "tr"]
    return found


def _table(table: lxml.html.HtmlElement) -> SourceTable:
    rows = [
        tuple(
            SourceCell(
                _cell_text(cell),
                header=cell.tag == "th",
                across=_span(cell.get("colspan")),
                down=_span(cell.get("rowspan")),
            )
            for cell in row
            if cell.tag in {"td", "th"}
        )
        for row in _own_rows(table)
    ]
    return SourceTable(tuple(row for row in rows if row))


def _span(value: str | None) -> int:
    return max(1, min(int(value), 1000)) if value and value.isdecimal() else 1


def _cell_text(cell: lxml.html.HtmlElement) -> str:
    pieces: list[str] = []
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in _BLOCKS or tag == "br":
                pieces.append("\n")
            elif tag == "img":
                pieces.append(element.get("alt") or "")
            if tag and tag not in _LEFT_OUT:
                pieces.append(_folded(element.text))
        else:
            if tag in _BLOCKS:
                pieces.append("\n")
            if element is not cell:
                pieces.append(_folded(element.tail))
    return _lines("".join(pieces))


def _folded(text: str | None) -> str:
    # Line feeds of the source are blanks; lines come from elements.
    if not text:
        return ""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() else ""
    return f"{before}{' '.join(text.split())}{after}"


def _lines(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.replace("\u00ad", "").split("\n"))
    return "\n".join(line for line in lines if line)
