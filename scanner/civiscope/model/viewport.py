"""How the text of a page fares in windows and with letters other than the ordinary ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from civiscope.model.element_ref import ElementRef
from civiscope.model.evidence import EvidenceMissing, Missing


@dataclass(frozen=True, slots=True)
class CutText:
    """A box that cuts off text, more of it than in the ordinary view."""

    spot: ElementRef
    """The box, not the text."""
    share: float
    """How much of the text is cut off, 0 to 1."""
    was: float
    """How much of it was cut off in the ordinary view."""
    how: Literal["x", "y"]
    """Cut off sideways, or below and above."""
    text: str


@dataclass(frozen=True, slots=True)
class WideText:
    """A line of text that does not fit into the window, or into the box it is scrolled in."""

    spot: ElementRef
    width: int
    room: int
    text: str
    scroller: str
    """Selector of the box it is scrolled in; empty when that is the window."""
    beyond: bool
    """Whether the whole line lies beyond the window's edge."""


@dataclass(frozen=True, slots=True)
class LyingText:
    """Two lines of text that lie on one another, and did not in the ordinary view."""

    spot: ElementRef
    text: str
    other: str


@dataclass(frozen=True, slots=True)
class GoneText:
    """Text that was to be seen in the ordinary view and is not any more."""

    spot: ElementRef
    text: str


@dataclass(frozen=True, slots=True)
class LostText:
    """All text that went."""

    words: int
    places: tuple[GoneText, ...]
    """The first few of them."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """Something that fills the window and asks people to turn their device."""

    spot: ElementRef
    text: str


@dataclass(frozen=True, slots=True)
class WindowView:
    """The page in one window, with one kind of letters."""

    width: int
    height: int
    texts: int
    """Pieces of text that are to be seen."""
    held: int
    """Those among them that a box could cut off."""
    cut_short: bool
    """Whether there was more text than is looked at."""
    vertical: bool
    """Whether the page is written in columns, as Japanese may be."""
    clipped: tuple[CutText, ...] = ()
    scrolls: int = 0
    """How far the window can be scrolled sideways, in CSS pixels."""
    wide: tuple[WideText, ...] = ()
    gone: LostText = LostText(0, ())
    overlaps: tuple[LyingText, ...] = ()
    angles: dict[int, int] = field(default_factory=dict[int, int])
    """How many texts stand at which angle, in degrees."""
    overlay: Overlay | None = None

    def demand_whole(self) -> None:
        """Raise EvidenceMissing when not all text was seen, so that nothing counts as passed."""
        if self.cut_short:
            reason = "The page has more text than is looked at in other views."
            raise EvidenceMissing(Missing("not-gathered", reason))


@dataclass(frozen=True, slots=True)
class Viewport:
    """The page in the ordinary view and in all others; those are None when it has no text."""

    first: WindowView
    """1280 by 900."""
    narrow: WindowView | None = None
    """320 wide, as with 400 % of zoom."""
    zoomed: WindowView | None = None
    """640 wide, as with 200 % of zoom."""
    upright: WindowView | None = None
    """900 by 1280."""
    spaced: WindowView | None = None
    """With the spacing of WCAG 1.4.12."""
    enlarged: WindowView | None = None
    """With letters of twice the size, in the ordinary window."""
