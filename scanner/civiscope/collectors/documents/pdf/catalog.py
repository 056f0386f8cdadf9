"""See what the document says of itself as a whole: title, language, rights, layers, attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from lxml import etree

from civiscope.collectors.documents.limits import MAX_ELEMENTS
from civiscope.collectors.documents.pdf.elements import LANGUAGE_TAG, has_private_use
from civiscope.collectors.documents.pdf.objects import (
    Object,
    array,
    dictionary,
    entry,
    identity,
    integer,
    name,
    name_of,
    name_tree,
    stream,
    text,
    text_of,
)
from civiscope.collectors.documents.pdf.xmp import Xmp, read_xmp
from civiscope.collectors.documents.sightings import PlaceOrMaker, Sightings, plain
from civiscope.model.document_facts import DocumentPlace

_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")
MAX_OUTLINE = 20_000
MAX_FILES = 5_000
_MAX_ACTIONS = 100
"""That follow each other."""
_READING_ALOUD = 1 << 9
"""Bit 10 of the permissions: programs that read to people may take the text out."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """What the document says of itself."""

    title: str
    language: str | None
    created: str
    modified: str
    claims: tuple[str, ...]


def see_catalog(pdf: pikepdf.Pdf, seen: Sightings) -> Catalog:
    """Note what is wrong with the document as a whole, and return what it says of itself."""
    root = pdf.Root
    xmp = _see_metadata(root, seen)
    language = text(root, "/Lang")
    if language is not None and not LANGUAGE_TAG.fullmatch(language):
        seen.add("language-invalid", DocumentPlace(detail=plain(language)))
    if not language:
        seen.add("language-missing")
        if xmp.default_texts:
            seen.add("language-of-metadata")
    _see_marks(root, seen)
    _see_permissions(pdf, seen)
    _see_layers(root, seen)
    _see_files(root, seen)
    _see_xfa(root, seen)
    _see_outline(pdf, seen, language)
    info = pdf.trailer.get("/Info")
    info = info if isinstance(info, pikepdf.Dictionary) else None
    title = xmp.title or text(info, "/Title") or ""
    return Catalog(
        title=plain(title),
        language=language or None,
        created=_date(text(info, "/CreationDate")),
        modified=_date(text(info, "/ModDate")),
        claims=(f"pdf-ua-{xmp.part}",) if xmp.part in {"1", "2"} else (),
    )


def _date(told: str | None) -> str:
    found = _DATE.match(told or "")
    if found is None:
        return ""
    year, month, day = found[1], found[2] or "01", found[3] or "01"
    return f"{year}-{month}-{day}" if "01" <= month <= "12" and "01" <= day <= "31" else ""


def _see_metadata(root: Object, seen: Sightings) -> Xmp:
    found = stream(root, "/Metadata")
    if found is None:
        seen.add("metadata-missing")
        seen.add("claim-missing")
        return Xmp()
    if name(found, "/Type") != "Metadata" or name(found, "/Subtype") != "XML":
        seen.add("metadata-type")
    try:
        data = bytes(found.read_bytes())
    except pikepdf.PdfError:
        data = b""
    xmp = read_xmp(data)
    if xmp.title is None:
        seen.add("metadata-title-missing")
    if xmp.part is None:
        seen.add("claim-missing")
    elif xmp.part not in {"1", "2"}:
        seen.add("claim-part", DocumentPlace(detail=plain(xmp.part)))
    if any(prefix != "pdfuaid" for prefix in xmp.prefixes):
        seen.add("claim-prefix", DocumentPlace(detail=plain(", ".join(xmp.prefixes))))
    if xmp.part is not None and xmp.revision != "2024":
        seen.add("claim-revision", DocumentPlace(detail=plain(xmp.revision or "")))
    if xmp.title and has_private_use(xmp.title):
        seen.add("private-use-in-string", DocumentPlace(detail="title"))
    return xmp


def _see_marks(root: Object, seen: Sightings) -> None:
    marks = dictionary(root, "/MarkInfo")
    if entry(marks, "/Marked") is not True:
        seen.add("not-marked")
    if entry(marks, "/Suspects") is True:
        seen.add("suspects")
    if entry(dictionary(root, "/ViewerPreferences"), "/DisplayDocTitle") is not True:
        seen.add("title-not-displayed")
    if dictionary(root, "/StructTreeRoot") is None:
        seen.add("structure-missing")


def _see_permissions(pdf: pikepdf.Pdf, seen: Sightings) -> None:
    found = pdf.trailer.get("/Encrypt")
    if not isinstance(found, pikepdf.Dictionary):
        return
    if not integer(found, "/P") & _READING_ALOUD:
        seen.add("reading-forbidden")


def _see_layers(root: Object, seen: Sightings) -> None:
    layers = dictionary(root, "/OCProperties")
    if layers is None:
        return
    default, others = dictionary(layers, "/D"), array(layers, "/Configs")
    for config in (default, *others[:MAX_FILES]):
        if not isinstance(config, pikepdf.Dictionary):
            continue
        if not text(config, "/Name"):
            seen.add("layers-without-name")
            if others:
                seen.add("layers-without-name-among-many")
        if "/AS" in config:
            seen.add("layers-switch")


def _see_files(root: Object, seen: Sightings) -> None:
    files = entry(dictionary(root, "/Names"), "/EmbeddedFiles")
    for label, spec in name_tree(files, MAX_FILES):
        seen.counts["attachments"] += 1
        see_file(spec, label, seen)
        if text(spec, "/Desc") is None:
            seen.add("attachment-without-description", DocumentPlace(detail=plain(label)))
    for spec in array(root, "/AF")[:MAX_FILES]:
        see_file(spec, "", seen)


def see_file(spec: Object, label: str, seen: Sightings) -> None:
    """Note it when an attached file has no names."""
    if dictionary(spec, "/EF") is not None and not (text(spec, "/F") and text(spec, "/UF")):
        seen.add("attachment-without-name", DocumentPlace(detail=plain(label)))


def _see_xfa(root: Object, seen: Sightings) -> None:
    form = dictionary(root, "/AcroForm")
    found = entry(form, "/XFA")
    if found is None:
        return
    seen.add("xfa")
    parts = list(found) if isinstance(found, pikepdf.Array) else [found]
    data: list[bytes] = []
    for part in parts[:100]:
        if isinstance(part, pikepdf.Stream):
            try:
                data.append(bytes(part.read_bytes()))
            except pikepdf.PdfError:
                continue
    whole = b"".join(data)
    if _is_dynamic(whole) or any(map(_is_dynamic, data)) or entry(root, "/NeedsRendering") is True:
        seen.add("xfa-dynamic")


def _is_dynamic(data: bytes) -> bool:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return False
    if root is None:  # pyright: ignore[reportUnnecessaryComparison] # a recovering parser may return nothing
        return False
    return any(
        etree.QName(node).localname == "dynamicRender" and (node.text or "").strip() == "required"
        for node in root.iter(etree.Element)
    )


def _outline_items(root: Object) -> Iterator[Object]:
    first = dictionary(dictionary(root, "/Outlines"), "/First")
    waiting, met = [first], set[tuple[int, int]]()
    while waiting and len(met) < MAX_OUTLINE:
        at = waiting.pop()
        own = identity(at)
        if at is None or own in met:
            continue
        met.add(own)
        waiting += [dictionary(at, "/Next"), dictionary(at, "/First")]
        yield at


def _see_outline(pdf: pikepdf.Pdf, seen: Sightings, language: str | None) -> None:
    named = PdfDestinations(pdf.Root)
    for item in _outline_items(pdf.Root):
        seen.counts["bookmarks"] += 1
        title = text(item, "/Title") or ""
        if not language:
            seen.add("language-of-bookmark", DocumentPlace(detail=plain(title)))
        if has_private_use(title):
            seen.add("private-use-in-string", DocumentPlace(detail=plain(title)))
        named.see(item, DocumentPlace(detail=plain(title)), seen)
    opened = entry(pdf.Root, "/OpenAction")
    if isinstance(opened, pikepdf.Array):
        named.see_target(opened, DocumentPlace(detail="open action"), seen)
    elif isinstance(opened, pikepdf.Dictionary):
        named.see_action(opened, DocumentPlace(detail="open action"), seen)


class PdfDestinations:
    """Knows the named destinations of a document."""

    def __init__(self, root: Object) -> None:
        self._old = dictionary(root, "/Dests")
        self._tree = dict(name_tree(entry(dictionary(root, "/Names"), "/Dests"), MAX_ELEMENTS))

    def see(self, holder: Object, place: PlaceOrMaker, seen: Sightings) -> None:
        """Note it when the link or bookmark leads to a place on a page, not to an element."""
        target = entry(holder, "/Dest")
        if target is not None:
            self.see_target(target, place, seen)
        more = dictionary(holder, "/AA")
        others = [] if more is None else [more.get(key) for key in sorted(more.keys())]
        for action in (dictionary(holder, "/A"), *others):
            self.see_action(action, place, seen)

    def see_action(self, first: Object, place: PlaceOrMaker, seen: Sightings) -> None:
        """Note it when an action, or one that follows it, goes to a place on a page."""
        waiting, looked = [first], 0
        while waiting and looked < _MAX_ACTIONS:
            action = waiting.pop()
            looked += 1
            if not isinstance(action, pikepdf.Dictionary):
                continue
            following = dictionary(action, "/Next")
            waiting += array(action, "/Next") if following is None else [following]
            if name(action, "/S") != "GoTo" or entry(action, "/SD") is not None:
                continue
            if not self._is_structural(entry(action, "/D")):
                seen.add("destination-not-structural", place)

    def see_target(self, target: Object, place: PlaceOrMaker, seen: Sightings) -> None:
        """Note it when a destination is a place on a page, not an element."""
        if not self._is_structural(target):
            seen.add("destination-not-structural", place)

    def _is_structural(self, target: Object) -> bool:
        label = name_of(target) or text_of(target)
        if label:
            target = self._tree.get(label)
            if target is None and self._old is not None:
                target = self._old.get(f"/{label}")
        if isinstance(target, pikepdf.Dictionary):
            if entry(target, "/SD") is not None:
                return True
            target = entry(target, "/D")
        if not isinstance(target, pikepdf.Array) or not len(target):
            # It leads nowhere that could be looked at.
            return True
        first = target[0]
        return isinstance(first, pikepdf.Dictionary) and name(first, "/Type") != "Page"
