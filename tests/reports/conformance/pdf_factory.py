"""Makes tagged PDFs as other programs do: any tree of tags, any font, words in pieces."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String


@dataclass(frozen=True)
class Tag:
    """An element of the structure: its name, what is in it, and attributes."""

    name: str
    kids: Sequence[Tag | str] = ()
    facts: dict[str, Any] = field(default_factory=dict[str, Any])


def tag(name: str, *kids: Tag | str, **facts: Any) -> Tag:  # noqa: ANN401 - values of a PDF
    """Return an element; `NewPage` among its kids begins a page there."""
    return Tag(name, kids, facts)


NEW_PAGE = "\f"
"""Text that begins a new page."""


def table(*rows: Sequence[Tag | str], cell: str = "TD", paragraph: str = "P") -> Tag:
    """Return a table of rows; a cell that is text becomes one with a paragraph a line."""
    return tag("Table", *(row(*cells, cell=cell, paragraph=paragraph) for cells in rows))


def row(*cells: Tag | str, cell: str = "TD", paragraph: str = "P") -> Tag:
    """Return a row of cells."""
    made: list[Tag] = []
    for each in cells:
        if isinstance(each, Tag):
            made.append(each)
        elif paragraph:
            made.append(tag(cell, *(tag(paragraph, line) for line in each.split("\n"))))
        else:
            made.append(tag(cell, each))
    return tag("TR", *made)


Shower = Callable[[str], bytes]
"""Makes the operators that show a line of text."""


def shown_whole(text: str) -> bytes:
    """Return the operator that shows *text* at once."""
    return b"(" + _escaped(text) + b") Tj"


def shown_in_pieces(text: str) -> bytes:
    """Return operators that show *text* in pieces of three letters, kerned, as Word does."""
    pieces = [text[at : at + 3] for at in range(0, len(text), 3)]
    return b"[" + b" -12 ".join(b"(" + _escaped(piece) + b")" for piece in pieces) + b"] TJ"


def shown_without_blanks(text: str) -> bytes:
    """Return operators that move where a blank would be, as programs for print do."""
    words = text.split(" ")
    return b"[" + b" -278 ".join(b"(" + _escaped(word) + b")" for word in words) + b"] TJ"


def _escaped(text: str) -> bytes:
    raw = text.encode("cp1252", "replace")
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


class PdfFactory:
    """Makes one file."""

    def __init__(
        self,
        show: Shower = shown_whole,
        *,
        font: Callable[[Pdf], Any] | None = None,
        roles: dict[str, str] | None = None,
        classes: dict[str, Any] | None = None,
        rotate: bool = False,
        in_forms: bool = False,
    ) -> None:
        self._pdf = Pdf.new()
        self._show = show
        self._font = (font or _helvetica)(self._pdf)
        self._roles = roles or {}
        self._classes = classes or {}
        self._rotate = rotate
        self._in_forms = in_forms
        self._content: list[bytes] = []
        self._number = 0
        self._y = 780.0

    def make(self, *tags: Tag) -> bytes:
        """Return the file that holds *tags* in this order."""
        pdf = self._pdf
        self._new_page()
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root))
        root.K = document
        document.K = Array([self._element(each, document) for each in tags])
        if self._roles:
            root.RoleMap = Dictionary(
                {f"/{own}": Name(f"/{to}") for own, to in self._roles.items()}
            )
        if self._classes:
            root.ClassMap = Dictionary({f"/{name}": facts for name, facts in self._classes.items()})
        self._end_page()
        pdf.Root.StructTreeRoot = root
        pdf.Root.MarkInfo = Dictionary(Marked=True)
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()

    def _new_page(self) -> None:
        self._pdf.add_blank_page(page_size=(612, 792))
        self._content, self._number, self._y = [], 0, 780.0
        self._page = self._pdf.pages[-1].obj

    def _end_page(self) -> None:
        source = b"\n".join(self._content)
        if self._rotate:
            source = b"q 0 1 -1 0 792 0 cm\n" + source + b"\nQ"
        resources = Dictionary(Font=Dictionary(F1=self._font))
        if self._in_forms:
            form = self._pdf.make_stream(source)
            form.Type, form.Subtype = Name.XObject, Name.Form
            form.BBox, form.Resources = Array([0, 0, 612, 792]), resources
            self._form = form
            resources = Dictionary(XObject=Dictionary(Fm0=form))
            source = b"/Fm0 Do"
        self._page.Resources = resources
        self._page.Contents = self._pdf.make_stream(source)

    def _element(self, each: Tag, parent: Any) -> Any:  # noqa: ANN401 - an object of a PDF
        element = self._pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(f"/{each.name}"), P=parent)
        )
        kids: list[Any] = []
        for kid in each.kids:
            if isinstance(kid, Tag):
                kids.append(self._element(kid, element))
            elif kid == NEW_PAGE:
                self._end_page()
                self._new_page()
            else:
                kids += [self._marked(line) for line in kid.split("\n")]
        element.K = Array(kids)
        for key, value in each.facts.items():
            element[f"/{key}"] = value
        return element

    def _marked(self, text: str) -> Any:  # noqa: ANN401 - an object of a PDF
        self._y -= 12
        number = self._number
        self._number += 1
        self._content.append(
            b"/Span <</MCID %d>> BDC BT /F1 10 Tf 1 0 0 1 40 %d Tm " % (number, self._y)
            + self._show(text)
            + b" ET EMC"
        )
        facts = Dictionary(Type=Name.MCR, MCID=number, Pg=self._page)
        return facts


def span(across: int = 1, down: int = 1) -> Dictionary:
    """Return the attribute that a cell covers more than one place."""
    return Dictionary(O=Name.Table, ColSpan=across, RowSpan=down)


def _helvetica(pdf: Pdf) -> Any:  # noqa: ANN401 - an object of a PDF
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type1,
            BaseFont=Name.Helvetica,
            Encoding=Name.WinAnsiEncoding,
        )
    )


def composite_font(pdf: Pdf) -> Any:  # noqa: ANN401 - an object of a PDF
    """Return a font whose codes are glyphs: the letter's own code plus three."""
    lines = [b"<%04X> <%04X>" % (code + 3, code) for code in range(32, 256)]
    cmap = b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    for at in range(0, len(lines), 100):
        part = lines[at : at + 100]
        cmap += b"%d beginbfchar\n" % len(part) + b"\n".join(part) + b"\nendbfchar\n"
    descendant = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.Mine, DW=500,
        CIDSystemInfo=Dictionary(
            Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
        ),
    )  # fmt: skip
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name.Mine,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([descendant]),
            ToUnicode=Stream(pdf, cmap),
        )
    )


def shown_as_glyphs(text: str) -> bytes:
    """Return the operator that shows *text* in the composite font."""
    return b"<" + b"".join(b"%04X" % (ord(each) + 3) for each in text) + b"> Tj"


def shown_glyph_by_glyph(text: str) -> bytes:
    """Return operators that move to each glyph, as browsers do."""
    return b"\n".join(
        b"%s 0 Td <%04X> Tj" % (b"0" if not at else b"5", ord(each) + 3)
        for at, each in enumerate(text)
    )


def differing_font(pdf: Pdf) -> Any:  # noqa: ANN401 - an object of a PDF
    """Return a simple font without ToUnicode, whose codes are named glyphs."""
    names = [Name("/" + _GLYPHS.get(chr(code), chr(code))) for code in range(32, 127)]
    encoding = Dictionary(Type=Name.Encoding, Differences=Array([32, *names]))
    return pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Other, Encoding=encoding)
    )


_GLYPHS = {
    " ": "space", ".": "period", ":": "colon", "-": "hyphen", "(": "parenleft", ")": "parenright",
    "/": "slash", ",": "comma", ";": "semicolon", "'": "quotesingle", "0": "zero", "1": "one",
    "2": "two", "3": "three", "4": "four", "5": "five", "6": "six", "7": "seven", "8": "eight",
    "9": "nine",
}  # fmt: skip


def untagged(text: str = "1.1.1 Supports") -> bytes:
    """Return a PDF with text and no tags."""
    pdf = Pdf.new()
    pdf.add_blank_page(page_size=(612, 792))
    page = pdf.pages[0].obj
    page.Resources = Dictionary(Font=Dictionary(F1=_helvetica(pdf)))
    page.Contents = pdf.make_stream(b"BT /F1 10 Tf 40 700 Td " + shown_whole(text) + b" ET")
    return saved(pdf)


def scanned() -> bytes:
    """Return a PDF of a page without any font."""
    pdf = Pdf.new()
    pdf.add_blank_page(page_size=(612, 792))
    return saved(pdf)


def encrypted(source: bytes) -> bytes:
    """Return *source* so that it needs a password."""
    with pikepdf.open(io.BytesIO(source)) as pdf:
        out = io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(owner="owner", user="user"))
        return out.getvalue()


def saved(pdf: Pdf) -> bytes:
    """Return the bytes of *pdf*."""
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()
