"""See annotations: links, form fields, comments, media; are they named, tagged, in order?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable

import pikepdf
from lxml import etree

from civiscope.collectors.documents.limits import MAX_ELEMENTS
from civiscope.collectors.documents.pdf.catalog import PdfDestinations, see_file
from civiscope.collectors.documents.pdf.elements import has_private_use
from civiscope.collectors.documents.pdf.objects import (
    Object,
    array,
    dictionary,
    entry,
    identity,
    integer,
    name,
    rectangle,
    text,
    text_of,
)
from civiscope.collectors.documents.pdf.pages import view_of
from civiscope.collectors.documents.pdf.structure import PdfTag, Reference, Structure, box_in
from civiscope.collectors.documents.sightings import Sightings, plain
from civiscope.model.document_facts import DocumentPlace

INVISIBLE, HIDDEN, NO_VIEW, TOGGLE_NO_VIEW = 1, 2, 32, 256
_NOT_ANNOT = frozenset({"Widget", "Popup", "Link", "PrinterMark"})
_MARKUP = frozenset(
    [
        "Text",
        "FreeText",
        "Line",
        "Square",
        "Circle",
        "Polygon",
        "PolyLine",
        "Highlight",
        "Underline",
        "Squiggly",
        "StrikeOut",
        "Caret",
        "Stamp",
        "Ink",
        "FileAttachment",
        "Redact",
        "Projection",
    ]
)
_NEEDS_CONTENTS = {"Ink": "ink", "Screen": "screen", "3D": "three-d", "RichMedia": "rich-media"}
_NOT_ALLOWED = {"TrapNet": "trap-net", "Sound": "sound", "Movie": "movie"}
_MEDIA_TYPE = re.compile(r"[-\w+.]+/[-\w+.]+")
_MAX_PARENTS = 32


class AnnotationReader:
    """Looks at the annotations of page after page."""

    def __init__(
        self, pdf: pikepdf.Pdf, tree: Structure | None, seen: Sightings, language: str | None
    ) -> None:
        self._tree = tree
        self._seen = seen
        self._language = language
        self._destinations = PdfDestinations(pdf.Root)
        self._targets: defaultdict[int, set[bytes]] = defaultdict(set)
        self._left = MAX_ELEMENTS

    def see_page(self, page: Object, number: int) -> None:
        """Note what is wrong with the annotations of a page."""
        self.see_destination(page, lambda: DocumentPlace(number))
        found = [one for one in array(page, "/Annots") if isinstance(one, pikepdf.Dictionary)]
        if not found:
            return
        self._left -= len(found)
        if self._left < 0:
            self._seen.leave_out(f"There are more than {MAX_ELEMENTS:,} annotations.")
            return
        tabs = name(page, "/Tabs")
        if tabs != "S":
            active = any(name(one, "/Subtype") in {"Widget", "Link"} for one in found)
            self._seen.add("tab-order", DocumentPlace(number, detail=plain(tabs)))
            if active:
                self._seen.add("tab-order-of-active", DocumentPlace(number, detail=plain(tabs)))
        if tabs not in {"S", "A", "W"}:
            self._seen.add("tab-order-unknown", DocumentPlace(number, detail=plain(tabs)))
        view = view_of(page)
        for one in found:
            _Annotation(one, number, view, self).see()

    def end(self) -> None:
        """Note what only all annotations together tell."""
        if self._tree is None:
            return
        for element in self._tree.elements:
            if element.standard in {"Link", "Reference"}:
                if len(self._targets[id(element)]) > 1:
                    self._seen.add("link-targets", element.place)
            elif element.standard == "Form":
                self._see_form(element)

    def _see_form(self, element: PdfTag) -> None:
        widgets = [
            one
            for one in element.kids
            if isinstance(one, Reference) and name(one.obj, "/Subtype") == "Widget"
        ]
        if len(widgets) > 1:
            self._seen.add("form-many-widgets", element.place)
        role = element.attribute("PrintField", "/Role")
        if role is None and (len(widgets) != 1 or len(element.kids) != 1):
            self._seen.add("form-not-one-widget", element.place)

    def element_of(self, obj: Object) -> PdfTag | None:
        """Return the element that an annotation belongs to."""
        return self._tree.element_of_object(obj) if self._tree is not None else None

    @property
    def seen(self) -> Sightings:
        """Where things are noted."""
        return self._seen

    @property
    def language(self) -> str | None:
        """The document's language."""
        return self._language

    def see_destination(self, obj: Object, place: Callable[[], DocumentPlace]) -> None:
        """Note it when a link leads to no element."""
        self._destinations.see(obj, place, self._seen)

    def note_target(self, element: PdfTag, obj: Object) -> None:
        """Remember where a link of *element* leads."""
        target = dictionary(obj, "/A") or entry(obj, "/Dest")
        shown = target.unparse() if isinstance(target, pikepdf.Object) else str(target).encode()
        self._targets[id(element)].add(shown[:2000])


class _Annotation:
    def __init__(
        self,
        obj: Object,
        page: int,
        view: tuple[float, float, float, float],
        reader: AnnotationReader,
    ) -> None:
        self.obj = obj
        self.kind = name(obj, "/Subtype")
        self.page = page
        self.reader = reader
        self.seen = reader.seen
        self.flags = integer(obj, "/F")
        self.contents = text(obj, "/Contents")
        self.rect = rectangle(obj, "/Rect")
        self.view = view
        found = reader.element_of(obj)
        self.artifact = found is not None and (
            found.standard == "Artifact"
            or any(one.standard == "Artifact" for one in found.ancestors())
        )
        self.element = found

    @property
    def outside(self) -> bool:
        """Whether nothing of it is on the page."""
        if self.rect is None:
            return False
        return (
            self.rect[2] <= self.view[0]
            or self.rect[0] >= self.view[2]
            or self.rect[3] <= self.view[1]
            or self.rect[1] >= self.view[3]
        )

    @property
    def standard(self) -> str:
        """The structure type around it; empty when it is in none."""
        return _enclosing(self.element).standard if self.element is not None else ""

    def place(self, detail: str = "") -> DocumentPlace:
        """Return where it is."""
        box = box_in(self.rect, self.view) if self.rect is not None else None
        path = self.element.path() if self.element is not None else ""
        return DocumentPlace(self.page, path, plain(detail or self.kind), box)

    def see(self) -> None:
        """Note what is wrong with it."""
        seen = self.seen
        seen.counts["annotations"] += 1
        if self.kind in _NOT_ALLOWED:
            seen.add(f"annotation-{_NOT_ALLOWED[self.kind]}", self.place)
        self.reader.see_destination(self.obj, self.place)
        self._see_language()
        self._see_hidden()
        if self.kind == "Widget":
            self._see_widget()
        elif self.kind == "Link":
            self._see_link()
        elif self.kind == "PrinterMark":
            if self.element is not None and not self.artifact:
                seen.add("printer-mark-tagged", self.place)
        elif self.kind == "Popup":
            if self.element is not None:
                seen.add("popup-tagged", self.place)
        else:
            self._see_other()
        self._see_media()
        alt = self.element.alt if self.element is not None else None
        if self.contents is not None and alt is not None and alt != self.contents:
            seen.add("contents-differ-from-alt", self.place)

    def _see_language(self) -> None:
        own = self.element.language if self.element is not None else None
        known = bool(self.reader.language or own)
        if self.contents and not known:
            self.seen.add("language-of-contents", self.place)
        if self.contents and has_private_use(self.contents):
            self.seen.add("private-use-in-string", self.place)

    def _see_hidden(self) -> None:
        if self.element is None or self.artifact:
            return
        if self.flags & INVISIBLE:
            self.seen.add("invisible-tagged", self.place)
        if self.flags & NO_VIEW and not self.flags & TOGGLE_NO_VIEW:
            self.seen.add("no-view-tagged", self.place)

    def _see_link(self) -> None:
        seen = self.seen
        seen.counts["links"] += 1
        if not (self.flags & HIDDEN or self.outside):
            if self.standard not in {"Link", "Reference"} or self.artifact:
                seen.add("link-not-in-link-or-reference", self.place)
            if self.standard != "Link":
                seen.add("link-not-in-link", self.place)
        if not self.contents:
            seen.add("link-without-contents", self.place)
        if self.element is not None:
            self.reader.note_target(_enclosing(self.element), self.obj)

    def _see_widget(self) -> None:
        seen = self.seen
        element = self.element
        seen.counts["fields"] += 1
        alt = element.alt if element is not None else None
        told = _field_text(self.obj)
        hidden = bool(self.flags & HIDDEN) or self.outside
        if not hidden and not (told or "").strip() and not (alt or "").strip():
            seen.add("field-without-name", lambda: self.place(_field_name(self.obj)))
        own = element.language if element is not None else None
        if told and not (self.reader.language or own):
            seen.add("language-of-field", self.place)
        if not hidden and self.standard != "Form":
            seen.add("field-not-in-form", self.place)
        if element is None or self.artifact:
            return
        if self.standard != "Form":
            seen.add("field-in-other-element", self.place)
        if self.rect and self.rect[0] == self.rect[2] and self.rect[1] == self.rect[3]:
            seen.add("empty-field-tagged", self.place)
        around = _enclosing(element)
        if self.contents is None:
            if not any(one.standard == "Lbl" for one in around.descendants()):
                seen.add("field-without-label", self.place)
            if dictionary(self.obj, "/AA") is not None:
                seen.add("field-action-without-contents", self.place)
        rich = entry(self.obj, "/RV")
        if rich is not None and _field_type(self.obj) == "Tx":
            plain_value = text(self.obj, "/V")
            if plain_value is None or _rich_text(rich) != _spaces(plain_value):
                seen.add("field-values-differ", self.place)

    def _see_other(self) -> None:
        seen = self.seen
        tagged = self.element is not None and not self.artifact
        if not (self.flags & HIDDEN or self.outside):
            if self.standard != "Annot" and self.kind not in _NOT_ANNOT:
                seen.add("annotation-not-in-annot", self.place)
            alt = self.element.alt if self.element is not None else None
            if self.contents is None and alt is None:
                seen.add("annotation-without-text", self.place)
        if self.kind in _MARKUP:
            if self.standard != "Annot" or self.artifact:
                seen.add("markup-not-in-annot", self.place)
            rich = entry(self.obj, "/RC")
            both = rich is not None and self.contents is not None
            if both and _rich_text(rich) != _spaces(self.contents or ""):
                seen.add("annotation-texts-differ", self.place)
        if self.kind == "Stamp" and not name(self.obj, "/Name") and self.contents is None:
            seen.add("stamp-without-text", self.place)
        if self.kind in _NEEDS_CONTENTS and self.contents is None:
            seen.add(f"{_NEEDS_CONTENTS[self.kind]}-without-contents", self.place)
        if self.kind == "Watermark" and tagged and self.standard != "Annot":
            seen.add("watermark-not-in-annot", self.place)
        if self.kind == "FileAttachment":
            spec = dictionary(self.obj, "/FS")
            if spec is not None:
                see_file(spec, self.kind, seen)
                if entry(spec, "/AFRelationship") is None:
                    seen.add("attachment-without-relation", self.place)

    def _see_media(self) -> None:
        for action in _actions(self.obj):
            clip = dictionary(dictionary(action, "/R"), "/C")
            if clip is None or name(clip, "/S") != "MCD":
                continue
            media_type = text(clip, "/CT")
            if media_type is None or (media_type and not _MEDIA_TYPE.fullmatch(media_type)):
                self.seen.add("media-without-type", self.place)
            # Pairs of a language and a text.
            if not any((text_of(each) or "").strip() for each in array(clip, "/Alt")[1::2]):
                self.seen.add("media-without-alt", self.place)
            spec = dictionary(clip, "/D")
            if spec is not None:
                see_file(spec, self.kind, self.seen)


def _enclosing(element: PdfTag) -> PdfTag:
    """Return the element itself, or the first around it that means something."""
    at = element
    while at.standard in {"NonStruct", "Span"} and at.parent is not None:
        at = at.parent
    return at


def _parents(widget: Object) -> list[Object]:
    """Return the widget and the fields above it, as far as it is only a part of them."""
    found, met = [widget], {identity(widget)}
    while len(found) < _MAX_PARENTS:
        parent = dictionary(found[-1], "/Parent")
        if parent is None or identity(parent) in met:
            break
        met.add(identity(parent))
        found.append(parent)
    return found


def _field_text(widget: Object) -> str | None:
    """Return what a field says that it is for: its own text, or that of the field it is part of."""
    for at in _parents(widget):
        told = text(at, "/TU")
        if told is not None:
            return told
        if "/T" in at:
            break
    return None


def _field_name(widget: Object) -> str:
    names = [text(at, "/T") for at in _parents(widget)]
    return ".".join(each for each in reversed(names) if each)


def _field_type(widget: Object) -> str:
    return next((name(at, "/FT") for at in _parents(widget) if "/FT" in at), "")


def _actions(obj: Object) -> list[Object]:
    """Return the actions of an annotation that may play media."""
    found = [dictionary(obj, "/A")]
    more = dictionary(obj, "/AA")
    if more is not None:
        found += [more.get(key) for key in list(more.keys())[:50]]
    return [one for one in found if name(one, "/S") == "Rendition"]


def _spaces(value: str) -> str:
    return " ".join(value.split())


def _rich_text(found: Object) -> str:
    data = text_of(found)
    if data is None and isinstance(found, pikepdf.Stream):
        try:
            data = bytes(found.read_bytes()).decode("utf-8", "replace")
        except pikepdf.PdfError:
            data = ""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.fromstring((data or "").encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return _spaces(data or "")
    if root is None:  # pyright: ignore[reportUnnecessaryComparison] # a recovering parser may return nothing
        return ""
    return _spaces(" ".join(str(each) for each in root.itertext()))
