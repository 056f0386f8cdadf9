"""What was seen when the page was used with the mouse, and then with keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from civiscope.model.element_ref import ElementRef
from civiscope.model.evidence import EvidenceMissing, Missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Clicked(ElementRef):
    """An element that was clicked: most take no focus."""

    tag: str = ""
    role: str = ""
    name: str = ""
    why: Literal["listens", "role", "pointer", "down"] = "listens"
    """It listens to the mouse itself, has the role of a control, or shows the mouse as a hand; or
    it is a control, and listens to the mouse, but neither to clicks nor to keys."""
    effect: Literal["none", "unstable", "changes", "closes", "navigation", "popup", "dialog"]
    """What the click did, on two fresh pages; `unstable` when only once."""
    same: int = 0
    """Number of controls of the same name that take the focus."""
    other: str = ""
    """Selector of a control that did the same when Enter was pressed on it."""
    double: bool = False
    """Whether it was clicked twice, because it listens to double clicks."""
    takes_focus: bool = False
    """Whether the Tab key comes to it, though no key does what a click does."""
    tried: int = 0
    """Number of controls that were tried for doing the same."""
    at_once: bool | None = None
    """Whether pressing the mouse has the effect, and letting go elsewhere does not take it back;
    None when it does not listen to the mouse going down."""


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
class DeviceTilt:
    """What followed when the device was moved, on a page that listens to its sensors."""

    kinds: tuple[str, ...]
    """The events of the sensors that it listens to."""
    changes: bool = False
    """Whether words or values changed, twice."""
    by_control: bool = False
    """Whether a control on the page changed the same."""
    ended: bool = False
    """Whether moving the device changed nothing any more once a control was pressed."""
    untried: int = 0
    """Number of controls that were not tried, hidden ones too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MouseUse:
    """The evidence of the probe `clicks`."""

    clicked: tuple[Clicked, ...] = ()
    menus: tuple[HoverMenu, ...] = ()
    tilt: DeviceTilt | None = None
    """None when the page does not listen to the device's sensors."""
    stopped: str = ""
    """Why not everything was tried; empty when it was."""

    def require_all(self) -> None:
        """Raise EvidenceMissing when not everything was tried."""
        if self.stopped:
            raise EvidenceMissing(Missing("not-gathered", self.stopped))
