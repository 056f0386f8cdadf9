"""What breaks a PDF file that keeps PDF/UA: one function for each thing that readers see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pikepdf import Array, Dictionary, Encryption, Name, Permissions, String
from tests.scanner.collectors.documents.pdf_files import (
    PDF_2,
    MadePdf,
    Obj,
    cff_program,
    font_program,
    program_without_usual_tables,
)

Fault = Callable[[MadePdf], Any]
PRIVATE = String("\ue001")


def _namespace(made: MadePdf, url: str, **roles: Obj) -> Obj:
    return made.pdf.make_indirect(
        Dictionary(Type=Name.Namespace, NS=String(url), RoleMapNS=Dictionary(**roles))
    )


def _item(made: MadePdf, kind: str = "LI") -> Obj:
    listed = made.element("L", A=Dictionary(O=Name.List, ListNumbering=Name.Decimal))
    return made.element(kind, listed)


def _good_item(made: MadePdf) -> Obj:
    item = _item(made)
    made.text(made.element("Lbl", item), "1")
    made.text(made.element("LBody", item))
    return item


def _link(made: MadePdf, element: Obj = None, **entries: Obj) -> Obj:
    element = made.text(made.element("Link")) if element is None else element
    entries.setdefault("Contents", String("More"))
    entries.setdefault("A", Dictionary(S=Name.URI, URI=String("https://example.gov/")))
    return made.annotation("Link", element, **entries)


def _field(made: MadePdf, element: Obj = None, **entries: Obj) -> Obj:
    element = made.element("Form") if element is None else element
    entries = {"FT": Name.Tx, "T": String("Text7"), "TU": String("Your name"), **entries}
    return made.annotation("Widget", element, **entries)


def _media(made: MadePdf, **clip: Obj) -> Obj:
    entries: dict[str, Any] = {
        "CT": String("video/mp4"),
        "Alt": Array([String("en"), String("How to sort")]),
        **{key: value for key, value in clip.items() if value is not None},
    }
    for key, value in clip.items():
        if value is None:
            del entries[key]
    action = Dictionary(
        S=Name.Rendition,
        R=Dictionary(S=Name.MR, C=Dictionary(Type=Name.MediaClip, S=Name.MCD, **entries)),
    )
    return made.annotation("Screen", made.element("Annot"), Contents=String("Video"), A=action)


def _note(made: MadePdf, kind: str, **entries: Obj) -> Obj:
    return made.text(made.element(kind, **entries))


def _one_footnote_way(made: MadePdf) -> None:
    note = made.text(made.element("FENote", NS=_namespace(made, PDF_2)))
    made.text(made.element("Reference", Ref=Array([note])))


def _attachment(made: MadePdf, **entries: Obj) -> None:
    spec = made.pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            EF=Dictionary(F=made.pdf.make_stream(b"a,b", Type=Name.EmbeddedFile)),
            **entries,
        )
    )
    names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String("sums.csv"), spec])))
    made.root.Names = names


def _bookmark(made: MadePdf, title: str = "Bins", **entries: Obj) -> None:
    item = made.pdf.make_indirect(Dictionary(Title=String(title), **entries))
    made.root.Outlines = made.pdf.make_indirect(Dictionary(First=item, Last=item, Count=1))


def _to_page(made: MadePdf) -> Array:
    return Array([made.page, Name.Fit])


def _layers(made: MadePdf, configs: int = 0, **entries: Obj) -> None:
    others = Array([Dictionary(Name=String("Other")) for _ in range(configs)])
    made.root.OCProperties = Dictionary(OCGs=Array(), D=Dictionary(**entries), Configs=others)


def _composite(made: MadePdf, **entries: Obj) -> Obj:
    """Replace the font by one whose codes stand for numbered glyphs."""
    descriptor = made.font.FontDescriptor
    cid_font = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/ABCDEF+Square"),
        CIDSystemInfo=Dictionary(
            Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
        ),
        FontDescriptor=descriptor,
        DW=500,
        CIDToGIDMap=Name.Identity,
    )
    for key in ("CIDSystemInfo", "CIDSet"):
        if key in entries:
            cid_font[f"/{key}"] = entries.pop(key)
    unicode_map = made.pdf.make_stream(
        b"1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        b"1 beginbfrange <0001> <003f> <0041> endbfrange"
    )
    settings: dict[str, Any] = {
        "Encoding": Name("/Identity-H"),
        "ToUnicode": unicode_map,
        **entries,
    }
    made.page.Resources.Font.F2 = made.pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name("/ABCDEF+Square"),
            DescendantFonts=Array([cid_font]),
            **settings,
        )
    )
    made.mark(made.element("P"), b"BT /F2 12 Tf <00020003> Tj ET")
    return cid_font


def _code_map(made: MadePdf, text: bytes = b"", **entries: Obj) -> Obj:
    settings: dict[str, Any] = {
        "CMapName": Name("/Own"),
        "CIDSystemInfo": Dictionary(
            Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
        ),
        **entries,
    }
    return made.pdf.make_stream(
        text
        + b"\n1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        + b"1 begincidrange <0000> <ffff> 0 endcidrange",
        Type=Name.CMap,
        **settings,
    )


def _system(ordering: str, supplement: int = 0) -> Dictionary:
    return Dictionary(Registry=String("Adobe"), Ordering=String(ordering), Supplement=supplement)


def _set(target: Callable[[MadePdf], Obj], key: str, value: Any) -> Fault:  # noqa: ANN401
    def change(made: MadePdf) -> None:
        target(made)[f"/{key}"] = value(made) if callable(value) else value

    return change


def _delete(target: Callable[[MadePdf], Obj], key: str) -> Fault:
    def change(made: MadePdf) -> None:
        del target(made)[f"/{key}"]

    return change


def _root(made: MadePdf) -> Obj:
    return made.root


def _font(made: MadePdf) -> Obj:
    return made.font


def _no_language(then: Fault) -> Fault:
    def change(made: MadePdf) -> None:
        del made.root.Lang
        then(made)

    return change


def _symbolic(made: MadePdf) -> None:
    made.font.FontDescriptor.Flags = 4


def _roles(**roles: str) -> Fault:
    def change(made: MadePdf) -> None:
        made.tree.RoleMap = Dictionary({f"/{key}": Name(f"/{at}") for key, at in roles.items()})
        for kind in roles:
            made.text(made.element(kind))

    return change


def _same_namespace(made: MadePdf) -> None:
    url = "http://example.gov/types"
    space = _namespace(made, url)
    space.RoleMapNS = Dictionary(Lead=Array([Name.Start, space]), Start=Name.P)
    made.text(made.element("Lead", NS=space))


def _loop(made: MadePdf) -> None:
    part = made.element("Sect")
    part.K = Array([made.document])


def _twice(made: MadePdf) -> None:
    draws = made.form(b"/P <</MCID 0>> BDC BT /F1 9 Tf (x) Tj ET EMC", StructParents=9)
    made.content += [b"/Artifact BMC\n", draws, b"\n", draws, b"\nEMC\n"]


def _signature(made: MadePdf) -> None:
    made.picture()
    shown = made.pdf.make_stream(
        b"/Im1 Do",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 9, 9]),
        Resources=made.page.Resources,
    )
    _field(made, FT=Name.Sig, AP=Dictionary(N=shown))


def _xfa(made: MadePdf, render: str = "") -> None:
    data = f"<xdp><config><dynamicRender>{render}</dynamicRender></config></xdp>".encode()
    made.root.AcroForm = Dictionary(Fields=Array(), XFA=made.pdf.make_stream(data))


def _other_program(made: MadePdf) -> None:
    made.font.FontDescriptor.FontFile2 = made.pdf.make_stream(font_program("XYZ"))


def _protected(made: MadePdf) -> None:
    # Newer protection lets screen readers in whatever is asked for.
    forbidden = Permissions(accessibility=False)
    made.protection = Encryption(
        owner="o", user="", R=3, aes=False, metadata=False, allow=forbidden
    )


def _short_list(made: MadePdf) -> None:
    made.font.Subtype = Name.Type1
    descriptor = made.font.FontDescriptor
    del descriptor.FontFile2
    descriptor.FontFile3 = made.pdf.make_stream(cff_program(), Subtype=Name.Type1C)
    descriptor.CharSet = String("/uni0041")


def _other_tables(made: MadePdf) -> None:
    program = made.pdf.make_stream(program_without_usual_tables())
    made.font.FontDescriptor.FontFile2 = program


def _unmapped(made: MadePdf) -> None:
    _symbolic(made)
    del made.font.Encoding
    # Codes that were given out one after the other: nobody takes those for letters.
    made.mark(made.element("P"), b"BT /F1 12 Tf <%b> Tj ET" % bytes(range(1, 31)).hex().encode())


def _only_a_picture(made: MadePdf) -> None:
    made.content[:] = [b"/Artifact BMC " + made.picture() + b" EMC"]


def _tagged_in_artifact(made: MadePdf) -> None:
    made.content.append(b"/Artifact BMC\n")
    made.text(made.element("P"))
    made.content.append(b"EMC\n")


def _private_map(made: MadePdf) -> Obj:
    return made.pdf.make_stream(b"1 beginbfchar <42> <e001> endbfchar")


def _invalid_map(made: MadePdf) -> Obj:
    return made.pdf.make_stream(b"1 beginbfchar <42> <0000> endbfchar")


FAULTS: dict[str, Fault] = {
    "claim-missing": lambda made: made.xmp(),
    "claim-prefix": lambda made: made.xmp(
        claim='<u:part xmlns:u="http://www.aiim.org/pdfua/ns/id/">1</u:part>'
    ),
    "claim-revision": lambda made: made.xmp(claim="<pdfuaid:part>2</pdfuaid:part>"),
    "claim-part": lambda made: made.xmp(claim="<pdfuaid:part>3</pdfuaid:part>"),
    "metadata-missing": _delete(_root, "Metadata"),
    "metadata-type": lambda made: made.root.__setitem__(
        "/Metadata",
        made.pdf.make_stream(made.root.Metadata.read_bytes(), Type=Name.Metadata),
    ),
    "metadata-title-missing": lambda made: made.root.__setitem__(
        "/Metadata",
        made.pdf.make_stream(b"<x/>", Type=Name.Metadata, Subtype=Name.XML),
    ),
    "title-not-displayed": _delete(_root, "ViewerPreferences"),
    "not-marked": _delete(_root, "MarkInfo"),
    "suspects": _set(_root, "MarkInfo", Dictionary(Marked=True, Suspects=True)),
    "structure-missing": _delete(_root, "StructTreeRoot"),
    "element-without-parent": lambda made: made.text(made.element("P")).__delitem__("/P"),
    "structure-loop": _loop,
    "untagged-content": lambda made: made.content.append(b"0 0 9 9 re f\n"),
    "untagged-text": lambda made: made.content.append(b"BT /F1 9 Tf (Stamp) Tj ET\n"),
    "artifact-in-tagged": lambda made: made.mark(
        made.element("P"), b"/Artifact BMC BT /F1 9 Tf (x) Tj ET EMC"
    ),
    "tagged-in-artifact": _tagged_in_artifact,
    "role-missing": lambda made: made.text(made.element("Lead")),
    "role-circular": _roles(Lead="Start", Start="Lead"),
    "role-remapped": _roles(Sect="Div"),
    "role-same-namespace": _same_namespace,
    "root-not-document": lambda made: made.document.__setitem__("/S", Name.Sect),
    "root-namespace": lambda made: "/NS" in made.document and made.document.__delitem__("/NS"),
    "language-missing": _delete(_root, "Lang"),
    "language-invalid": _set(_root, "Lang", String("English, British")),
    "language-of-bookmark": _no_language(_bookmark),
    "language-of-metadata": _delete(_root, "Lang"),
    "language-of-text": _delete(_root, "Lang"),
    "language-of-alt": _no_language(
        lambda made: made.text(made.element("Figure", Alt=String("Bins")))
    ),
    "language-of-actual-text": _no_language(
        lambda made: made.text(made.element("Span", ActualText=String("Bins")))
    ),
    "language-of-expansion": _no_language(
        lambda made: made.text(made.element("Span", E=String("Bins")))
    ),
    "language-of-contents": _no_language(_link),
    "language-of-field": _no_language(_field),
    "table-nesting": lambda made: made.text(made.element("P", made.element("Table"))),
    "list-nesting": lambda made: made.text(made.element("P", made.element("L"))),
    "list-item-parts": lambda made: made.text(made.element("P", _item(made))),
    "toc-nesting": lambda made: made.text(made.element("P", made.element("TOC"))),
    "table-caption": lambda made: [
        made.element(kind, table)
        for table in [made.element("Table")]
        for kind in ("TR", "Caption", "TR")
    ],
    "list-caption": lambda made: [
        made.element(kind, listed) for listed in [made.element("L")] for kind in ("LI", "Caption")
    ],
    "toc-caption": lambda made: [
        made.element(kind, toc) for toc in [made.element("TOC")] for kind in ("TOCI", "Caption")
    ],
    "caption-place": lambda made: [
        made.element(kind, part)
        for part in [made.element("Sect")]
        for kind in ("P", "Caption", "P")
    ],
    "table-parts": lambda made: made.element("THead", made.element("Table")),
    "table-irregular": lambda made: made.table([["TH", "TH"], ["TD"]]),
    "table-without-headers": lambda made: made.table([["TD", "TD"], ["TD", "TD"]]),
    "table-headers-unclear": lambda made: made.table([["TH", "TH"], ["TD", "TD"]], scope=""),
    "table-headers-unfound": lambda made: made.table([["TH", "TD"], ["TD", "TD"]]),
    "figure-without-alt": lambda made: made.text(made.element("Figure")),
    "figure-empty-alt": lambda made: made.text(made.element("Figure", Alt=String(""))),
    "figure-file-name": lambda made: made.text(made.element("Figure", Alt=String("img_4.png"))),
    "figure-inside-alt": lambda made: made.text(
        made.element("Figure", made.element("Figure", Alt=String("Bins")))
    ),
    "figure-without-content": lambda made: made.element("Figure"),
    "formula-without-alt": lambda made: made.text(made.element("Formula")),
    "formula-mathml-only": lambda made: made.text(
        made.element(
            "math",
            made.element("Formula"),
            NS=_namespace(made, "http://www.w3.org/1998/Math/MathML"),
        )
    ),
    "math-outside-formula": lambda made: made.text(
        made.element("math", NS=_namespace(made, "http://www.w3.org/1998/Math/MathML"))
    ),
    "heading-order": lambda made: made.text(made.element("H4")),
    "heading-skip": lambda made: made.text(made.element("H4")),
    "heading-h": lambda made: made.text(made.element("H")),
    "heading-h-twice": lambda made: [made.text(made.element("H")) for _ in range(2)],
    "heading-mixed": lambda made: made.text(made.element("H")),
    "note-without-id": lambda made: _note(made, "Note"),
    "note-id-twice": lambda made: [_note(made, "Note", ID=String("n1")) for _ in range(2)],
    "note-type": lambda made: _note(made, "Note", ID=String("n1")),
    "note-references": _one_footnote_way,
    "note-kind": lambda made: _note(
        made,
        "FENote",
        NS=_namespace(made, PDF_2),
        A=Dictionary(O=Name.FENote, NoteType=Name.Remark),
    ),
    "toci-without-reference": lambda made: made.text(made.element("TOCI", made.element("TOC"))),
    "link-targets": lambda made: [
        _link(made, element, A=Dictionary(S=Name.URI, URI=String(f"https://example.gov/{n}")))
        for element in [made.text(made.element("Link"))]
        for n in range(2)
    ],
    "ruby-parts": lambda made: made.text(made.element("RB", made.element("Ruby"))),
    "warichu-parts": lambda made: made.text(made.element("WT", made.element("Warichu"))),
    "list-numbering": lambda made: [
        made.text(made.element("Lbl", item)) and made.text(made.element("LBody", item))
        for item in [made.element("LI", made.element("L"))]
    ],
    "list-item-content": lambda made: made.text(_item(made)),
    "private-use-in-alt": lambda made: made.text(made.element("Figure", Alt=PRIVATE)),
    "private-use-in-actual-text": lambda made: made.text(made.element("Span", ActualText=PRIVATE)),
    "private-use-in-string": lambda made: _bookmark(made, "\ue001"),
    "private-use-in-text": _set(
        _font,
        "ToUnicode",
        _private_map,
    ),
    "layers-without-name": _layers,
    "layers-without-name-among-many": lambda made: _layers(made, 1),
    "layers-switch": lambda made: _layers(made, Name=String("Print"), AS=Array()),
    "attachment-without-name": lambda made: _attachment(made, F=String("sums.csv")),
    "attachment-without-description": lambda made: _attachment(made, F=String("sums.csv")),
    "attachment-without-relation": lambda made: made.annotation(
        "FileAttachment",
        made.element("Annot"),
        Contents=String("Sums"),
        FS=Dictionary(Type=Name.Filespec, F=String("sums.csv")),
    ),
    "xfa-dynamic": lambda made: _xfa(made, "required"),
    "xfa": _xfa,
    "reading-forbidden": _protected,
    "subset-list-incomplete": _short_list,
    "truetype-without-table": _other_tables,
    "truetype-symbolic-tables": _unmapped,
    "truetype-symbolic-without-table": _unmapped,
    "annotation-not-in-annot": lambda made: made.annotation("Text", Contents=String("Check")),
    "annotation-without-text": lambda made: made.annotation("Text", made.element("Annot")),
    "field-without-name": lambda made: _field(made, TU=String("")),
    "annotation-trap-net": lambda made: made.annotation("TrapNet"),
    "tab-order": lambda made: _link(made) and made.page.__setitem__("/Tabs", Name.R),
    "tab-order-of-active": lambda made: _link(made) and made.page.__delitem__("/Tabs"),
    "tab-order-unknown": lambda made: _link(made) and made.page.__delitem__("/Tabs"),
    "field-not-in-form": lambda made: _field(made, made.element("Div")),
    "form-not-one-widget": lambda made: made.text(made.element("Form")),
    "field-in-other-element": lambda made: _field(made, made.element("Div")),
    "form-many-widgets": lambda made: [
        _field(made, element) for element in [made.element("Form")] for _ in range(2)
    ],
    "field-without-label": _field,
    "field-action-without-contents": lambda made: _field(made, AA=Dictionary()),
    "field-values-differ": lambda made: _field(
        made, V=String("one"), RV=String("<body><p>two</p></body>")
    ),
    "signature-picture-without-alt": _signature,
    "link-not-in-link": lambda made: _link(made, made.element("Div")),
    "link-not-in-link-or-reference": lambda made: _link(made, made.element("Div")),
    "link-without-contents": lambda made: _link(made, Contents=String("")),
    "media-without-type": lambda made: _media(made, CT=None),
    "media-without-alt": lambda made: _media(made, Alt=None),
    "printer-mark-tagged": lambda made: made.annotation("PrinterMark", made.element("Annot")),
    "popup-tagged": lambda made: made.annotation("Popup", made.element("Annot")),
    "invisible-tagged": lambda made: _link(made, F=1),
    "no-view-tagged": lambda made: _link(made, F=32),
    "markup-not-in-annot": lambda made: made.annotation("Highlight", Contents=String("See")),
    "annotation-texts-differ": lambda made: made.annotation(
        "FreeText",
        made.element("Annot"),
        Contents=String("one"),
        RC=String("<body><p>two</p></body>"),
    ),
    "stamp-without-text": lambda made: made.annotation("Stamp", made.element("Annot")),
    "ink-without-contents": lambda made: made.annotation("Ink", made.element("Annot")),
    "screen-without-contents": lambda made: made.annotation("Screen", made.element("Annot")),
    "three-d-without-contents": lambda made: made.annotation("3D", made.element("Annot")),
    "rich-media-without-contents": lambda made: made.annotation("RichMedia", made.element("Annot")),
    "annotation-sound": lambda made: made.annotation("Sound", made.element("Annot")),
    "annotation-movie": lambda made: made.annotation("Movie", made.element("Annot")),
    "empty-field-tagged": lambda made: _field(made, Rect=Array([9, 9, 9, 9])),
    "watermark-not-in-annot": lambda made: made.annotation("Watermark", made.element("Div")),
    "contents-differ-from-alt": lambda made: made.annotation(
        "Text", made.element("Annot", Alt=String("one")), Contents=String("two")
    ),
    "destination-not-structural": lambda made: _bookmark(made, Dest=_to_page(made)),
    "reference-xobject": lambda made: made.content.extend(
        [b"/Artifact BMC ", made.form(b"", Ref=Dictionary(F=String("other.pdf"))), b" EMC\n"]
    ),
    "form-content-reused": _twice,
    "cid-system": lambda made: _composite(
        made, Encoding=_code_map(made), CIDSystemInfo=_system("Japan1")
    ),
    "cid-supplement": lambda made: _composite(
        made, Encoding=_code_map(made), CIDSystemInfo=_system("Identity", 4)
    ),
    "cid-map-missing": lambda made: _composite(made).__delitem__("/CIDToGIDMap"),
    "cmap-not-embedded": lambda made: _composite(made, Encoding=Name("/Own-H")),
    "cmap-mode": lambda made: _composite(made, Encoding=_code_map(made, b"/WMode 1 def")),
    "cmap-reference": lambda made: _composite(made, Encoding=_code_map(made, b"/Other usecmap")),
    "font-not-embedded": lambda made: made.font.FontDescriptor.__delitem__("/FontFile2"),
    "glyph-missing": _other_program,
    "subset-set-incomplete": lambda made: [
        made.font.FontDescriptor.__setitem__("/CIDSet", made.pdf.make_stream(b"\x80")),
        _composite(made),
    ],
    "glyph-widths": lambda made: made.font.__setitem__("/Widths", Array([510] * 95)),
    "truetype-encoding": _delete(_font, "Encoding"),
    "truetype-differences": _set(
        _font,
        "Encoding",
        Dictionary(BaseEncoding=Name.WinAnsiEncoding, Differences=Array([65, Name.zzz])),
    ),
    "truetype-symbolic-encoding": _symbolic,
    "font-without-unicode": _unmapped,
    "text-unmapped": _unmapped,
    "font-invalid-unicode": _set(
        _font,
        "ToUnicode",
        _invalid_map,
    ),
    "glyph-notdef": lambda made: (
        _composite(made) and made.mark(made.element("P"), b"BT /F2 12 Tf <0000> Tj ET")
    ),
    "page-is-picture": _only_a_picture,
    "pale-text": lambda made: made.text(made.element("P"), before=b"0.8 g "),
    "content-loop": lambda made: made.content.append(
        b"/Artifact BMC " + made.form(b"/Fm1 Do") + b" EMC\n"
    ),
}
"""Ways to break the file, by what readers see then."""

GOOD: dict[str, Fault] = {
    "table": lambda made: made.table([["TH", "TH"], ["TD", "TD"]]),
    "wide table": lambda made: made.table([["TH ColSpan=2"], ["TH", "TH"], ["TD", "TD"]]),
    "figure": lambda made: made.text(made.element("Figure", Alt=String("Three bins"))),
    "list": _good_item,
    "link": _link,
    "levels": lambda made: [made.text(made.element(kind)) for kind in ("H2", "H3", "H2")],
    "role": _roles(Lead="P"),
    "artifact": lambda made: made.content.append(b"/Artifact BMC 0 0 9 9 re f EMC\n"),
    "numbered glyphs": _composite,
    "field with contents": lambda made: _field(made, Contents=String("Your name")),
    "reused decoration": lambda made: made.content.extend(
        [b"/Artifact BMC ", made.form(b"0 0 9 9 re f"), b" /Fm1 Do EMC\n"]
    ),
}
"""Things that keep PDF/UA."""
