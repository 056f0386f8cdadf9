"""Walk through the content of pages: what is shown, is it tagged, in which font and language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pikepdf

from civiscope.collectors.documents.limits import MAX_FORM_DEPTH, MAX_INSTRUCTIONS
from civiscope.collectors.documents.pdf.elements import LANGUAGE_TAG, has_private_use
from civiscope.collectors.documents.pdf.font_use import FontUse
from civiscope.collectors.documents.pdf.graphics import PLAIN, Matrix, is_pale, multiply
from civiscope.collectors.documents.pdf.objects import (
    Object,
    array,
    dictionary,
    entry,
    identity,
    integer,
    name,
    name_of,
    number,
    rectangle,
    text,
)
from civiscope.collectors.documents.pdf.structure import Key, PdfTag, Structure
from civiscope.collectors.documents.sightings import Sightings, plain
from civiscope.model.document_facts import DocumentPlace

_PAINT = frozenset(["S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh"])
_SHOW = frozenset(("Tj", "TJ", "'", '"'))
_OPERATORS = (
    "q Q cm gs Tf Tr g rg k sc scn cs Tj TJ ' \" BMC BDC EMC Do BI ID EI S s f F f* B B* b b* sh"
)
_INVISIBLE_TEXT = 3
_BLANKS = frozenset(b" \t\r\n\x00\xa0")
_MAX_PARENTS = 64


@dataclass(frozen=True, slots=True)
class _Mark:
    """A marked-content sequence that is open."""

    artifact: bool
    element: PdfTag | None
    replaced: bool
    """Whether a text stands for it."""
    language: str | None
    alt: bool = False


@dataclass(slots=True)
class _State:
    font: FontUse | None = None
    mode: int = 0
    pale: bool = False
    matrix: Matrix = PLAIN


@dataclass(slots=True)
class _PageSums:
    text: bool = False
    picture: float = 0.0
    """The largest part of the page that one picture covers."""
    pale: bool = False
    items: int = 0


@dataclass(frozen=True, slots=True)
class _Holder:
    """A page or a form whose content is walked through."""

    obj: Object
    resources: Object
    key: Key
    depth: int = 0
    signature: bool = False


class PdfContentReader:
    """Walks through page after page; fonts are looked at when all is known."""

    def __init__(self, tree: Structure | None, seen: Sightings, language: str | None) -> None:
        self._tree = tree
        self._seen = seen
        self._language = language
        self.fonts: dict[object, FontUse] = {}
        self.pale_pages: list[int] = []
        self._left = MAX_INSTRUCTIONS
        self._drawn: dict[Key, int] = {}
        self._with_marks: set[Key] = set()
        self._known: dict[tuple[Key, bool, bool, bool], tuple[int, int, bool]] = {}
        self._open: set[Key] = set()
        self._page = 0
        self._area = 0.0
        self._sums = _PageSums()

    def see_page(self, page: Object, number_: int) -> None:
        """Note what is wrong with the content of a page."""
        self._page = number_
        self._sums = _PageSums()
        box = rectangle(page, "/MediaBox") or (0.0, 0.0, 612.0, 792.0)
        self._area = max(1.0, (box[2] - box[0]) * (box[3] - box[1]))
        resources = _inherited(page, "/Resources")
        self._walk(_Holder(page, resources, identity(page)), [], _State())
        seen = self._seen
        if self._sums.items:
            seen.counts["pages-with-content"] += 1
        if self._sums.text:
            seen.counts["pages-with-text"] += 1
        elif self._sums.picture > 0.25:
            seen.add("page-is-picture", DocumentPlace(number_))
        if self._sums.pale:
            self.pale_pages.append(number_)

    def see_appearance(self, annotation: Object, element: PdfTag | None, page: int) -> None:
        """Take in the fonts of what an annotation shows."""
        self._page = page
        shown = entry(dictionary(annotation, "/AP"), "/N")
        if isinstance(shown, pikepdf.Dictionary) and not isinstance(shown, pikepdf.Stream):
            shown = shown.get(f"/{name(annotation, '/AS') or 'Off'}")
        if not isinstance(shown, pikepdf.Stream):
            return
        mark = _Mark(False, element, True, self._language or "und")
        signature = name(annotation, "/FT") == "Sig"
        alt = element is not None and element.alt is not None
        holder = _Holder(
            shown, dictionary(shown, "/Resources"), identity(shown), 1, signature and not alt
        )
        self._walk(holder, [mark], _State())

    def end(self) -> None:
        """Note what only all pages together tell."""
        for key in sorted(self._with_marks):
            if self._drawn.get(key, 0) > 1:
                self._seen.add("form-content-reused")

    def _walk(self, holder: _Holder, marks: list[_Mark], state: _State) -> None:
        try:
            instructions = pikepdf.parse_content_stream(holder.obj, _OPERATORS)
        except (pikepdf.PdfError, TypeError, ValueError, RecursionError):
            self._seen.add("content-unreadable", DocumentPlace(self._page))
            return
        self._left -= len(instructions)
        if self._left < 0:
            self._seen.leave_out(
                f"The content of pages has more than {MAX_INSTRUCTIONS:,} instructions; what "
                f"follows on page {self._page} was not looked at."
            )
            return
        saved: list[_State] = []
        below = len(marks)
        for instruction in instructions:
            operator = str(instruction.operator)
            operands = instruction.operands
            if operator in _SHOW:
                self._show(operator, operands, marks, state)
            elif operator in {"BDC", "BMC"}:
                marks.append(self._mark(operator, operands, holder, marks))
            elif operator == "EMC":
                if len(marks) > below:
                    marks.pop()
            elif operator in _PAINT or operator == "INLINE IMAGE":
                self._item(marks)
            elif operator == "Do":
                self._draw(name_of(operands[0]) if len(operands) else "", holder, marks, state)
            elif operator == "q":
                saved.append(replace(state))
            elif operator == "Q":
                state = saved.pop() if saved else state
            else:
                self._set(operator, operands, holder, state)
        del marks[below:]

    def _set(self, operator: str, operands: Object, holder: _Holder, state: _State) -> None:
        values = list(operands)
        if operator == "Tf" and values:
            fonts = dictionary(holder.resources, "/Font")
            font = fonts.get(f"/{name_of(values[0])}") if fonts is not None else None
            state.font = self._use(font)
        elif operator == "Tr" and values:
            state.mode = int(number(values[0]))
        elif operator == "cm" and len(values) == 6:
            state.matrix = multiply(values, state.matrix)
        elif operator == "gs" and values:
            found = dictionary(holder.resources, "/ExtGState")
            settings = found.get(f"/{name_of(values[0])}") if found is not None else None
            font = array(settings, "/Font") if isinstance(settings, pikepdf.Dictionary) else []
            if font:
                state.font = self._use(font[0])
        elif operator in {"g", "rg", "k"}:
            state.pale = is_pale([number(each) for each in values])
        elif operator in {"sc", "scn", "cs"}:
            numbers = [number(each, -1.0) for each in values]
            state.pale = operator != "cs" and min(numbers, default=-1.0) >= 0 and is_pale(numbers)

    def _use(self, font: Object) -> FontUse | None:
        if not isinstance(font, pikepdf.Dictionary):
            return None
        key = identity(font)
        own: object = key if key != (0, 0) else bytes(font.unparse())[:5000]
        if own not in self.fonts:
            self.fonts[own] = FontUse(font, self._page)
        return self.fonts[own]

    def _show(self, operator: str, operands: Object, marks: list[_Mark], state: _State) -> None:
        shown: list[bytes] = []
        last = operands[-1] if len(operands) else None
        for each in list(last) if operator == "TJ" and isinstance(last, pikepdf.Array) else [last]:
            if isinstance(each, pikepdf.String):
                shown.append(bytes(each))
        if not any(shown):
            return
        self._item(marks)
        if any(not _BLANKS.issuperset(each) for each in shown):
            self._sums.text = True
            if not any(mark.artifact or mark.element is not None for mark in marks):
                self._seen.add("untagged-text", DocumentPlace(self._page))
            if state.pale and state.mode != _INVISIBLE_TEXT:
                self._sums.pale = True
        if state.font is None:
            return
        target = state.font.unseen if state.mode == _INVISIBLE_TEXT else state.font.shown
        target.update(shown)
        real = any(mark.element is not None for mark in marks)
        if real and not any(mark.artifact or mark.replaced for mark in marks):
            state.font.bare.update(shown)
        if not self._language and not any(mark.language or mark.artifact for mark in marks):
            self._seen.add("language-of-text", DocumentPlace(self._page))

    def _item(self, marks: list[_Mark]) -> None:
        self._sums.items += 1
        self._seen.counts["content-items"] += 1
        if not any(mark.artifact or mark.element is not None for mark in marks):
            self._seen.add("untagged-content", DocumentPlace(self._page))

    def _mark(self, operator: str, operands: Object, holder: _Holder, marks: list[_Mark]) -> _Mark:
        tag = name_of(operands[0]) if len(operands) else ""
        properties: Object = None
        if operator == "BDC" and len(operands) > 1:
            properties = operands[1]
            if isinstance(properties, pikepdf.Name):
                listed = dictionary(holder.resources, "/Properties")
                properties = listed.get(str(properties)) if listed is not None else None
        element = self._element(properties, holder)
        artifact = tag == "Artifact"
        place = DocumentPlace(self._page)
        around_tagged = any(mark.element is not None for mark in marks)
        around_artifact = any(mark.artifact for mark in marks)
        if artifact and around_tagged:
            self._seen.add("artifact-in-tagged", place)
        if element is not None and around_artifact:
            self._seen.add("tagged-in-artifact", place)
        language = text(properties, "/Lang")
        if language is not None and not LANGUAGE_TAG.fullmatch(language):
            self._seen.add("language-invalid", replace(place, detail=plain(language)))
        self._see_texts(properties, element, language, marks)
        replaced = text(properties, "/ActualText") is not None or _stands_for(element)
        own = language or (element.language if element is not None else None)
        if element is not None and element.standard == "Artifact":
            artifact = True
        return _Mark(artifact, element, replaced, own, text(properties, "/Alt") is not None)

    def _see_texts(
        self,
        properties: Object,
        element: PdfTag | None,
        language: str | None,
        marks: Iterable[_Mark],
    ) -> None:
        if not isinstance(properties, pikepdf.Dictionary):
            return
        known = (
            self._language
            or language
            or (element is not None and element.language)
            or any(mark.language for mark in marks)
        )
        for kind, key in (("actual-text", "/ActualText"), ("alt", "/Alt"), ("expansion", "/E")):
            value = text(properties, key)
            if value is None:
                continue
            if not known and value:
                self._seen.add(f"language-of-{kind}", DocumentPlace(self._page))
            if kind != "expansion" and has_private_use(value):
                self._seen.add(f"private-use-in-{kind}", DocumentPlace(self._page))

    def _element(self, properties: Object, holder: _Holder) -> PdfTag | None:
        if self._tree is None or not isinstance(properties, pikepdf.Dictionary):
            return None
        mark = integer(properties, "/MCID", -1)
        if mark < 0:
            return None
        if holder.depth:
            self._with_marks.add(holder.key)
        return self._tree.element_of_content(holder.obj, holder.key, mark)

    def _draw(self, label: str, holder: _Holder, marks: list[_Mark], state: _State) -> None:
        listed = dictionary(holder.resources, "/XObject")
        found = listed.get(f"/{label}") if listed is not None and label else None
        if not isinstance(found, pikepdf.Stream):
            return
        kind = name(found, "/Subtype")
        if kind == "Image":
            self._see_image(found, holder, marks, state)
        elif kind == "Form":
            self._see_form(found, holder, marks, state)

    def _see_image(self, image: Object, holder: _Holder, marks: list[_Mark], state: _State) -> None:
        element = self._tree.element_of_object(image) if self._tree is not None else None
        own = [*marks, _Mark(False, element, True, None)] if element is not None else marks
        self._item(own)
        self._seen.counts["pictures"] += 1
        a, b, c, d, _, _ = state.matrix
        self._sums.picture = max(self._sums.picture, abs(a * d - b * c) / self._area)
        if holder.signature and not any(mark.alt for mark in marks):
            self._seen.add("signature-picture-without-alt", DocumentPlace(self._page))

    def _see_form(self, form: Object, holder: _Holder, marks: list[_Mark], state: _State) -> None:
        key = identity(form)
        if "/Ref" in form:
            self._seen.add("reference-xobject", DocumentPlace(self._page))
        self._drawn[key] = self._drawn.get(key, 0) + 1
        if key in self._open:
            self._seen.add("content-loop", DocumentPlace(self._page))
            return
        if holder.depth >= MAX_FORM_DEPTH:
            self._seen.leave_out(f"Content is nested more than {MAX_FORM_DEPTH} deep.")
            return
        element = self._tree.element_of_object(form) if self._tree is not None else None
        inside = list(marks)
        if element is not None:
            inside.append(_Mark(False, element, _stands_for(element), element.language))
        memo = (
            key,
            any(mark.artifact for mark in inside),
            any(mark.element is not None for mark in inside),
            any(mark.language for mark in inside),
        )
        known = self._known.get(memo)
        if known is not None and key not in self._with_marks:
            items, untagged, has_text = known
            self._sums.items += items
            self._seen.counts["content-items"] += items
            self._sums.text |= has_text
            for _ in range(untagged):
                self._seen.add("untagged-content", DocumentPlace(self._page))
            return
        before, items = self._seen.times("untagged-content"), self._sums.items
        text_before, self._sums.text = self._sums.text, False
        a, b, c, d, e, f = (number(each) for each in [*array(form, "/Matrix")[:6], *PLAIN][:6])
        matrix = multiply((a, b, c, d, e, f), state.matrix) if "/Matrix" in form else state.matrix
        self._open.add(key)
        self._walk(
            _Holder(
                form,
                dictionary(form, "/Resources") or holder.resources,
                key,
                holder.depth + 1,
                holder.signature,
            ),
            inside,
            replace(state, matrix=matrix),
        )
        self._open.discard(key)
        self._known[memo] = (
            self._sums.items - items,
            self._seen.times("untagged-content") - before,
            self._sums.text,
        )
        self._sums.text |= text_before


def _stands_for(element: PdfTag | None) -> bool:
    """Say whether a text stands for an element or for what it is in."""
    if element is None:
        return False
    return (
        element.actual is not None
        or element.alt is not None
        or any(one.actual is not None or one.alt is not None for one in element.ancestors())
    )


def _inherited(page: Object, key: str) -> Object:
    at, met = page, set[Key]()
    while isinstance(at, pikepdf.Dictionary) and len(met) < _MAX_PARENTS:
        found = dictionary(at, key)
        if found is not None:
            return found
        own = identity(at)
        if own in met:
            return None
        met.add(own)
        at = at.get("/Parent")
    return None
