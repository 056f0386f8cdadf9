"""See whether lists, tables and tables of contents hold what they may hold, where they may be."""

from __future__ import annotations

import re

from civiscope.collectors.documents.pdf.structure import Content, PdfTag, Structure
from civiscope.collectors.documents.sightings import Sightings

_ROWS = frozenset({"TR", "THead", "TBody", "TFoot"})
_PARENTS = {
    "TR": frozenset({"Table", "THead", "TBody", "TFoot"}),
    "THead": frozenset({"Table"}),
    "TBody": frozenset({"Table"}),
    "TFoot": frozenset({"Table"}),
    "TH": frozenset({"TR"}),
    "TD": frozenset({"TR"}),
    "LI": frozenset({"L"}),
    "LBody": frozenset({"LI"}),
    "TOCI": frozenset({"TOC"}),
}
"""Where a type may be, by type."""
_KIDS = {
    "Table": _ROWS | {"Caption"},
    "TR": frozenset({"TH", "TD"}),
    "THead": frozenset({"TR"}),
    "TBody": frozenset({"TR"}),
    "TFoot": frozenset({"TR"}),
    "L": frozenset({"L", "LI", "Caption"}),
    "LI": frozenset({"Lbl", "LBody"}),
    "TOC": frozenset({"TOC", "TOCI", "Caption"}),
}
"""What a type may hold, by type."""
_OF = {"L": "list", "LI": "list", "LBody": "list", "TOC": "toc", "TOCI": "toc"}
"""The kind of group that a type belongs to; a table when it is not here."""
_FIRST_ONLY = frozenset({"L", "TOC"})
_RUBY = re.compile(r"RB (RT|RP RT RP)")


def see_nesting(tree: Structure, seen: Sightings) -> None:
    """Note what is in a place where the standard does not have it."""
    for element in tree.elements:
        kind = element.standard
        if kind in _PARENTS:
            _see_parent(element, seen)
        if kind in _KIDS:
            _see_kids(element, seen)
        if kind == "Table":
            _see_parts(element, seen)
        elif kind == "LI" and any(isinstance(kid, Content) for kid in element.kids):
            seen.add("list-item-content", element.place)
        elif kind == "Ruby" and not _RUBY.fullmatch(_types(element)):
            seen.add("ruby-parts", lambda one=element: one.place(_types(one)))
        elif kind == "Warichu" and _types(element) != "WP WT WP":
            seen.add("warichu-parts", lambda one=element: one.place(_types(one)))
        if _has_caption_inside(element):
            seen.add("caption-place", element.place)


def _types(element: PdfTag) -> str:
    return " ".join(kid.standard for kid in _transparent(element))


def _transparent(element: PdfTag) -> list[PdfTag]:
    """Return the kids of an element, with those of elements that mean nothing in their place."""
    kids: list[PdfTag] = []
    waiting = list(reversed(element.children))
    while waiting:
        one = waiting.pop()
        if one.standard in {"NonStruct"} and one.children:
            waiting += reversed(one.children)
        else:
            kids.append(one)
    return kids


def _parent(element: PdfTag) -> PdfTag | None:
    return next((one for one in element.ancestors() if one.standard != "NonStruct"), None)


def _see_parent(element: PdfTag, seen: Sightings) -> None:
    parent = _parent(element)
    if parent is not None and parent.standard in _PARENTS[element.standard]:
        return
    # What a parent may not hold is noted there already.
    if parent is not None and parent.standard in _KIDS:
        return
    group = _OF.get(element.standard, "table")
    around = parent.standard or parent.type if parent is not None else "the root"
    seen.add(f"{group}-nesting", lambda: element.place(f"{element.standard} in {around}"))


def _see_kids(element: PdfTag, seen: Sightings) -> None:
    may = _KIDS[element.standard]
    group = _OF.get(element.standard, "table")
    kids = _transparent(element)
    for kid in kids:
        if kid.standard not in may and kid.standard != "Artifact":
            if element.standard == "LI":
                seen.add("list-item-parts", lambda one=kid: one.place(f"{one.type} in LI"))
                continue
            what = f"{kid.standard or kid.type} in {element.standard}"
            seen.add(f"{group}-nesting", lambda one=kid, told=what: one.place(told))
    places = [at for at, kid in enumerate(kids) if kid.standard == "Caption"]
    if not places or "Caption" not in may:
        return
    last = len(kids) - 1
    allowed = {0} if element.standard in _FIRST_ONLY else {0, last}
    if len(places) > 1 or places[0] not in allowed:
        seen.add(f"{group}-caption", element.place)


def _see_parts(table: PdfTag, seen: Sightings) -> None:
    kinds = [kid.standard for kid in _transparent(table)]
    heads, feet, bodies = (kinds.count(each) for each in ("THead", "TFoot", "TBody"))
    if heads > 1 or feet > 1:
        seen.add("table-parts", lambda: table.place("more than one THead or TFoot"))
    elif (heads or feet) and not bodies:
        seen.add("table-parts", lambda: table.place("THead or TFoot without TBody"))


def _has_caption_inside(element: PdfTag) -> bool:
    kids = element.children
    return any(kid.standard == "Caption" for kid in kids[1:-1])
