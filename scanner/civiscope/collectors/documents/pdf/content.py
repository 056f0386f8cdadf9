"""Walk through the content of pages: what is shown, is it tagged, in which font and language."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pikepdf

from civiscope.collectors.documents.limits import MAX_FORM_DEPTH, MAX_INSTRUCTIONS
from civiscope.collectors.documents.pdf.content_state import (
    NO_MARK,
    DrawingState,
    OpenMark,
    PageSums,
)
from civiscope.collectors.documents.pdf.elements import LANGUAGE_TAG, has_private_use
from civiscope.collectors.documents.pdf.font_use import FontUse
from civiscope.collectors.documents.pdf.graphics import (
    PALE,
    PLAIN,
    UNKNOWN,
    WHITE,
    luminance,
    multiply,
    unit_square,
)
from civiscope.collectors.documents.pdf.instructions import (
    PAINTS,
    SHOWS,
    Operands,
    read_instructions,
)
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
    text,
)
from civiscope.collectors.documents.pdf.pages import inherited, view_of
from civiscope.collectors.documents.pdf.structure import Key, PdfTag, Structure
from civiscope.collectors.documents.sightings import Sightings, plain
from civiscope.model.document_facts import DocumentPlace

_OPEN = frozenset(["BDC", "BMC"])
_INVISIBLE_TEXT = 3
_FILLS = frozenset(["f", "F", "f*", "B", "B*", "b", "b*"])
_KNOWN_SPACES = frozenset({"ICCBased", "CalRGB", "CalGray"})
_BLANKS = frozenset(b" \t\r\n\x00\xa0")


@dataclass(frozen=True, slots=True)
class _Holder:
    """A page or a form whose content is walked through."""

    obj: Object
    resources: Object
    key: Key
    depth: int = 0
    signature: bool = False
    fonts: dict[str, FontUse | None] = field(default_factory=dict[str, "FontUse | None"])
    """Fonts by the names that the content has for them."""


class PdfContentReader:
    """Walks through page after page; fonts are looked at when all is known."""

    def __init__(self, tree: Structure | None, seen: Sightings, language: str | None) -> None:
        self._tree = tree
        self._seen = seen
        self._language = language
        self.fonts: dict[object, FontUse] = {}
        self.pale_pages: list[int] = []
        self.painted_pages: list[int] = []
        self._left = MAX_INSTRUCTIONS
        self._drawn: dict[Key, int] = {}
        self._with_marks: set[Key] = set()
        self._walk_again: set[Key] = set()
        """Forms with marked content in them, or in a form that they draw."""
        self._marks_met = 0
        self._known: dict[tuple[Key, OpenMark], tuple[int, int, bool]] = {}
        self._open: set[Key] = set()
        self._page = 0
        self._here = DocumentPlace(0)
        self._area = 0.0
        self._sums = PageSums()

    def see_page(self, page: Object, number_: int) -> None:
        """Note what is wrong with the content of a page."""
        self._page = number_
        self._here = DocumentPlace(number_)
        self._sums = PageSums()
        left, low, right, high = view_of(page)
        self._area = max(1.0, (right - left) * (high - low))
        resources = inherited(page, "/Resources", pikepdf.Dictionary)
        self._walk(_Holder(page, resources, identity(page)), NO_MARK, DrawingState())
        seen = self._seen
        if self._sums.items:
            seen.counts["content-items"] += self._sums.items
            seen.counts["pages-with-content"] += 1
        if self._sums.text:
            seen.counts["pages-with-text"] += 1
        elif self._sums.picture > 0.25:
            seen.add("page-is-picture", DocumentPlace(number_))
        if self._sums.pale:
            self.pale_pages.append(number_)
        elif self._sums.text and self._sums.is_open():
            self.painted_pages.append(number_)

    def see_appearance(self, annotation: Object, element: PdfTag | None, page: int) -> None:
        """Take in the fonts of what an annotation shows."""
        self._page = page
        self._here = DocumentPlace(page)
        shown = entry(dictionary(annotation, "/AP"), "/N")
        if isinstance(shown, pikepdf.Dictionary) and not isinstance(shown, pikepdf.Stream):
            shown = shown.get(f"/{name(annotation, '/AS') or 'Off'}")
        if not isinstance(shown, pikepdf.Stream):
            return
        mark = OpenMark(tagged=element is not None, replaced=True, language=True)
        signature = name(annotation, "/FT") == "Sig"
        alt = element is not None and element.alt is not None
        holder = _Holder(
            shown, dictionary(shown, "/Resources"), identity(shown), 1, signature and not alt
        )
        self._sums = PageSums()
        self._walk(holder, mark, DrawingState())
        self._seen.counts["content-items"] += self._sums.items

    def end(self) -> None:
        """Note what only all pages together tell."""
        for key in sorted(self._with_marks):
            if self._drawn.get(key, 0) > 1:
                self._seen.add("form-content-reused")

    def _walk(self, holder: _Holder, around: OpenMark, state: DrawingState) -> None:
        try:
            instructions = read_instructions(holder.obj)
        except (pikepdf.PdfError, TypeError, ValueError, RecursionError):
            self._seen.add("content-unreadable", self._here)
            return
        self._left -= len(instructions)
        if self._left < 0:
            self._seen.leave_out(
                f"The content of pages has more than {MAX_INSTRUCTIONS:,} instructions; what "
                f"follows on page {self._page} was not looked at."
            )
            return
        saved: list[DrawingState] = []
        marks = [around]
        for operator, operands in instructions:
            if operator in SHOWS:
                self._show(operands, marks[-1], state)
            elif operator in _OPEN:
                marks.append(self._mark(operands[0], operands[1], holder, marks[-1]))
            elif operator == "EMC":
                if len(marks) > 1:
                    marks.pop()
            elif operator == "q":
                saved.append(state.copy())
            elif operator == "Q":
                state = saved.pop() if saved else state
            elif operator in PAINTS:
                self._item(marks[-1])
                if operator in _FILLS:
                    self._sums.grounds.add(round(state.ink, 2))
                elif operator == "sh":
                    self._sums.shaded = True
            elif operator == "Do":
                self._draw(operands or "", holder, marks[-1], state)
            elif operands is not None:
                self._set(operator, operands, holder, state)

    def _set(self, operator: str, values: Operands, holder: _Holder, state: DrawingState) -> None:
        if operator == "Tf":
            state.font = self._font(values, holder)
        elif operator == "Tr":
            state.mode = int(max(-1.0, min(values[0], 99.0))) if values else state.mode
        elif operator == "cm":
            if len(values) == 6:
                state.matrix = multiply(values, state.matrix)
        elif operator == "gs":
            found = dictionary(holder.resources, "/ExtGState")
            settings = entry(found, f"/{values}")
            if number(entry(settings, "/ca"), 1.0) < 1:
                self._sums.shaded = True
            font = array(settings, "/Font") if isinstance(settings, pikepdf.Dictionary) else []
            if font:
                state.font = self._use(font[0])
        elif operator in {"g", "rg", "k"}:
            state.ink, state.known = luminance(values), True
        elif operator == "cs":
            state.known, state.ink = self._is_known(values, holder), 0.0
        elif operator in {"sc", "scn"}:
            plain_color = state.known and min(values, default=-1.0) >= 0
            state.ink = luminance(values) if plain_color else UNKNOWN

    def _is_known(self, label: str, holder: _Holder) -> bool:
        """Say whether the numbers of a space of colours are gray, or parts of light or ink."""
        if label.startswith("Device"):
            return True
        found = array(dictionary(holder.resources, "/ColorSpace"), f"/{label}")
        return bool(found) and name_of(found[0]) in _KNOWN_SPACES

    def _font(self, label: str, holder: _Holder) -> FontUse | None:
        if label not in holder.fonts:
            listed = dictionary(holder.resources, "/Font")
            holder.fonts[label] = self._use(entry(listed, f"/{label}"))
        return holder.fonts[label]

    def _use(self, font: Object) -> FontUse | None:
        if not isinstance(font, pikepdf.Dictionary):
            return None
        key = identity(font)
        own: object = key if key != (0, 0) else bytes(font.unparse())[:5000]
        if own not in self.fonts:
            self.fonts[own] = FontUse(font, self._page)
        return self.fonts[own]

    def _show(self, shown: list[bytes], mark: OpenMark, state: DrawingState) -> None:
        if not any(shown):
            return
        self._item(mark)
        sums = self._sums
        if not all(map(_BLANKS.issuperset, shown)):
            sums.text = True
            if not (mark.artifact or mark.tagged):
                self._seen.add("untagged-text", self._here)
            if state.mode != _INVISIBLE_TEXT:
                sums.pale |= PALE < state.ink < WHITE
                sums.inks.add(round(state.ink, 2))
        if state.font is None:
            return
        target = state.font.unseen if state.mode == _INVISIBLE_TEXT else state.font.shown
        target.update(shown)
        if mark.tagged and not (mark.artifact or mark.replaced):
            state.font.bare.update(shown)
        if not (self._language or mark.language or mark.artifact):
            self._seen.add("language-of-text", self._here)

    def _item(self, mark: OpenMark) -> None:
        self._sums.items += 1
        if not (mark.artifact or mark.tagged):
            self._seen.add("untagged-content", self._here)

    def _mark(self, tag: str, properties: Object, holder: _Holder, around: OpenMark) -> OpenMark:
        if isinstance(properties, str):
            properties = dictionary(dictionary(holder.resources, "/Properties"), f"/{properties}")
        element = self._element(properties, holder) if properties is not None else None
        if tag == "Artifact" and around.tagged:
            self._seen.add("artifact-in-tagged", self._here)
        if element is not None and around.artifact:
            self._seen.add("tagged-in-artifact", self._here)
        mark = around.holding(element)
        # Most hold nothing but the number of the content.
        if isinstance(properties, pikepdf.Dictionary) and (element is None or len(properties) > 1):
            mark = self._with_texts(mark, properties)
        if tag == "Artifact" or (element is not None and element.standard == "Artifact"):
            mark = replace(mark, artifact=True)
        return mark

    def _with_texts(self, mark: OpenMark, properties: Object) -> OpenMark:
        """Return *mark* with what its properties say, and note what is wrong with that."""
        seen, page = self._seen, self._page
        language = text(properties, "/Lang")
        if language is not None and not LANGUAGE_TAG.fullmatch(language):
            seen.add("language-invalid", DocumentPlace(page, detail=plain(language)))
        known = bool(self._language or language or mark.language)
        for kind, key in (("actual-text", "/ActualText"), ("alt", "/Alt"), ("expansion", "/E")):
            value = text(properties, key)
            if value is None:
                continue
            if not known and value:
                seen.add(f"language-of-{kind}", DocumentPlace(page))
            if kind != "expansion" and has_private_use(value):
                seen.add(f"private-use-in-{kind}", DocumentPlace(page))
        return replace(
            mark,
            replaced=mark.replaced or text(properties, "/ActualText") is not None,
            language=mark.language or bool(language),
            alt=mark.alt or text(properties, "/Alt") is not None,
        )

    def _element(self, properties: Object, holder: _Holder) -> PdfTag | None:
        if self._tree is None:
            return None
        number_ = properties if isinstance(properties, int) else integer(properties, "/MCID", -1)
        if number_ < 0:
            return None
        if holder.depth:
            self._with_marks.add(holder.key)
            self._marks_met += 1
        return self._tree.element_of_content(holder.obj, holder.key, number_)

    def _draw(self, label: str, holder: _Holder, mark: OpenMark, state: DrawingState) -> None:
        listed = dictionary(holder.resources, "/XObject")
        found = entry(listed, f"/{label}") if label else None
        if not isinstance(found, pikepdf.Stream):
            return
        kind = name(found, "/Subtype")
        if kind == "Image":
            self._see_image(found, holder, mark, state)
        elif kind == "Form":
            self._see_form(found, holder, mark, state)

    def _see_image(
        self, image: Object, holder: _Holder, mark: OpenMark, state: DrawingState
    ) -> None:
        element = self._tree.element_of_object(image) if self._tree is not None else None
        mark = mark.holding(element)
        self._item(mark)
        self._seen.counts["pictures"] += 1
        a, b, c, d, _, _ = state.matrix
        if mark.element is not None:
            mark.element.cover(unit_square(state.matrix))
        self._sums.picture = max(self._sums.picture, abs(a * d - b * c) / self._area)
        if holder.signature and not mark.alt:
            self._seen.add("signature-picture-without-alt", self._here)

    def _see_form(self, form: Object, holder: _Holder, mark: OpenMark, state: DrawingState) -> None:
        key = identity(form)
        if "/Ref" in form:
            self._seen.add("reference-xobject", self._here)
        self._drawn[key] = self._drawn.get(key, 0) + 1
        if key in self._open:
            self._seen.add("content-loop", self._here)
            return
        if holder.depth >= MAX_FORM_DEPTH:
            self._seen.leave_out(f"Content is nested more than {MAX_FORM_DEPTH} deep.")
            return
        element = self._tree.element_of_object(form) if self._tree is not None else None
        inside = mark.holding(element)
        memo = key, inside
        known = self._known.get(memo)
        if known is not None and key not in self._walk_again:
            items, untagged, has_text = known
            self._sums.items += items
            self._sums.text |= has_text
            for _ in range(untagged):
                self._seen.add("untagged-content", self._here)
            return
        before, items = self._seen.times("untagged-content"), self._sums.items
        text_before, self._sums.text = self._sums.text, False
        marks_before = self._marks_met
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
        if self._marks_met > marks_before:
            self._walk_again.add(key)
        self._known[memo] = (
            self._sums.items - items,
            self._seen.times("untagged-content") - before,
            self._sums.text,
        )
        self._sums.text |= text_before
