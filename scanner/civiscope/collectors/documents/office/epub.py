"""Read the facts of an e-book (EPUB)."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from civiscope.collectors.documents.kinds import UnreadableDocument
from civiscope.collectors.documents.office.archive import Archive
from civiscope.collectors.documents.office.parts import DC, date_of
from civiscope.collectors.documents.sightings import Sightings, plain
from civiscope.collectors.documents.xml import XmlElement
from civiscope.model.document_facts import DocumentFacts, DocumentPlace

_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
OPF = "{http://www.idpf.org/2007/opf}"
XHTML = "{http://www.w3.org/1999/xhtml}"
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
REQUIRED = ("accessMode", "accessibilityFeature", "accessibilityHazard")
"""What EPUB Accessibility asks a book to say of itself."""
_MAX_CHAPTERS = 2000


def read_epub(archive: Archive) -> DocumentFacts:
    """Return the facts of an e-book. Raises UnreadableDocument."""
    seen = Sightings()
    container = archive.xml("META-INF/container.xml")
    found = container.find(f".//{_CONTAINER}rootfile") if container is not None else None
    path = (found.get("full-path") or "") if found is not None else ""
    package = archive.xml(path) if path else None
    if package is None:
        raise UnreadableDocument("It is an e-book without a package document.")
    metadata = package.find(f"{OPF}metadata")
    said = _metadata(metadata)
    for key in REQUIRED:
        if key not in said:
            seen.add("metadata-missing", DocumentPlace(detail=key))
    items = list(package.iter(f"{OPF}item"))
    folder = posixpath.dirname(path)
    chapters = _see_chapters(archive, folder, items, seen)
    _see_navigation(archive, folder, items, seen)
    title = metadata.findtext(f"{DC}title") if metadata is not None else ""
    language = metadata.findtext(f"{DC}language") if metadata is not None else ""
    return DocumentFacts(
        format="epub",
        title=plain(title or ""),
        language=plain(language or ""),
        created=date_of(metadata.findtext(f"{DC}date") if metadata is not None else ""),
        modified=date_of(said.get("dcterms:modified", "")),
        pages=chapters,
        counts=dict(seen.counts),
        seen=seen.result(),
    )


def _metadata(metadata: XmlElement | None) -> dict[str, str]:
    if metadata is None:
        return {}
    said: dict[str, str] = {}
    for each in metadata.iter(f"{OPF}meta"):
        # Version 3 writes a property and a text, version 2 a name and a content.
        key = each.get("property") or each.get("name") or ""
        value = (each.text or "").strip() or (each.get("content") or "").strip()
        if key and value:
            said[key.removeprefix("schema:")] = value
    return said


def _where(folder: str, item: XmlElement) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))


def _see_navigation(
    archive: Archive, folder: str, items: list[XmlElement], seen: Sightings
) -> None:
    for item in items:
        if "nav" in (item.get("properties") or "").split():
            page = archive.xml(_where(folder, item))
            lists = page.iter(f"{XHTML}nav") if page is not None else ()
            for nav in lists:
                links = any(True for _ in nav.iter(f"{XHTML}a"))
                if "toc" in (nav.get(_EPUB_TYPE) or "").split() and links:
                    return
    if any(item.get("media-type") == "application/x-dtbncx+xml" for item in items):
        seen.counts["ncx"] += 1
        return
    seen.add("navigation-missing")


def _see_chapters(archive: Archive, folder: str, items: list[XmlElement], seen: Sightings) -> int:
    chapters = [each for each in items if each.get("media-type") == "application/xhtml+xml"]
    for number, item in enumerate(chapters[:_MAX_CHAPTERS], 1):
        try:
            page = archive.xml(_where(folder, item))
        except UnreadableDocument:
            seen.leave_out("A chapter could not be read.")
            continue
        if page is None:
            continue
        for image in page.iter(f"{XHTML}img"):
            seen.counts["pictures"] += 1
            if image.get("alt") is None and image.get("role") not in {"presentation", "none"}:
                told = posixpath.basename(image.get("src") or "")
                seen.add("picture-without-alt", DocumentPlace(number, detail=plain(told)))
    return len(chapters)
