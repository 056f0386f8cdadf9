"""See fonts: are they there, do their codes mean characters, do widths and glyphs fit."""

from __future__ import annotations

from collections.abc import Iterable

import pikepdf

from civiscope.collectors.documents.pdf.composite_fonts import CompositeFont
from civiscope.collectors.documents.pdf.font import Font
from civiscope.collectors.documents.pdf.font_use import FontUse
from civiscope.collectors.documents.pdf.objects import (
    name,
)
from civiscope.collectors.documents.pdf.simple_fonts import SimpleFont, TrueTypeFont
from civiscope.collectors.documents.sightings import Sightings
from civiscope.model.document_facts import DocumentPlace


def see_fonts(uses: Iterable[FontUse], seen: Sightings) -> None:
    """Note what is wrong with the fonts that are used."""
    for use in uses:
        seen.counts["fonts"] += 1
        try:
            font = _open(use, seen)
        except (pikepdf.PdfError, ValueError, OverflowError):
            seen.add("font-unreadable", DocumentPlace(use.page))
            continue
        font.see()


def _open(use: FontUse, seen: Sightings) -> Font:
    kind = name(use.font, "/Subtype")
    if kind == "Type0":
        return CompositeFont(use, seen)
    if kind == "TrueType":
        return TrueTypeFont(use, seen)
    return SimpleFont(use, seen)
