"""What was seen when the page was used with the mouse, and then with keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from civiscope.model.element_ref import ElementRef
from civiscope.model.evidence import EvidenceMissing, Missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Clicked(ElementRef):
    """An element that takes no focus, and was clicked."""

    tag: str = ""
    role: str = ""
    name: str = ""
    why: Literal["listens", "role", "pointer"] = "listens"
    """It listens to the mouse itself, has the role of a control, or shows the mouse as a hand."""
    effect: Literal["none", "unstable", "changes", "closes", "navigation", "popup", "dialog"]
    """What the click did, on two fresh pages; `unstable` when only once."""
    same: int = 0
    """Number of controls of the same name that take the focus."""
    other: str = ""
    """Selector of a control that did the same when Enter was pressed on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoverMenu(ElementRef):
    """Something that shows hidden links while the mouse is over it, and hides them again."""

    name: str = ""
    links: int = 0
    elsewhere: bool = False
    """Whether everything in it is linked elsewhere on the page, in sight."""
    by_key: bool = False
    """Whether the focus, Enter, Space or the down arrow shows it as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MouseUse:
    """The evidence of the probe `clicks`."""

    clicked: tuple[Clicked, ...] = ()
    menus: tuple[HoverMenu, ...] = ()
    stopped: str = ""
    """Why not everything was tried; empty when it was."""

    def require_all(self) -> None:
        """Raise EvidenceMissing when not everything was tried."""
        if self.stopped:
            raise EvidenceMissing(Missing("not-gathered", self.stopped))
