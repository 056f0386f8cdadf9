"""Give a PDF that a browser printed what PDF/UA asks for beyond its tags."""

from __future__ import annotations

import importlib.util
import io

_NAMES = {"NonStruct": "NonStruct", "Strong": "Span", "Em": "Span", "Title": "P", "FENote": "Note"}
"""Types of the browser's tags that are new in PDF 2.0, and what older readers know them as."""


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
        tree = pdf.Root.get("/StructTreeRoot")
        if tree is not None:
            known = tree.get("/RoleMap") or pikepdf.Dictionary()
            for name, standard in _NAMES.items():
                if f"/{name}" not in known and name != standard:
                    known[f"/{name}"] = pikepdf.Name(f"/{standard}")
            tree.RoleMap = known
        with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:title"] = title
            metadata["dc:language"] = {language}
            metadata["pdfuaid:part"] = "1"
        pdf.docinfo["/Title"] = title
        done = io.BytesIO()
        pdf.save(done, deterministic_id=True)
    return done.getvalue()
