"""What is known at one place of a page's content, and of a page when it has been walked through."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from civiscope.collectors.documents.pdf.font_use import FontUse
from civiscope.collectors.documents.pdf.graphics import BLACK, PLAIN, UNKNOWN, WHITE, Matrix
from civiscope.collectors.documents.pdf.structure import PdfTag

_ORDINARY = 4.5
_BACKGROUND = 0.5
"""The part of a page from which on a picture may be what its text stands on."""


@dataclass(frozen=True, slots=True)
class OpenMark:
    """A marked-content sequence that is open, with what those around it say as well."""

    artifact: bool = False
    tagged: bool = False
    """Whether it belongs to an element."""
    replaced: bool = False
    """Whether a text stands for it."""
    language: bool = False
    """Whether its language is known."""
    alt: bool = False
    element: PdfTag | None = field(default=None, compare=False)
    """The innermost one."""

    def holding(self, element: PdfTag | None) -> OpenMark:
        """Return what content of *element* in it comes to."""
        if element is None:
            return self
        return replace(
            self,
            element=element,
            tagged=True,
            replaced=self.replaced or element.replaced,
            language=self.language or bool(element.language),
        )


@dataclass(slots=True)
class DrawingState:
    """What the next text or paint is drawn with."""

    font: FontUse | None = None
    mode: int = 0
    ink: float = 0.0
    """How bright what is filled gets."""
    known: bool = True
    """Whether the numbers of its colours are those of a space that is known."""
    matrix: Matrix = PLAIN

    def copy(self) -> DrawingState:
        """Return what is kept of it until it is wanted again."""
        return DrawingState(self.font, self.mode, self.ink, self.known, self.matrix)


@dataclass(slots=True)
class PageSums:
    """What the content of a page comes to."""

    text: bool = False
    picture: float = 0.0
    """The largest part of the page that one picture covers."""
    pale: bool = False
    shaded: bool = False
    """Whether it has colours that go over into one another, or show through."""
    inks: set[float] = field(default_factory=set[float])
    """How bright its text is."""
    grounds: set[float] = field(default_factory=set[float])
    """How bright what is painted is."""
    items: int = 0

    def is_open(self) -> bool:
        """Say whether only a drawing of the page tells how its text stands out."""
        if self.shaded or self.picture > _BACKGROUND or max(self.inks, default=0.0) >= WHITE:
            return True
        # Lines under words have the colour of words, those of tables are mostly black.
        grounds = {each for each in self.grounds - self.inks if each == UNKNOWN or each > BLACK}
        return UNKNOWN in self.inks | grounds or any(
            (max(ink, ground) + 0.05) / (min(ink, ground) + 0.05) < _ORDINARY
            for ink in self.inks
            for ground in grounds
        )


NO_MARK = OpenMark()
