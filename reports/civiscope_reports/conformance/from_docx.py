"""Read tables and paragraphs of a Word file, from its XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from civiscope.errors import InconclusiveError
from civiscope_reports.conformance.tables import (
    SourceBlock,
    SourceCell,
    SourceParagraph,
    SourceTable,
)

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
XmlElement = Any
"""An element of lxml, whose class is private to it."""
MAX_XML_BYTES = 60_000_000
_HEADINGS = ("heading", "title", "berschrift", "titre", "titolo", "ttulo", "kop")


def blocks_of_docx(source: bytes) -> Iterator[SourceBlock]:
    """Yield the blocks of a Word file in reading order. Raises InconclusiveError."""
    root = _document(source)
    body = root.find(f"{_W}body")
    if body is not None:
        yield from _blocks(body)


def _document(source: bytes) -> XmlElement:
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as archive:
            facts = archive.getinfo("word/document.xml")
            if facts.file_size > MAX_XML_BYTES:
                raise InconclusiveError(
                    f"The text of the Word file is {facts.file_size:,} bytes long, more than "
                    f"{MAX_XML_BYTES:,}; ask the vendor for the report alone."
                )
            xml = archive.read(facts)
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError) as error:
        raise InconclusiveError(
            f"The Word file cannot be opened ({error}); it is damaged or protected by a password. "
            "Ask the vendor for it anew."
        ) from error
    # Entities and networks are what a hostile file would use.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(xml.replace(_STRICT[1:-1].encode(), _W[1:-1].encode()), parser)
    except etree.XMLSyntaxError as error:
        raise InconclusiveError(
            f"The text of the Word file is not whole ({error}). Ask the vendor for it anew."
        ) from error


def _blocks(parent: XmlElement) -> Iterator[SourceBlock]:
    for element in parent:
        if element.tag == f"{_W}p":
            text = _paragraph_text(element)
            if text:
                yield SourceParagraph(text, _is_heading(element))
        elif element.tag == f"{_W}tbl":
            yield from _table(element)
        elif element.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins"}:
            yield from _blocks(element)


def _is_heading(paragraph: XmlElement) -> bool:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    name = (style.get(f"{_W}val") or "").lower() if style is not None else ""
    outline = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
    return outline is not None or any(word in name for word in _HEADINGS)


def _paragraph_text(paragraph: XmlElement) -> str:
    pieces: list[str] = []
    for element in paragraph.iter():
        match str(element.tag).removeprefix(_W):
            case "t":
                if not _is_deleted(element):
                    pieces.append(element.text or "")
            case "tab":
                pieces.append(" ")
            case "br" | "cr":
                pieces.append("\n")
            case "noBreakHyphen":
                pieces.append("-")
            case "sym":
                pieces.append(_symbol(element.get(f"{_W}char") or ""))
            case _:
                pass
    lines = (" ".join(line.split()) for line in "".join(pieces).replace("\u00ad", "").split("\n"))
    return "\n".join(line for line in lines if line)


def _symbol(code: str) -> str:
    # Ticks and boxes of the fonts for symbols.
    return {"F0FE": "☒", "F0FD": "☒", "F0FC": "✓", "F0A8": "☐", "F06F": "☐"}.get(code.upper(), "")


def _is_deleted(element: XmlElement) -> bool:
    return any(each.tag in {f"{_W}del", f"{_W}moveFrom"} for each in element.iterancestors())


def _table(table: XmlElement) -> Iterator[SourceBlock]:
    rows: list[list[SourceCell]] = []
    nested: list[SourceBlock] = []
    starts: dict[int, tuple[int, int]] = {}
    for row in _rows(table):
        cells: list[SourceCell] = []
        column = _number(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
        cells += [SourceCell("")] * column
        for cell in _cells(row):
            facts = cell.find(f"{_W}tcPr")
            across = _number(facts.find(f"{_W}gridSpan"), 1) if facts is not None else 1
            merge = facts.find(f"{_W}vMerge") if facts is not None else None
            if merge is not None and merge.get(f"{_W}val") != "restart" and column in starts:
                at_row, at_cell = starts[column]
                first = rows[at_row][at_cell]
                down = len(rows) - at_row + 1
                rows[at_row][at_cell] = SourceCell(first.text, across=first.across, down=down)
            else:
                text = _cell_text(cell, nested)
                starts.pop(column, None)
                if merge is not None:
                    starts[column] = (len(rows), len(cells))
                cells.append(SourceCell(text, across=across))
            column += across
        rows.append(cells)
    yield SourceTable(tuple(tuple(row) for row in rows))
    yield from nested


def _rows(parent: XmlElement) -> Iterator[XmlElement]:
    for element in parent:
        if element.tag == f"{_W}tr":
            yield element
        elif element.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml"}:
            yield from _rows(element)


def _cells(parent: XmlElement) -> Iterator[XmlElement]:
    for element in parent:
        if element.tag == f"{_W}tc":
            yield element
        elif element.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml"}:
            yield from _cells(element)


def _number(element: XmlElement | None, default: int) -> int:
    value = element.get(f"{_W}val") if element is not None else None
    return max(0, min(int(value), 200)) if value and value.isdecimal() else default


def _cell_text(cell: XmlElement, nested: list[SourceBlock]) -> str:
    lines: list[str] = []
    for block in _blocks(cell):
        if isinstance(block, SourceParagraph):
            lines.append(block.text)
        elif max((len(row) for row in block.rows), default=0) >= 3:
            nested.append(block)
        else:
            for row in block.rows:
                texts = [each.text for each in row if each.text]
                lines.append(": ".join(texts) if len(texts) == 2 else " ".join(texts))
    return "\n".join(lines)
