"""Small PDF files: one that keeps PDF/UA, to be broken in one place at a time."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,"
WIDTH = 500
XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
{claim}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
TITLE = "Waste collection in Larkmere"
CLAIMS = {
    0: "",
    1: "<pdfuaid:part>1</pdfuaid:part>",
    2: "<pdfuaid:part>2</pdfuaid:part><pdfuaid:rev>2024</pdfuaid:rev>",
}
PDF_2 = "http://iso.org/pdf2/ssn"
Obj = Any
"""An object of pikepdf."""


@cache
def font_program(characters: str = CHARACTERS) -> bytes:
    """Return a TrueType font whose glyphs are all the same square."""
    pen: Any = import_module("fontTools.pens.ttGlyphPen").TTGlyphPen(None)
    pen.moveTo((50, 0))
    for point in ((50, 700), (450, 700), (450, 0)):
        pen.lineTo(point)
    pen.closePath()
    square: Any = pen.glyph()
    order = [".notdef", *(f"uni{ord(each):04X}" for each in characters)]
    builder: Any = import_module("fontTools.fontBuilder").FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({ord(each): f"uni{ord(each):04X}" for each in characters})
    builder.setupGlyf(dict.fromkeys(order, square))
    builder.setupHorizontalMetrics(dict.fromkeys(order, (WIDTH, 50)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupOS2()
    builder.setupPost()
    file = io.BytesIO()
    builder.save(file)
    return file.getvalue()


@cache
def cff_program(characters: str = CHARACTERS) -> bytes:
    """Return the CFF table of a font whose glyphs are all empty."""
    order = [".notdef", *(f"uni{ord(each):04X}" for each in characters)]
    pen: Any = import_module("fontTools.pens.t2CharStringPen").T2CharStringPen(WIDTH, None)
    blank: Any = pen.getCharString()
    builder: Any = import_module("fontTools.fontBuilder").FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({ord(each): f"uni{ord(each):04X}" for each in characters})
    builder.setupCFF("Square", {}, dict.fromkeys(order, blank), {})
    builder.setupHorizontalMetrics(dict.fromkeys(order, (WIDTH, 50)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupOS2()
    builder.setupPost()
    file = io.BytesIO()
    builder.save(file)
    opened: Any = import_module("fontTools.ttLib").TTFont(io.BytesIO(file.getvalue()))
    return bytes(opened.getTableData("CFF "))


@cache
def program_without_usual_tables() -> bytes:
    """Return the TrueType font with a single table of characters, for Unicode on any platform."""
    font: Any = import_module("fontTools.ttLib").TTFont(io.BytesIO(font_program()))
    font["cmap"].tables = [each for each in font["cmap"].tables if each.platformID == 0]
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


@dataclass
class MadePdf:
    """A PDF file that is being made."""

    pdf: pikepdf.Pdf
    content: list[bytes] = field(default_factory=list[bytes])
    marks: list[Obj] = field(default_factory=list[Any])
    """The elements of the page's marked content, by number."""
    holders: list[Obj] = field(default_factory=list[Any])
    """The elements of annotations, by number."""
    protection: pikepdf.Encryption | None = None

    @property
    def root(self) -> Obj:
        """The catalog."""
        return self.pdf.Root

    @property
    def page(self) -> Obj:
        """The page."""
        return self.pdf.pages[0].obj

    @property
    def tree(self) -> Obj:
        """The root of the structure tree."""
        return self.root.StructTreeRoot

    @property
    def document(self) -> Obj:
        """The element that holds all others."""
        return self.tree.K

    @property
    def font(self) -> Obj:
        """The page's font."""
        return self.page.Resources.Font.F1

    def element(self, kind: str, parent: Obj = None, **entries: Obj) -> Obj:
        """Add an element to *parent*, or to the document's, and return it."""
        parent = self.document if parent is None else parent
        made = self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(f"/{kind}"), P=parent, Pg=self.page, **entries)
        )
        _kids(parent).append(made)
        return made

    def text(self, element: Obj, words: str = "Bins", before: bytes = b"") -> Obj:
        """Show *words* as content of *element*, and return it."""
        shown = words.encode("latin-1").replace(b"(", b"\\(")
        return self.mark(element, before + b"BT /F1 12 Tf (" + shown + b") Tj ET")

    def mark(self, element: Obj, drawn: bytes, more: bytes = b"") -> Obj:
        """Draw something as content of *element*, and return it."""
        number = len(self.marks)
        self.marks.append(element)
        _kids(element).append(number)
        start = b"%b <</MCID %d %b>> BDC\n" % (str(element.S).encode(), number, more)
        self.content.append(start + drawn + b"\nEMC\n")
        return element

    def annotation(self, kind: str, element: Obj = None, **entries: Obj) -> Obj:
        """Add an annotation to the page, held by *element* if there is one, and return it."""
        entries.setdefault("Rect", Array([72, 100, 172, 120]))
        made = self.pdf.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), **entries)
        )
        if "/Annots" not in self.page:
            self.page.Annots = Array()
            self.page.Tabs = Name.S
        self.page.Annots.append(made)
        if kind == "Widget":
            if "/AcroForm" not in self.root:
                self.root.AcroForm = Dictionary(Fields=Array())
            self.root.AcroForm.Fields.append(made)
        if element is not None:
            made.StructParent = 1 + len(self.holders)
            self.holders.append(element)
            _kids(element).append(Dictionary(Type=Name.OBJR, Obj=made, Pg=self.page))
        return made

    def table(self, rows: list[list[str]], scope: str = "Column") -> Obj:
        """Add a table; a cell is `TH` or `TD`, with attributes such as `ColSpan=2` behind it."""
        table = self.element("Table")
        for row in rows:
            line = self.element("TR", table)
            for cell in row:
                kind, _, more = cell.partition(" ")
                made = self.text(self.element(kind, line))
                attributes: Obj = Dictionary(O=Name.Table)
                for each in more.split():
                    key, _, value = each.partition("=")
                    attributes[f"/{key}"] = int(value)
                if kind == "TH" and scope:
                    attributes.Scope = Name(f"/{scope}")
                made.A = attributes
        return table

    def picture(self) -> bytes:
        """Add a picture to the resources and return what draws it on the whole page."""
        image = self.pdf.make_stream(
            b"\xff",
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=1,
            Height=1,
            ColorSpace=Name.DeviceGray,
            BitsPerComponent=8,
        )
        self.page.Resources.XObject = Dictionary(Im1=image)
        return b"q 595 0 0 842 0 0 cm /Im1 Do Q"

    def form(self, drawn: bytes, **entries: Obj) -> bytes:
        """Add content that can be drawn again and again, and return what draws it."""
        made = self.pdf.make_stream(
            drawn,
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, 595, 842]),
            Resources=self.page.Resources,
            **entries,
        )
        self.page.Resources.XObject = Dictionary(Fm1=made)
        return b"/Fm1 Do"

    def xmp(self, title: str = TITLE, claim: str = "") -> None:
        """Replace the metadata."""
        self.root.Metadata = self.pdf.make_stream(
            XMP.format(title=title, claim=claim).encode(), Type=Name.Metadata, Subtype=Name.XML
        )

    def finish(self) -> pikepdf.Pdf:
        """Return the file with its content and parent tree."""
        self.page.Contents = self.pdf.make_stream(b"".join(self.content))
        if "/StructTreeRoot" in self.root:
            pairs: list[Obj] = [0, Array(self.marks)]
            for number, element in enumerate(self.holders, 1):
                pairs += [number, element]
            self.tree.ParentTree = self.pdf.make_indirect(Dictionary(Nums=Array(pairs)))
        return self.pdf

    def save(self, path: Path, **options: Obj) -> Path:
        """Write the file to *path* and return that."""
        # Else pikepdf writes the metadata anew, and mends what is wrong with them.
        if self.protection is not None:
            options.setdefault("encryption", self.protection)
        self.finish().save(path, fix_metadata_version=False, **options)
        return path


def _kids(element: Obj) -> Obj:
    if "/K" not in element:
        element.K = Array()
    return element.K


def good_pdf(part: int = 1) -> MadePdf:
    """Return a file that keeps PDF/UA: a heading and a paragraph in an embedded font."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    made = MadePdf(pdf)
    root = made.root
    root.Lang = String("en-GB")
    root.MarkInfo = Dictionary(Marked=True)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    made.xmp(claim=CLAIMS[part])
    page = made.page
    page.StructParents = 0
    page.Resources = Dictionary(Font=Dictionary(F1=_font(pdf)))
    tree: Obj = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    root.StructTreeRoot = tree
    document: Obj = Dictionary(Type=Name.StructElem, S=Name.Document, P=tree)
    if part == 2:
        document.NS = pdf.make_indirect(Dictionary(Type=Name.Namespace, NS=String(PDF_2)))
    tree.K = pdf.make_indirect(document)
    made.text(made.element("H1"), "Waste collection")
    made.text(made.element("P"), "Bins are collected each week.")
    return made


def _font(pdf: pikepdf.Pdf) -> Obj:
    descriptor = pdf.make_indirect(
        Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name("/ABCDEF+Square"),
            Flags=32,
            FontBBox=Array([0, 0, 500, 700]),
            ItalicAngle=0,
            Ascent=800,
            Descent=-200,
            CapHeight=700,
            StemV=80,
            FontFile2=pdf.make_stream(font_program()),
        )
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=Name("/ABCDEF+Square"),
            FirstChar=32,
            LastChar=126,
            Widths=Array([WIDTH] * 95),
            Encoding=Name.WinAnsiEncoding,
            FontDescriptor=descriptor,
        )
    )
