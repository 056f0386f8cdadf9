"""Show where on the page a problem is: a piece of its picture, and the place of that piece.

A picture is put into a report once and shown through windows (`viewBox`), so that nothing has to be
cut out of it and a page with ten problems costs one picture.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from civiscope.model import Box
from civiscope.results import Finding, Results
from civiscope_reports.content.issues import ShownIssue

MAX_BYTES = 12_000_000
"""Of all pictures in one report; what comes after goes without."""
_NAME = re.compile(r"[\w-]{1,80}\.(?:webp|jpg)", re.ASCII)
_KINDS = (
    ("image/webp", re.compile(rb"RIFF.{4}WEBP", re.DOTALL)),
    ("image/jpeg", re.compile(rb"\xff\xd8\xff")),
)
"""Pages of documents are WebP, and so are those of earlier scans; each with what it begins with."""
_PAGE_OF_DOCUMENT = re.compile(r"document-\d+-\d+-(\d{1,5})x(\d{1,5})\.webp", re.ASCII)
_AROUND = 40
_MIN_WINDOW = (360, 200)
"""Width and height of a window at least, in pixels of the page."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a tab showed of a page, or a page of a document."""

    name: str
    content: bytes
    width: int
    height: int
    kind: str
    """Its media type."""

    @property
    def id(self) -> str:
        """Its name within the report."""
        return f"picture-{self.name.rpartition('.')[0]}"

    @property
    def data(self) -> str:
        """It as an address that needs no file."""
        return f"data:{self.kind};base64,{base64.b64encode(self.content).decode('ascii')}"


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a picture around an element."""

    picture: str
    """Id of the picture."""
    box: Box
    view: Box
    page: tuple[int, int]
    """Width and height of the whole picture."""


@dataclass(frozen=True, slots=True)
class ElementPictures:
    """The pictures of a report, and what each finding shows of them."""

    width: int
    height: int
    all: tuple[Picture, ...] = ()
    windows: dict[str, Window] | None = None

    def window(self, finding: Finding) -> Window | None:
        """Return what to show of *finding*."""
        return (self.windows or {}).get(finding.id)


def pictures(results: Results, shown: Iterable[ShownIssue], folder: Path | None) -> ElementPictures:
    """Return the pictures in *folder* that show the first place of each of the issues *shown*."""
    width, height = _viewport(results)
    if folder is None:
        return ElementPictures(width, height)
    kept: dict[str, Picture] = {}
    windows: dict[str, Window] = {}
    room = MAX_BYTES
    for issue in shown:
        for place in issue.places[:1]:
            finding = place.first
            size = _page_size(finding.screenshot) or (width, height)
            if not finding.box or not _can_be_seen(finding.box, *size):
                continue
            picture = kept.get(finding.screenshot) or _read(folder, finding.screenshot, size, room)
            if picture is None:
                continue
            if picture.name not in kept:
                kept[picture.name] = picture
                room -= len(picture.content)
            view = _around(finding.box, *size)
            windows[finding.id] = Window(picture.id, finding.box, view, size)
    return ElementPictures(width, height, tuple(kept.values()), windows)


def _viewport(results: Results) -> tuple[int, int]:
    sides: object = results.scan.settings.get("viewport")
    if isinstance(sides, list):
        numbers = cast("list[object]", sides)
        if len(numbers) == 2 and all(isinstance(side, int) for side in numbers):
            return cast("tuple[int, int]", tuple(numbers))
    return 0, 0


def _page_size(name: str) -> tuple[int, int] | None:
    """Return width and height of a page of a document, which the name of its picture tells."""
    found = _PAGE_OF_DOCUMENT.fullmatch(name)
    return (int(found[1]), int(found[2])) if found else None


def _can_be_seen(box: Box, width: int, height: int) -> bool:
    """Say whether the picture, which ends where the window did, holds the element."""
    inside = box.x >= 0 and box.y >= 0 and box.x + box.width <= width
    return inside and box.y + box.height <= height and box.width > 0 and box.height > 0


def _read(folder: Path, name: str, size: tuple[int, int], room: int) -> Picture | None:
    # The name comes from a results file, which may come from anywhere.
    if not _NAME.fullmatch(name):
        return None
    try:
        content = (folder / name).read_bytes()
    except OSError:
        return None  # evidence is often moved or thrown away before its reports are
    kind = next((kind for kind, begins in _KINDS if begins.match(content)), "")
    return Picture(name, content, *size, kind) if kind and len(content) <= room else None


def _around(box: Box, width: int, height: int) -> Box:
    wide = min(max(box.width + 2 * _AROUND, _MIN_WINDOW[0]), width)
    high = min(max(box.height + 2 * _AROUND, _MIN_WINDOW[1]), height)
    left = min(max(box.x + box.width / 2 - wide / 2, 0), width - wide)
    top = min(max(box.y + box.height / 2 - high / 2, 0), height - high)
    return Box(round(left, 1), round(top, 1), round(wide, 1), round(high, 1))
