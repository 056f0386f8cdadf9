"""Read the facts of OpenDocument files: text, sheets, slides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from civiscope.collectors.documents.office.archive import Archive
from civiscope.collectors.documents.office.parts import (
    DC,
    Properties,
    date_of,
    may_be_heading,
    names_its_rows,
    see_alternative,
    see_levels,
)
from civiscope.collectors.documents.office.sheets import see_name
from civiscope.collectors.documents.sightings import Sightings, plain
from civiscope.collectors.documents.xml import XmlElement
from civiscope.model.document_facts import DocumentFacts, DocumentPlace

_BASE = "{urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, TABLE = f"{_BASE}office:1.0}}", f"{_BASE}text:1.0}}", f"{_BASE}table:1.0}}"
DRAW, STYLE = f"{_BASE}drawing:1.0}}", f"{_BASE}style:1.0}}"
FO, SVG = f"{_BASE}xsl-fo-compatible:1.0}}", f"{_BASE}svg-compatible:1.0}}"
PRESENTATION, META = f"{_BASE}presentation:1.0}}", f"{_BASE}meta:1.0}}"
_LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"


def read_open_document(archive: Archive, kind: Literal["odt", "ods", "odp"]) -> DocumentFacts:
    """Return the facts of an OpenDocument file. Raises UnreadableDocument."""
    seen = Sightings()
    content = archive.xml("content.xml")
    styles = archive.xml("styles.xml")
    properties = _properties(archive)
    pages = 0
    if content is not None:
        body = content.find(f"{OFFICE}body")
        body = content if body is None else body
        if kind == "odt":
            see_levels(_headings(body), seen)
            _see_paragraphs(body, _bold_styles(content, styles), seen)
            _see_tables(body, seen)
        elif kind == "ods":
            pages = _see_sheets(body, seen)
        else:
            pages = _see_slides(body, seen)
        _see_pictures(body, seen)
    return DocumentFacts(
        format=kind,
        title=properties.title,
        language=properties.language or _language(styles, content),
        created=properties.created,
        modified=properties.modified,
        pages=pages,
        counts=dict(seen.counts),
        seen=seen.result(),
    )


def _properties(archive: Archive) -> Properties:
    root = archive.xml("meta.xml")
    if root is None:
        return Properties()

    def told(tag: str) -> str:
        found = next(root.iter(tag), None)
        return (found.text or "") if found is not None else ""

    return Properties(
        title=plain(told(f"{DC}title")),
        language=plain(told(f"{DC}language")),
        created=date_of(told(f"{META}creation-date")),
        modified=date_of(told(f"{DC}date")),
    )


def _language(*parts: XmlElement | None) -> str:
    for part in parts:
        if part is None:
            continue
        for each in part.iter(f"{STYLE}text-properties"):
            language, country = each.get(f"{FO}language"), each.get(f"{FO}country")
            if language and language not in {"none", "zxx"}:
                return plain(f"{language}-{country}" if country and country != "none" else language)
    return ""


def _text(node: XmlElement) -> str:
    if not isinstance(node.tag, str):
        # A comment, or an entity that was not resolved.
        return ""
    return " ".join("".join(str(each) for each in node.itertext()).split())


def _headings(body: XmlElement) -> Iterator[tuple[int, str]]:
    for heading in body.iter(f"{TEXT}h"):
        told = _text(heading)
        level = heading.get(f"{TEXT}outline-level") or "1"
        if told:
            yield (int(level) if level.isdecimal() else 1), told


def _bold_styles(*parts: XmlElement | None) -> set[str]:
    return {
        style.get(f"{STYLE}name") or ""
        for part in parts
        if part is not None
        for style in part.iter(f"{STYLE}style")
        if any(
            each.get(f"{FO}font-weight") in {"bold", "700", "800", "900"}
            for each in style.iterchildren(f"{STYLE}text-properties")
        )
    }


def _see_paragraphs(body: XmlElement, bold: set[str], seen: Sightings) -> None:
    for paragraph in body.iter(f"{TEXT}p"):
        told = _text(paragraph)
        seen.counts["words"] += len(told.split())
        holder = paragraph.getparent()
        if not told or holder is None or holder.tag not in {f"{OFFICE}text", f"{TEXT}section"}:
            continue
        seen.counts["paragraphs"] += 1
        spans = [each for each in paragraph.iterchildren() if _text(each)]
        loose = (paragraph.text or "").strip() or any((each.tail or "").strip() for each in spans)
        by_span = bool(spans) and not loose
        by_span = by_span and all(each.get(f"{TEXT}style-name") in bold for each in spans)
        if may_be_heading(told) and (paragraph.get(f"{TEXT}style-name") in bold or by_span):
            seen.add("bold-as-heading", DocumentPlace(detail=plain(told)))


def _see_pictures(body: XmlElement, seen: Sightings) -> None:
    # The elements themselves: lxml may give what it has let go of another identity.
    pages = {page: number for number, page in enumerate(body.iter(f"{DRAW}page"), 1)}
    for frame in body.iter(f"{DRAW}frame"):
        held = frame.find(f"{DRAW}image")
        held = frame.find(f"{DRAW}object") if held is None else held
        if held is None or any(True for _ in frame.iterchildren(f"{DRAW}text-box")):
            continue
        told = " ".join(
            (frame.findtext(tag) or "").strip() for tag in (f"{SVG}title", f"{SVG}desc")
        ).strip()
        decorative = frame.get(f"{_LOEXT}decorative") == "true"
        page = next((pages[one] for one in frame.iterancestors(f"{DRAW}page")), None)
        place = DocumentPlace(page, detail=plain(frame.get(f"{DRAW}name") or ""))
        see_alternative(told, place, seen, decorative=decorative)


def _see_tables(body: XmlElement, seen: Sightings) -> None:
    for number, table in enumerate(body.iter(f"{TABLE}table"), 1):
        rows = list(table.iter(f"{TABLE}table-row"))
        columns = max(
            (len(list(row.iterchildren(f"{TABLE}table-cell"))) for row in rows), default=0
        )
        if len(rows) < 2 or columns < 2:
            continue
        seen.counts["tables"] += 1
        told = table.get(f"{TABLE}name") or ""
        place = DocumentPlace(path=f"table {number}", detail=plain(told))
        marked = table.find(f"{TABLE}table-header-rows") is not None
        if not marked and not names_its_rows(_first_cell(row) for row in rows):
            seen.add("table-without-headers", place)
        if _has_merged(table):
            seen.add("merged-cells", place)


def _first_cell(row: XmlElement) -> str:
    cell = row.find(f"{TABLE}table-cell")
    return _text(cell) if cell is not None else ""


def _has_merged(table: XmlElement) -> bool:
    return any(
        (cell.get(f"{TABLE}{key}") or "1") not in {"0", "1"}
        for cell in table.iter(f"{TABLE}table-cell")
        for key in ("number-columns-spanned", "number-rows-spanned")
    )


def _see_sheets(body: XmlElement, seen: Sightings) -> int:
    sheets = list(body.iter(f"{TABLE}table"))
    for number, sheet in enumerate(sheets, 1):
        label = plain(sheet.get(f"{TABLE}name") or "")
        seen.counts["sheets"] += 1
        see_name(label, number, len(sheets), seen)
        if _has_merged(sheet):
            seen.add("merged-cells", DocumentPlace(number, detail=label))
    return len(sheets)


def _see_slides(body: XmlElement, seen: Sightings) -> int:
    slides = list(body.iter(f"{DRAW}page"))
    titles: Counter[str] = Counter()
    places: dict[str, DocumentPlace] = {}
    for number, slide in enumerate(slides, 1):
        seen.counts["slides"] += 1
        title, before = "", False
        for frame in slide.iterchildren(f"{DRAW}frame", f"{DRAW}custom-shape"):
            told = _text(frame)
            if frame.get(f"{PRESENTATION}class") == "title" and told:
                title = told
                break
            before = before or bool(told)
        if not title:
            seen.add("slide-without-title", DocumentPlace(number))
            continue
        titles[title] += 1
        places[title] = DocumentPlace(number, detail=plain(title))
        if before:
            seen.add("title-not-first", places[title])
    for title, times in titles.items():
        if times > 1:
            seen.add("slide-title-twice", places[title])
    return len(slides)
