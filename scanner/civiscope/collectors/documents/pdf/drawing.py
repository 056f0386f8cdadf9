"""Draw pages of a PDF file, as a reader shows them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

MAX_SIDE = 3000
"""Points; a larger page is not drawn."""
_DOTS_A_POINT = 1.5
_QUALITY = 60


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as it is shown: WebP."""

    page: int
    width: int
    """In points, which boxes of findings are in."""
    height: int
    content: bytes


def draw_pages(path: Path, pages: Sequence[int]) -> list[PagePicture]:
    """Return pictures of *pages* (from 1) of the file at *path*; turned ones are left out."""
    # Boxes are those of the page before it is turned.
    pdfium: Any = import_module("pypdfium2")
    found: list[PagePicture] = []
    with pdfium.PdfDocument(path) as document:
        for number in pages:
            if number > len(document):
                continue
            page = document[number - 1]
            width, height = page.get_size()
            if page.get_rotation() or max(width, height) > MAX_SIDE:
                continue
            file = io.BytesIO()
            image = page.render(scale=_DOTS_A_POINT).to_pil()
            image.save(file, "WEBP", quality=_QUALITY)
            found.append(PagePicture(number, round(width), round(height), file.getvalue()))
    return found
