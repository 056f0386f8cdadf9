"""Read the structure tree of a PDF into plain elements, bounded in number and depth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pikepdf

from civiscope.collectors.documents.limits import MAX_DEPTH, MAX_ELEMENTS
from civiscope.collectors.documents.pdf.objects import (
    Object,
    dictionary,
    entry,
    identity,
    integer,
    name,
    name_of,
    number,
    number_tree,
    text,
    text_of,
)
from civiscope.collectors.documents.pdf.roles import PDF_1, Role, RoleMap
from civiscope.collectors.documents.sightings import Sightings, plain
from civiscope.model import Box
from civiscope.model.document_facts import DocumentPlace

Key = tuple[int, int]
DrawnBox = tuple[float, float, float, float]
_TEXTS = {"/Lang": "own_language", "/Alt": "alt", "/ActualText": "actual", "/E": "expansion"}


class PdfTag:
    """A structure element, with what checks ask of it again and again."""

    __slots__ = (
        "actual",
        "alt",
        "children",
        "classes",
        "drawn",
        "expansion",
        "kids",
        "language",
        "obj",
        "own_language",
        "page",
        "parent",
        "replaced",
        "role",
        "type",
        "views",
    )

    def __init__(self, obj: Object, parent: PdfTag | None) -> None:
        self.obj = obj
        self.parent = parent
        self.type = ""
        self.role = Role("")
        self.kids: list[PdfTag | Content | Reference] = []
        self.children: list[PdfTag] = []
        self.page: int | None = None
        self.own_language: str | None = None
        self.language: str | None = None
        self.alt: str | None = None
        self.actual: str | None = None
        self.expansion: str | None = None
        self.classes: Object = None
        self.replaced = False
        """Whether a text stands for it, or for what it is in."""
        self.drawn: DrawnBox | None = None
        """What its pictures cover: left, low, right and high."""
        self.views: Mapping[int, DrawnBox] = {}
        """The visible part of each page."""

    @property
    def standard(self) -> str:
        """The standard type; empty when it stands for none."""
        return self.role.type

    @property
    def has_text(self) -> bool:
        """Whether somebody who does not see it is told what it is."""
        return bool((self.alt or "").strip() or (self.actual or "").strip())

    def ancestors(self) -> Iterator[PdfTag]:
        """Yield the elements around it, from the inside out."""
        at = self.parent
        while at is not None:
            yield at
            at = at.parent

    def descendants(self) -> Iterator[PdfTag]:
        """Yield the elements in it, in reading order."""
        waiting = list(reversed(self.children))
        while waiting:
            one = waiting.pop()
            yield one
            waiting += reversed(one.children)

    def path(self) -> str:
        """Return its way from the root."""
        steps: list[str] = []
        at: PdfTag | None = self
        while at is not None:
            label = at.type or "?"
            if at.parent is not None:
                same = [one for one in at.parent.children if one.type == at.type]
                if len(same) > 1:
                    label += f"[{next(n for n, one in enumerate(same, 1) if one is at)}]"
            steps.append(label)
            at = at.parent
        return plain("/".join(reversed(steps)))

    def place(self, detail: str = "") -> DocumentPlace:
        """Return where it is."""
        return DocumentPlace(self.page, self.path(), plain(detail), self.box())

    def box(self) -> Box | None:
        """Return where it is, by its layout attribute or its pictures; None when neither tells."""
        view = self.views.get(self.page or 0)
        found = self.attribute("Layout", "/BBox")
        told = [number(each) for each in found] if isinstance(found, pikepdf.Array) else []
        drawn = told if len(told) == 4 else self.drawn
        return box_in(drawn, view) if drawn is not None and view is not None else None

    def cover(self, drawn: DrawnBox) -> None:
        """Take in that something of it is drawn there."""
        old = self.drawn or drawn
        self.drawn = (
            min(old[0], drawn[0]),
            min(old[1], drawn[1]),
            max(old[2], drawn[2]),
            max(old[3], drawn[3]),
        )

    def attribute(self, owner: str, key: str) -> Object:
        """Return an attribute that *owner* defines, of the element or of its classes."""
        for each in _attributes(self.obj, self.classes):
            if name(each, "/O") == owner and entry(each, key) is not None:
                return entry(each, key)
        return None


@dataclass(frozen=True, slots=True)
class Content:
    """Marked content of an element: its number on a page or in a form."""

    stream: Key
    """The page's or the form's object."""
    number: int
    page: int | None


@dataclass(frozen=True, slots=True)
class Reference:
    """An object of an element: an annotation or a picture."""

    target: Key
    obj: Object


@dataclass
class Structure:
    """The structure tree of a document."""

    root: Object
    roles: RoleMap
    elements: list[PdfTag] = field(default_factory=list[PdfTag])
    """In reading order."""
    top: list[PdfTag] = field(default_factory=list[PdfTag])
    by_key: dict[Key, PdfTag] = field(default_factory=dict[Key, PdfTag])
    tagged: dict[tuple[Key, int], PdfTag] = field(default_factory=dict[tuple[Key, int], PdfTag])
    """Elements by the content that they hold."""
    objects: dict[Key, PdfTag] = field(default_factory=dict[Key, PdfTag])
    """Elements by the annotations and pictures that they hold."""
    parents: dict[int, Object] = field(default_factory=dict[int, Object])
    """The parent tree: what `StructParent` and `StructParents` lead to."""
    _rows: dict[int, list[Object]] = field(default_factory=dict[int, list[Object]])

    def element_of_content(self, holder: Object, stream: Key, number: int) -> PdfTag | None:
        """Return the element that marked content *number* of a page or form belongs to."""
        at = integer(holder, "/StructParents", -1)
        if at >= 0:
            if at not in self._rows:
                row = self.parents.get(at)
                self._rows[at] = list(row) if isinstance(row, pikepdf.Array) else []
            row_items = self._rows[at]
            if 0 <= number < len(row_items):
                found = self.by_key.get(identity(row_items[number]))
                if found is not None:
                    return found
        return self.tagged.get((stream, number))

    def element_of_object(self, obj: Object) -> PdfTag | None:
        """Return the element that an annotation or picture belongs to; None for an artifact."""
        at = integer(obj, "/StructParent", -1)
        found = self.by_key.get(identity(self.parents.get(at))) if at >= 0 else None
        if found is None and identity(obj) != (0, 0):
            found = self.objects.get(identity(obj))
        return found


def read_structure(
    pdf: pikepdf.Pdf, pages: Mapping[Key, int], views: Mapping[int, DrawnBox], seen: Sightings
) -> Structure | None:
    """Return the structure tree; None when the document has none.

    *pages* are numbers of pages by their objects, *views* what is visible of each.
    """
    root = dictionary(pdf.Root, "/StructTreeRoot")
    if root is None:
        return None
    tree = Structure(root, RoleMap(root))
    _StructureReader(tree, pages, views, seen).read()
    tree.parents = dict(number_tree(entry(root, "/ParentTree"), MAX_ELEMENTS))
    seen.counts["elements"] = len(tree.elements)
    return tree


class _StructureReader:
    def __init__(
        self,
        tree: Structure,
        pages: Mapping[Key, int],
        views: Mapping[int, DrawnBox],
        seen: Sightings,
    ) -> None:
        self._tree = tree
        self._views = views
        self._pages = pages
        self._seen = seen
        self._met: set[Key] = set()
        self._classes = dictionary(tree.root, "/ClassMap")

    def read(self) -> None:
        for kid in _kids(dict(self._tree.root.items())):
            self._take(kid, None, 0)

    def _take(self, first: Object, parent: PdfTag | None, depth: int) -> None:
        waiting: list[tuple[Object, PdfTag | None, int]] = [(first, parent, depth)]
        while waiting:
            obj, above, level = waiting.pop()
            if not isinstance(obj, pikepdf.Dictionary):
                if above is not None:
                    self._take_content(obj, above)
                continue
            # All entries at once: to ask for one after another takes most of the time.
            entries = dict(obj.items())
            if above is not None and not _is_element(entries):
                self._take_content(obj, above)
                continue
            element = self._element(obj, entries, above, level)
            if element is not None:
                waiting += [(kid, element, level + 1) for kid in reversed(_kids(entries))]

    def _element(
        self, obj: Object, entries: Mapping[str, Object], parent: PdfTag | None, level: int
    ) -> PdfTag | None:
        own = identity(obj)
        if own in self._met:
            self._seen.add("structure-loop", parent.place() if parent else None)
            return None
        if len(self._tree.elements) >= MAX_ELEMENTS:
            self._seen.leave_out(f"The structure has more than {MAX_ELEMENTS:,} elements.")
            return None
        if level > MAX_DEPTH:
            self._seen.leave_out(f"The structure is nested more than {MAX_DEPTH} deep.")
            return None
        element = PdfTag(obj, parent)
        element.type = name_of(entries.get("/S"))
        element.classes = self._classes
        element.views = self._views
        namespace = entries.get("/NS")
        element.role = self._tree.roles.role(
            element.type, namespace if isinstance(namespace, pikepdf.Dictionary) else None
        )
        element.page = self._page_in(entries.get("/Pg")) or (parent.page if parent else None)
        if parent is not None:
            element.language = parent.language
        for key in _TEXTS.keys() & entries.keys():
            setattr(element, _TEXTS[key], text_of(entries[key]))
        if element.own_language is not None:
            element.language = element.own_language
        element.replaced = (
            element.alt is not None
            or element.actual is not None
            or (parent is not None and parent.replaced)
        )
        self._tree.elements.append(element)
        if own != (0, 0):
            self._met.add(own)
            self._tree.by_key[own] = element
        if parent is None:
            self._tree.top.append(element)
        else:
            parent.kids.append(element)
            parent.children.append(element)
        return element

    def _take_content(self, obj: Object, element: PdfTag) -> None:
        if isinstance(obj, int) and not isinstance(obj, bool):
            page = dictionary(element.obj, "/Pg")
            self._mark(element, identity(page), obj)
        elif isinstance(obj, pikepdf.Dictionary):
            if name(obj, "/Type") == "OBJR":
                target = entry(obj, "/Obj")
                element.kids.append(Reference(identity(target), target))
                self._tree.objects.setdefault(identity(target), element)
                element.page = element.page or self._page_of(obj)
            elif name(obj, "/Type") == "MCR" or "/MCID" in obj:
                holder = entry(obj, "/Stm")
                page = dictionary(obj, "/Pg") or dictionary(element.obj, "/Pg")
                number = integer(obj, "/MCID", -1)
                stream = identity(holder if isinstance(holder, pikepdf.Stream) else page)
                self._mark(element, stream, number, self._pages.get(identity(page)))

    def _mark(self, element: PdfTag, stream: Key, number: int, page: int | None = None) -> None:
        page = page or self._pages.get(stream) or element.page
        element.page = element.page or page
        element.kids.append(Content(stream, number, page))
        self._tree.tagged[stream, number] = element

    def _page_of(self, obj: Object) -> int | None:
        return self._page_in(entry(obj, "/Pg"))

    def _page_in(self, page: Object) -> int | None:
        return self._pages.get(identity(page)) if isinstance(page, pikepdf.Dictionary) else None


def box_in(drawn: Sequence[float], view: DrawnBox) -> Box:
    """Return a place on a page as a box from the page's top left corner."""
    left, right = sorted((drawn[0], drawn[2]))
    low, high = sorted((drawn[1], drawn[3]))
    return Box(left - view[0], view[3] - high, right - left, high - low)


def _kids(entries: Mapping[str, Object]) -> list[Object]:
    found = entries.get("/K")
    if isinstance(found, pikepdf.Array):
        return list(found)
    return [] if found is None else [found]


def _is_element(entries: Mapping[str, Object]) -> bool:
    return "/S" in entries and name_of(entries.get("/Type")) not in {"MCR", "OBJR"}


def _attributes(obj: Object, classes: Object) -> Iterator[Object]:
    yield from _dictionaries(entry(obj, "/A"))
    if classes is not None:
        found = entry(obj, "/C")
        for each in found if isinstance(found, pikepdf.Array) else [found]:
            if name_of(each):
                yield from _dictionaries(classes.get(f"/{name_of(each)}"))


def _dictionaries(found: Object) -> Iterator[Object]:
    # Arrays hold revision numbers besides.
    for each in found if isinstance(found, pikepdf.Array) else [found]:
        if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            yield each


def namespace_url(element: PdfTag) -> str:
    """Return the namespace of the element's own type; that of PDF 1.7 when it names none."""
    return text(dictionary(element.obj, "/NS"), "/NS") or PDF_1
