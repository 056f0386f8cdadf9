"""See what single elements of the structure lack: alternatives, order, languages, references."""

from __future__ import annotations

import re
from collections import Counter

import pikepdf

from civiscope.collectors.documents.pdf.objects import (
    array,
    entry,
    identity,
    name_of,
    text,
)
from civiscope.collectors.documents.pdf.roles import MATHML, PDF_2
from civiscope.collectors.documents.pdf.structure import PdfTag, Structure, namespace_url
from civiscope.collectors.documents.sightings import Sightings

LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_HEADING = re.compile(r"H([1-9]\d*)")
_FILE_NAME = re.compile(r"[\w\s().-]{1,80}\.(?:png|jpe?g|gif|tiff?|bmp|svg|emf|wmf|eps|webp)", re.I)
_GROUPS = frozenset({"NonStruct", "Div", "Span", "Part", "Sect"})


def has_private_use(value: str) -> bool:
    """Say whether *value* has characters that mean nothing outside one font."""
    return any(
        0xE000 <= ord(each) <= 0xF8FF or 0xF0000 <= ord(each) <= 0xFFFFD or ord(each) >= 0x100000
        for each in value
    )


def see_elements(tree: Structure, seen: Sightings, language: str | None) -> None:
    """Note what elements lack; *language* is the document's, None when it names none."""
    for element in tree.elements:
        _see_type(element, seen)
        _see_texts(element, seen, language)
        kind = element.standard
        if kind == "Figure":
            _see_figure(element, seen)
        elif kind == "Formula":
            seen.counts["formulas"] += 1
            if not element.has_text:
                told = "formula-without-alt"
                if any(one.role.namespace == MATHML for one in element.descendants()):
                    told = "formula-mathml-only"
                seen.add(told, element.place)
        elif kind == "L":
            seen.counts["lists"] += 1
            _see_numbering(element, seen)
        elif kind == "TOCI" and not _has_reference(element):
            seen.add("toci-without-reference", element.place)
        if element.role.namespace == MATHML and kind == "math":
            parent = element.parent
            if parent is None or (parent.standard != "Formula" and parent.role.namespace != MATHML):
                seen.add("math-outside-formula", element.place)
        if "/P" not in element.obj:
            seen.add("element-without-parent", element.place)
    _see_headings(tree, seen)
    _see_notes(tree, seen)
    _see_root(tree, seen)


def _see_type(element: PdfTag, seen: Sightings) -> None:
    role = element.role
    if role.circular:
        seen.add("role-circular", lambda: element.place(element.type))
    elif not role.type:
        seen.add("role-missing", lambda: element.place(element.type))
    if role.remapped:
        seen.add("role-remapped", lambda: element.place(role.remapped))
    if role.same_namespace:
        seen.add("role-same-namespace", lambda: element.place(element.type))


def _see_texts(element: PdfTag, seen: Sightings, language: str | None) -> None:
    if element.own_language is not None and not LANGUAGE_TAG.fullmatch(element.own_language):
        seen.add("language-invalid", lambda: element.place(element.own_language or ""))
    known = bool(element.language or language)
    for kind, value in (
        ("alt", element.alt),
        ("actual-text", element.actual),
        ("expansion", element.expansion),
    ):
        if value is None:
            continue
        if not known and value:
            seen.add(f"language-of-{kind}", element.place)
        if kind != "expansion" and has_private_use(value):
            seen.add(f"private-use-in-{kind}", element.place)


def _see_figure(element: PdfTag, seen: Sightings) -> None:
    seen.counts["figures"] += 1
    if element.has_text:
        alt = (element.alt or "").strip()
        if _FILE_NAME.fullmatch(alt):
            seen.add("figure-file-name", lambda: element.place(alt))
        return
    empty = element.alt is not None or element.actual is not None
    if any(one.has_text for one in element.ancestors()):
        seen.add("figure-inside-alt", element.place)
    elif not element.kids:
        seen.add("figure-without-content", element.place)
    elif empty:
        seen.add("figure-empty-alt", element.place)
    else:
        seen.add("figure-without-alt", element.place)


def _see_numbering(element: PdfTag, seen: Sightings) -> None:
    labelled = any(
        kid.standard == "Lbl"
        for item in element.children
        if item.standard == "LI"
        for kid in item.children
    )
    if labelled and name_of(element.attribute("List", "/ListNumbering")) in {"", "None"}:
        seen.add("list-numbering", element.place)


def _has_reference(element: PdfTag) -> bool:
    return "/Ref" in element.obj or any("/Ref" in one.obj for one in element.descendants())


def _see_headings(tree: Structure, seen: Sightings) -> None:
    before = 0
    numbered = plain = 0
    first: PdfTag | None = None
    for element in tree.elements:
        if element.standard == "H":
            plain += 1
            first = first or element
            seen.add("heading-h", element.place)
        found = _HEADING.fullmatch(element.standard)
        if found is None:
            continue
        numbered += 1
        level = int(found[1])
        if level > before + 1:
            told = f"H{level} after H{before}" if before else f"H{level} comes first"
            if before:
                seen.add("heading-skip", lambda one=element, why=told: one.place(why))
            seen.add("heading-order", lambda one=element, why=told: one.place(why))
        before = level
    seen.counts["headings"] = numbered + plain
    if numbered and plain and first is not None:
        seen.add("heading-mixed", first.place)
    if plain:
        for element in tree.elements:
            if sum(kid.standard == "H" for kid in element.children) > 1:
                seen.add("heading-h-twice", element.place)


def _see_notes(tree: Structure, seen: Sightings) -> None:
    notes = [one for one in tree.elements if one.standard == "Note"]
    ids = Counter(text(one.obj, "/ID") for one in notes)
    for note in notes:
        own = text(note.obj, "/ID")
        seen.add("note-type", note.place)
        if not own:
            seen.add("note-without-id", note.place)
        elif ids[own] > 1:
            seen.add("note-id-twice", note.place)
    footnotes = [one for one in tree.elements if one.standard == "FENote"]
    if not footnotes:
        return
    cited: dict[tuple[int, int], set[tuple[int, int]]] = {}
    for element in tree.elements:
        if element.standard != "FENote":
            for target in _references(element):
                cited.setdefault(target, set()).add(identity(element.obj))
    for note in footnotes:
        told = _references(note)
        by = cited.get(identity(note.obj), set())
        if by - told or told - by:
            seen.add("note-references", note.place)
        kind = name_of(note.attribute("FENote", "/NoteType"))
        if kind not in {"", "Footnote", "Endnote", "None"}:
            seen.add("note-kind", lambda one=note, value=kind: one.place(value))


def _references(element: PdfTag) -> set[tuple[int, int]]:
    found = entry(element.obj, "/Ref")
    listed = array(element.obj, "/Ref") if isinstance(found, pikepdf.Array) else [found]
    return {identity(each) for each in listed} - {(0, 0)}


def _see_root(tree: Structure, seen: Sightings) -> None:
    top = tree.top
    if len(top) != 1 or top[0].standard != "Document":
        seen.add("root-not-document", top[0].place if top else None)
    elif top[0].role.namespace != PDF_2:
        seen.add("root-namespace", lambda: top[0].place(namespace_url(top[0])))
