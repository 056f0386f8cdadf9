"""Find the pages of a PDF file, and what they take from the nodes of the tree above them."""

from __future__ import annotations

import pikepdf

from civiscope.collectors.documents.limits import MAX_PAGES
from civiscope.collectors.documents.pdf.objects import (
    Object,
    array,
    dictionary,
    entry,
    identity,
    name,
    rectangle_of,
)
from civiscope.collectors.documents.sightings import Sightings

_MAX_PARENTS = 64
_LETTER = (0.0, 0.0, 612.0, 792.0)


def find_pages(pdf: pikepdf.Pdf, seen: Sightings) -> list[Object]:
    """Return the pages; of a tree that leads back to itself, each once."""
    found: list[Object] = []
    met: set[tuple[int, int]] = set()
    waiting: list[Object] = [dictionary(pdf.Root, "/Pages")]
    while waiting:
        node = waiting.pop()
        own = identity(node)
        if not isinstance(node, pikepdf.Dictionary):
            continue
        if own in met:
            seen.add("page-loop")
            continue
        if own != (0, 0):
            met.add(own)
        if "/Kids" in node and name(node, "/Type") != "Page":
            waiting += reversed(array(node, "/Kids"))
        elif len(found) < MAX_PAGES:
            found.append(node)
        else:
            seen.leave_out(f"It has more than {MAX_PAGES:,} pages.")
            break
    return found


def view_of(page: Object) -> tuple[float, float, float, float]:
    """Return the part of a page that is shown: left, low, right, high."""
    for key in ("/CropBox", "/MediaBox"):
        found = rectangle_of(inherited(page, key, pikepdf.Array))
        if found is not None:
            return found
    return _LETTER


def inherited(page: Object, key: str, kind: type) -> Object:
    """Return an entry of a page, or of the nearest node above that has it; None without one."""
    at, met = page, set[tuple[int, int]]()
    while isinstance(at, pikepdf.Dictionary) and len(met) < _MAX_PARENTS:
        found = entry(at, key)
        if isinstance(found, kind):
            return found
        own = identity(at)
        if own in met:
            return None
        met.add(own)
        at = entry(at, "/Parent")
    return None
