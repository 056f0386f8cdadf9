"""What the mouse brings up by hovering, and moves by dragging."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from civiscope.model.element_ref import ElementRef


@dataclass(frozen=True, slots=True)
class HoverContent(ElementRef):
    """Something that came up under the mouse and went with it."""

    text: str = ""
    trigger: ElementRef | None = None
    name: str = ""
    """Of the element under the mouse."""
    reached: bool = True
    """Whether the mouse can be moved onto it."""
    dismissed: bool = True
    """Whether it goes by Escape, or by a press, with the mouse where it is."""
    hides: str = ""
    """Text of the page that it lies over; empty when none."""
    links: int = 0
    """Links, buttons and fields in it."""
    repeats: bool = False
    """Whether its words also stand elsewhere on the page, in sight."""
    described: bool = False
    """Whether its words are the name or the description of what the mouse is over."""
    by_focus: bool | None = None
    """Whether it comes up by keyboard, too; None when that was not tried."""


@dataclass(frozen=True, slots=True)
class HoverContents:
    """All that came up under the mouse."""

    found: tuple[HoverContent, ...] = ()
    more: int = 0
    """Elements that the mouse was not moved over."""


@dataclass(frozen=True, slots=True)
class Draggable(ElementRef):
    """Something that dragging moves."""

    kind: Literal["slider", "list"] = "slider"
    name: str = ""
    by_press: bool = False
    """Whether presses move it as well."""
    beside: bool = False
    """Whether something stands beside it that may do the same."""


@dataclass(frozen=True, slots=True)
class Draggables:
    """All that dragging moved."""

    moved: tuple[Draggable, ...] = ()
