"""Give a PDF that a browser printed what PDF/UA asks for beyond its tags."""

from __future__ import annotations

import importlib.util
import io
from typing import Any

_NAMES = {"NonStruct": "NonStruct", "Strong": "Span", "Em": "Span", "Title": "P", "FENote": "Note"}
"""Types of the browser's tags that are new in PDF 2.0, and what older readers know them as."""


_ITEM_PARTS = ("/Lbl", "/LBody")
_TEXT = frozenset({"Tj", "TJ", "'", '"'})
_PAINT = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*"})


def can_complete() -> bool:
    """Say whether pikepdf is here, which `civiscope[documents]` brings."""
    return importlib.util.find_spec("pikepdf") is not None


def complete(content: bytes, title: str, language: str) -> bytes:
    """Return the PDF *content* with its title shown, its language, metadata and role map.

    Without pikepdf it is returned as the browser made it: tagged, and with a title.
    """
    if not can_complete():
        return content
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.Root.Lang = pikepdf.String(language)
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
        for page in pdf.pages:
            # Annotations are met in the order of the structure.
            page.obj.Tabs = pikepdf.Name("/S")
            _mark_decoration(pdf, page)
            _describe_links(page)
        tree = pdf.Root.get("/StructTreeRoot")
        if tree is not None:
            known = tree.get("/RoleMap") or pikepdf.Dictionary()
            for name, standard in _NAMES.items():
                if f"/{name}" not in known and name != standard:
                    known[f"/{name}"] = pikepdf.Name(f"/{standard}")
            tree.RoleMap = known
            _give_items_bodies(pdf, tree)
        with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:title"] = title
            metadata["dc:language"] = {language}
            metadata["pdfuaid:part"] = "1"
        pdf.docinfo["/Title"] = title
        done = io.BytesIO()
        pdf.save(done, deterministic_id=True)
    return done.getvalue()


def _describe_links(page: Any) -> None:  # noqa: ANN401 - objects of pikepdf are dynamic
    """Say of each link where it leads, for who is read the link and not its text."""
    import pikepdf

    for note in page.obj.get("/Annots") or ():
        if note.get("/Subtype") != "/Link" or str(note.get("/Contents") or ""):
            continue
        action = note.get("/A") or pikepdf.Dictionary()
        where = action.get("/URI") or action.get("/D") or note.get("/Dest")
        named = isinstance(where, pikepdf.String | pikepdf.Name | str)
        told = str(where).lstrip("/") if named else ""
        note.Contents = pikepdf.String(told or "#")


def _give_items_bodies(pdf: Any, tree: Any) -> None:  # noqa: ANN401 - as above
    """Put the parts of list items that are neither labels nor bodies into bodies."""
    import pikepdf

    waiting: list[Any] = [tree]
    while waiting:
        element = waiting.pop()
        kids = element.get("/K")
        listed = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        parts = [kid for kid in listed if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
        waiting += parts
        if element.get("/S") != "/LI":
            continue
        for kid in parts:
            if kid.S == "/NonStruct":
                # What the browser tags as nothing is the body.
                kid.S = pikepdf.Name("/LBody")
        if any(kid.S not in _ITEM_PARTS for kid in parts):
            element.K = pikepdf.Array(_in_bodies(pdf, element, listed))


def _in_bodies(pdf: Any, item: Any, kids: list[Any]) -> list[Any]:  # noqa: ANN401 - as above
    """Return the *kids* of a list item, elements that follow each other in a body of their own.

    Content of the item itself stays where it is: the file names the item as what it belongs to.
    """
    import pikepdf

    done: list[Any] = []
    body: Any = None
    for kid in kids:
        is_part = isinstance(kid, pikepdf.Dictionary) and "/S" in kid
        if not is_part or kid.S in _ITEM_PARTS:
            body = None
            done.append(kid)
            continue
        if body is None:
            body = pdf.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name("/StructElem"),
                    S=pikepdf.Name("/LBody"),
                    P=item,
                    K=pikepdf.Array(),
                )
            )
            done.append(body)
        kid.P = body
        body.K.append(kid)
    return done


def _mark_decoration(pdf: Any, page: Any) -> None:  # noqa: ANN401 - as above
    """Mark what is in no tag, signs and lines that style sheets add, as decoration."""
    import pikepdf

    begin = pikepdf.ContentStreamInstruction([pikepdf.Name("/Artifact")], pikepdf.Operator("BMC"))
    end = pikepdf.ContentStreamInstruction([], pikepdf.Operator("EMC"))
    changed: list[Any] = []
    depth = loose = 0
    path: int | None = None
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        depth += operator in {"BDC", "BMC"}
        depth -= operator == "EMC"
        if operator in {"m", "re"} and path is None:
            path = len(changed)
        if depth == 0 and operator in _TEXT | _PAINT | {"Do"}:
            loose += 1
            # A path may not be interrupted: the mark begins before its first step.
            changed.insert(len(changed) if path is None else path, begin)
            changed += [instruction, end]
        else:
            changed.append(instruction)
        if operator in _PAINT | {"n"}:
            path = None
    if loose:
        page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(changed))
