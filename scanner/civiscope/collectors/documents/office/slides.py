"""Read the facts of a PowerPoint file (.pptx)."""

from __future__ import annotations

from collections import Counter

from civiscope.collectors.documents.office.archive import Archive
from civiscope.collectors.documents.office.parts import (
    DRAWING,
    core_properties,
    see_picture,
    text_in,
)
from civiscope.collectors.documents.sightings import Sightings, plain
from civiscope.collectors.documents.xml import XmlElement
from civiscope.model.document_facts import DocumentFacts, DocumentPlace

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TITLES = frozenset({"title", "ctrTitle"})


def read_slides(archive: Archive) -> DocumentFacts:
    """Return the facts of a PowerPoint file. Raises UnreadableDocument."""
    seen = Sightings()
    properties = core_properties(archive)
    main = archive.xml("ppt/presentation.xml")
    related = archive.related("ppt/presentation.xml")
    listed = list(main.iter(f"{P}sldId")) if main is not None else []
    titles: Counter[str] = Counter()
    places: dict[str, DocumentPlace] = {}
    language = properties.language
    for number, entry in enumerate(listed, 1):
        slide = archive.xml(related.get(entry.get(_R_ID) or "", ""))
        if slide is None or (slide.get("show") or "1") in {"0", "false"}:
            continue
        seen.counts["slides"] += 1
        title = _see_slide(slide, number, seen)
        if title:
            titles[title] += 1
            places[title] = DocumentPlace(number, detail=plain(title))
        language = language or _language(slide)
    # Text that names no language has that of the presentation's default style.
    if not language and main is not None:
        defaults = main.find(f"{P}defaultTextStyle")
        language = _language(defaults) if defaults is not None else ""
    for title, times in titles.items():
        if times > 1:
            seen.add("slide-title-twice", places[title])
    return DocumentFacts(
        format="pptx",
        title=properties.title,
        language=language,
        created=properties.created,
        modified=properties.modified,
        pages=len(listed),
        counts=dict(seen.counts),
        seen=seen.result(),
    )


def _language(part: XmlElement) -> str:
    """Return the first language that text, or a style of text, in *part* names."""
    for each in part.iter(f"{DRAWING}rPr", f"{DRAWING}defRPr", f"{DRAWING}endParaRPr"):
        if each.get("lang"):
            return plain(each.get("lang"))
    return ""


def _see_slide(slide: XmlElement, number: int, seen: Sightings) -> str:
    """Note what a slide lacks, and return its title."""
    tree = slide.find(f"{P}cSld/{P}spTree")
    if tree is None:
        return ""
    title, place_of_title, first_text = "", -1, -1
    shapes = [each for each in tree.iter(f"{P}sp", f"{P}graphicFrame")]
    for at, shape in enumerate(shapes):
        told = " ".join(text_in(shape, f"{DRAWING}t").split())
        holder = shape.find(f".//{P}nvPr/{P}ph")
        if holder is not None and holder.get("type") in _TITLES and told and not title:
            title, place_of_title = told, at
        elif told and first_text < 0 and _kind(holder) not in {"sldNum", "dt", "ftr"}:
            first_text = at
    if not title:
        seen.add("slide-without-title", DocumentPlace(number))
    elif 0 <= first_text < place_of_title:
        seen.add("title-not-first", DocumentPlace(number, detail=plain(title)))
    for found in tree.iter(f"{P}cNvPr"):
        group = found.getparent()
        if group is not None and group.tag in {f"{P}nvPicPr", f"{P}nvGraphicFramePr"}:
            frame = group.getparent()
            if frame is not None and any(True for _ in frame.iter(f"{DRAWING}tbl")):
                continue
            see_picture(found, DocumentPlace(number, detail=plain(found.get("name") or "")), seen)
    for table in tree.iter(f"{DRAWING}tbl"):
        _see_table(table, number, seen)
    return title


def _kind(holder: XmlElement | None) -> str:
    return (holder.get("type") or "") if holder is not None else ""


def _see_table(table: XmlElement, number: int, seen: Sightings) -> None:
    rows = list(table.iterchildren(f"{DRAWING}tr"))
    columns = max((len(list(row.iterchildren(f"{DRAWING}tc"))) for row in rows), default=0)
    if len(rows) < 2 or columns < 2:
        return
    seen.counts["tables"] += 1
    settings = table.find(f"{DRAWING}tblPr")
    flags = (
        [settings.get(each) for each in ("firstRow", "firstCol")] if settings is not None else []
    )
    place = DocumentPlace(number, detail=plain(text_in(rows[0], f"{DRAWING}t")))
    if not {"1", "true"}.intersection(filter(None, flags)):
        seen.add("table-without-headers", place)
    if any(
        (cell.get(each) or "1") not in {"1", "0"}
        for cell in table.iter(f"{DRAWING}tc")
        for each in ("gridSpan", "rowSpan")
    ):
        seen.add("merged-cells", place)
