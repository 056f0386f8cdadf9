"""Read the facts of a Word file (.docx)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civiscope.collectors.documents.office.archive import Archive
from civiscope.collectors.documents.office.parts import (
    core_properties,
    may_be_heading,
    names_its_rows,
    see_alternative,
    see_levels,
    see_picture,
    text_in,
)
from civiscope.collectors.documents.sightings import Sightings, plain
from civiscope.collectors.documents.xml import XmlElement
from civiscope.model.document_facts import DocumentFacts, DocumentPlace

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_VML = "{urn:schemas-microsoft-com:vml}"
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADING = re.compile(r"heading ([1-9])")


def read_word(archive: Archive) -> DocumentFacts:
    """Return the facts of a Word file. Raises UnreadableDocument."""
    seen = Sightings()
    root = archive.xml("word/document.xml")
    styles = archive.xml("word/styles.xml")
    properties = core_properties(archive)
    levels = _heading_styles(styles)
    bold = _bold_styles(styles)
    body = root.find(f"{W}body") if root is not None else None
    if body is not None:
        see_levels(_headings(body, levels), seen)
        _see_paragraphs(body, levels, bold, seen)
        _see_pictures(body, seen)
        _see_tables(body, seen)
    language = properties.language or _language(styles, root)
    return DocumentFacts(
        format="docx",
        title=properties.title,
        language=language,
        created=properties.created,
        modified=properties.modified,
        counts=dict(seen.counts),
        seen=seen.result(),
    )


def _language(styles: XmlElement | None, root: XmlElement | None) -> str:
    """Return the language that is told for text that says nothing else, or the first one told."""
    for node in (styles, root):
        found = node.find(f".//{W}rPrDefault//{W}lang") if node is not None else None
        if found is not None and found.get(f"{W}val"):
            return plain(found.get(f"{W}val"))
    for node in (styles, root):
        if node is None:
            continue
        for each in node.iter(f"{W}lang"):
            if each.get(f"{W}val"):
                return plain(each.get(f"{W}val"))
    return ""


def _heading_styles(styles: XmlElement | None) -> dict[str, int]:
    """Return the level of each style that makes a heading, by its id."""
    if styles is None:
        return {}
    levels: dict[str, int] = {}
    based: dict[str, str] = {}
    for style in styles.iter(f"{W}style"):
        own = style.get(f"{W}styleId") or ""
        label = style.find(f"{W}name")
        found = (
            _HEADING.fullmatch((label.get(f"{W}val") or "").lower()) if label is not None else None
        )
        outline = style.find(f"{W}pPr/{W}outlineLvl")
        if found:
            levels[own] = int(found[1])
        elif outline is not None and (outline.get(f"{W}val") or "").isdecimal():
            level = int(outline.get(f"{W}val") or "9") + 1
            if level <= 9:
                levels[own] = level
        base = style.find(f"{W}basedOn")
        if base is not None:
            based[own] = base.get(f"{W}val") or ""
    for own in based:
        at, steps = own, 0
        while at not in levels and at in based and steps < 20:
            at, steps = based[at], steps + 1
        if at in levels:
            levels.setdefault(own, levels[at])
    return levels


def _bold_styles(styles: XmlElement | None) -> set[str]:
    if styles is None:
        return set()
    return {
        style.get(f"{W}styleId") or ""
        for style in styles.iter(f"{W}style")
        if _is_on(style.find(f"{W}rPr/{W}b"))
    }


def _is_on(node: XmlElement | None) -> bool:
    return node is not None and (node.get(f"{W}val") or "1") not in {"0", "false", "off"}


def _style(paragraph: XmlElement) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return (found.get(f"{W}val") or "") if found is not None else ""


def _level(paragraph: XmlElement, levels: dict[str, int]) -> int:
    outline = paragraph.find(f"{W}pPr/{W}outlineLvl")
    if outline is not None and (outline.get(f"{W}val") or "").isdecimal():
        level = int(outline.get(f"{W}val") or "9") + 1
        return level if level <= 9 else 0
    return levels.get(_style(paragraph), 0)


def _headings(body: XmlElement, levels: dict[str, int]) -> Iterator[tuple[int, str]]:
    for paragraph in body.iter(f"{W}p"):
        level = _level(paragraph, levels)
        told = text_in(paragraph, f"{W}t")
        if level and told.strip():
            yield level, told


def _see_paragraphs(
    body: XmlElement, levels: dict[str, int], bold: set[str], seen: Sightings
) -> None:
    for paragraph in body.iterchildren(f"{W}p"):
        told = text_in(paragraph, f"{W}t")
        seen.counts["words"] += len(told.split())
        if not told.strip() or _level(paragraph, levels):
            continue
        seen.counts["paragraphs"] += 1
        # An entry of a list that is bold is an entry of a list.
        listed = paragraph.find(f"{W}pPr/{W}numPr") is not None
        if not listed and may_be_heading(told) and _all_bold(paragraph, _style(paragraph) in bold):
            seen.add("bold-as-heading", DocumentPlace(detail=plain(told)))


def _all_bold(paragraph: XmlElement, by_style: bool) -> bool:
    runs = [run for run in paragraph.iter(f"{W}r") if text_in(run, f"{W}t").strip()]
    states = [run.find(f"{W}rPr/{W}b") for run in runs]
    return bool(runs) and all(by_style if each is None else _is_on(each) for each in states)


def _see_pictures(body: XmlElement, seen: Sightings) -> None:
    for found in body.iter(f"{_WP}docPr"):
        holder = found.getparent()
        if holder is None or _inside(found, _ALTERNATE):
            continue
        # A box of text says itself what it is.
        if any(True for _ in holder.iter(f"{W}txbxContent")):
            continue
        see_picture(found, DocumentPlace(detail=plain(found.get("name") or "")), seen)
    for image in body.iter(f"{_VML}imagedata"):
        shape = image.getparent()
        if shape is not None and not _inside(shape, _ALTERNATE):
            told = (shape.get("alt") or "").strip()
            place = DocumentPlace(detail=plain(shape.get("id") or ""))
            see_alternative(told, place, seen, decorative=False)


def _inside(node: XmlElement, tag: str) -> bool:
    return any(True for _ in node.iterancestors(tag))


def _see_tables(body: XmlElement, seen: Sightings) -> None:
    for number, table in enumerate(body.iter(f"{W}tbl"), 1):
        rows = list(table.iterchildren(f"{W}tr"))
        columns = max((len(list(row.iterchildren(f"{W}tc"))) for row in rows), default=0)
        if len(rows) < 2 or columns < 2:
            continue
        seen.counts["tables"] += 1
        place = DocumentPlace(path=f"table {number}", detail=_start(rows[0]))
        marked = _is_on(rows[0].find(f"{W}trPr/{W}tblHeader"))
        if not marked and not names_its_rows(_first_cell(row) for row in rows):
            seen.add("table-without-headers", place)
        merged = any(_merges(cell) for row in rows for cell in row.iter(f"{W}tcPr"))
        if merged:
            seen.add("merged-cells", place)


def _first_cell(row: XmlElement) -> str:
    cell = row.find(f"{W}tc")
    return text_in(cell, f"{W}t") if cell is not None else ""


def _start(row: XmlElement) -> str:
    return plain(" | ".join(text_in(cell, f"{W}t") for cell in row.iterchildren(f"{W}tc")))


def _merges(cell: XmlElement) -> bool:
    span = cell.find(f"{W}gridSpan")
    wide = span is not None and (span.get(f"{W}val") or "1") not in {"1", "0"}
    return wide or cell.find(f"{W}vMerge") is not None
