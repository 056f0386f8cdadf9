"""Read the facts of an Excel file (.xlsx)."""

from __future__ import annotations

import re

from civiscope.collectors.documents.office.archive import Archive
from civiscope.collectors.documents.office.parts import core_properties, see_picture
from civiscope.collectors.documents.sightings import Sightings, plain
from civiscope.collectors.documents.xml import XmlElement
from civiscope.model.document_facts import DocumentFacts, DocumentPlace

X = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_UNNAMED = re.compile(
    r"(?:Sheet|Tabelle|Feuil|Feuille|Hoja|Foglio|Blad|Planilha|Arkusz|Ark|Taul|List|Munka|Лист|"
    r"Аркуш|Φύλλο|工作表|シート)\s?\d+",
    re.IGNORECASE,
)
"""The names that programs give to sheets."""


def read_sheets(archive: Archive) -> DocumentFacts:
    """Return the facts of an Excel file. Raises UnreadableDocument."""
    seen = Sightings()
    properties = core_properties(archive)
    book = archive.xml("xl/workbook.xml")
    related = archive.related("xl/workbook.xml")
    sheets = list(book.iter(f"{X}sheet")) if book is not None else []
    shown = [each for each in sheets if (each.get("state") or "visible") == "visible"]
    for number, entry in enumerate(shown, 1):
        label = plain(entry.get("name") or "")
        seen.counts["sheets"] += 1
        see_name(label, number, len(shown), seen)
        _see_sheet(archive, related.get(entry.get(_R_ID) or "", ""), number, label, seen)
    return DocumentFacts(
        format="xlsx",
        title=properties.title,
        language=properties.language,
        created=properties.created,
        modified=properties.modified,
        pages=len(shown),
        counts=dict(seen.counts),
        seen=seen.result(),
    )


def see_name(label: str, number: int, sheets: int, seen: Sightings) -> None:
    """Note it when one sheet of several has no name but what the program gave it."""
    if sheets > 1 and (not label or _UNNAMED.fullmatch(label)):
        seen.add("sheet-without-name", DocumentPlace(number, detail=label))


def _see_sheet(archive: Archive, part: str, number: int, label: str, seen: Sightings) -> None:
    sheet = archive.xml(part) if part else None
    if sheet is None:
        return
    place = DocumentPlace(number, detail=label)
    if sheet.find(f"{X}mergeCells") is not None:
        seen.add("merged-cells", place)
    for target in archive.related(part).values():
        if "/drawings/" in target and target.endswith(".xml"):
            _see_drawing(archive.xml(target), number, seen)
        elif "/tables/" in target:
            table = archive.xml(target)
            if table is None:
                continue
            seen.counts["tables"] += 1
            if (table.get("headerRowCount") or "1") == "0":
                name = plain(table.get("displayName") or "")
                seen.add("table-without-headers", DocumentPlace(number, detail=name))


def _see_drawing(drawing: XmlElement | None, number: int, seen: Sightings) -> None:
    if drawing is None:
        return
    for found in drawing.iter(f"{_XDR}cNvPr"):
        group = found.getparent()
        if group is not None and group.tag in {f"{_XDR}nvPicPr", f"{_XDR}nvGraphicFramePr"}:
            see_picture(found, DocumentPlace(number, detail=plain(found.get("name") or "")), seen)
