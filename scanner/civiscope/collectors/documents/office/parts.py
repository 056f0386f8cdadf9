"""What the readers of Office formats share: properties, pictures, headings, names of files."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from civiscope.collectors.documents.office.archive import Archive
from civiscope.collectors.documents.sightings import Sightings, plain
from civiscope.collectors.documents.xml import XmlElement
from civiscope.model.document_facts import DocumentPlace

DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_FILE_NAME = re.compile(r"[^\n]{0,120}\.(?:png|jpe?g|gif|tiff?|bmp|svg|emf|wmf|webp|heic)", re.I)
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_ENDS = (".", ";", ",", ":", "?", "!")
_MOSTLY = 0.8
"""Of the first cells that hold text."""
MAX_HEADING = 100
"""Characters of what may be a heading that is only bold."""


@dataclass(frozen=True, slots=True)
class Properties:
    """What a file says of itself."""

    title: str = ""
    language: str = ""
    created: str = ""
    modified: str = ""


def core_properties(archive: Archive) -> Properties:
    """Return the properties of an OOXML file.

    Libraries that begin with a template keep its dates, which are years old: a file is not older
    than the newest of its parts.
    """
    root = archive.xml("docProps/core.xml")
    if root is None:
        return Properties()
    return Properties(
        title=plain(root.findtext(f"{DC}title") or ""),
        language=plain(root.findtext(f"{DC}language") or ""),
        created=date_of(root.findtext(f"{_TERMS}created")),
        modified=max(date_of(root.findtext(f"{_TERMS}modified")), archive.packed_on),
    )


def date_of(told: str | None) -> str:
    """Return the date of a point in time; nothing when it is none."""
    found = _DATE.match(told or "")
    return found[0] if found else ""


def text_in(node: XmlElement, tag: str) -> str:
    """Return the text of all elements of *tag* in *node*."""
    return "".join(each.text or "" for each in node.iter(tag))


def see_picture(properties: XmlElement, place: DocumentPlace, seen: Sightings) -> None:
    """Note it when a picture of an OOXML file has no text and is not marked as decoration."""
    if (properties.get("hidden") or "") in {"1", "true"}:
        return
    decorative = any(
        (each.get("val") or "1") in {"1", "true"} for each in properties.iter(_DECORATIVE)
    )
    told = (properties.get("descr") or properties.get("title") or "").strip()
    see_alternative(told, place, seen, decorative=decorative)


def see_alternative(told: str, place: DocumentPlace, seen: Sightings, *, decorative: bool) -> None:
    """Note it when *told*, a picture's text, says nothing."""
    seen.counts["pictures"] += 1
    if decorative:
        seen.counts["decorative"] += 1
    elif not told:
        seen.add("picture-without-alt", place)
    elif _FILE_NAME.fullmatch(told):
        seen.add("picture-file-name", DocumentPlace(place.page, place.path, plain(told), place.box))


def see_levels(levels: Iterable[tuple[int, str]], seen: Sightings) -> None:
    """Note headings that skip a level; each with its text."""
    before = 0
    for level, told in levels:
        seen.counts["headings"] += 1
        if before and level > before + 1:
            seen.add("heading-skip", DocumentPlace(detail=plain(f"{told} ({before} → {level})")))
        before = level


def names_its_rows(first_cells: Iterable[str]) -> bool:
    """Say whether the first cells of a table's rows are labels: "Name:", "Address:".

    Such a table has its headers in a column, which Word and OpenDocument cannot mark.
    """
    said = [each.strip() for each in first_cells if each.strip()]
    labels = sum(each.endswith((":", "\uff1a")) for each in said)
    return len(said) > 1 and labels >= _MOSTLY * len(said)


def may_be_heading(told: str) -> bool:
    """Say whether a text that is bold throughout reads like a heading."""
    words = told.strip()
    return (
        2 < len(words) <= MAX_HEADING
        and not words.endswith(_ENDS)
        and any(each.isalpha() for each in words)
    )
