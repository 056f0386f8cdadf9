"""Give a PDF that a browser printed what PDF/UA asks for beyond its tags."""

from __future__ import annotations

import importlib.util
import io
from typing import Any

_NAMES = {"NonStruct": "NonStruct", "Strong": "Span", "Em": "Span", "Title": "P", "FENote": "Note"}
"""Types of the browser's tags that are new in PDF 2.0, and what older readers know them as."""


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
        tree = pdf.Root.get("/StructTreeRoot")
        if tree is not None:
            known = tree.get("/RoleMap") or pikepdf.Dictionary()
            for name, standard in _NAMES.items():
                if f"/{name}" not in known and name != standard:
                    known[f"/{name}"] = pikepdf.Name(f"/{standard}")
            tree.RoleMap = known
            _give_items_bodies(tree)
        with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:title"] = title
            metadata["dc:language"] = {language}
            metadata["pdfuaid:part"] = "1"
        pdf.docinfo["/Title"] = title
        done = io.BytesIO()
        pdf.save(done, deterministic_id=True)
    return done.getvalue()


def _give_items_bodies(tree: Any) -> None:  # noqa: ANN401 - objects of pikepdf are dynamic
    """Make the parts of list items, which the browser tags as nothing, the bodies of the items."""
    import pikepdf

    waiting: list[Any] = [tree]
    while waiting:
        element = waiting.pop()
        kids = element.get("/K")
        listed = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        for kid in listed:
            if not isinstance(kid, pikepdf.Dictionary) or "/S" not in kid:
                continue
            if element.get("/S") == "/LI" and kid.S == "/NonStruct":
                kid.S = pikepdf.Name("/LBody")
            waiting.append(kid)


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
