"""What was seen when dialogs were opened and ended with the keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from civiscope.model.element_ref import ElementRef
from civiscope.model.evidence import EvidenceMissing, Missing


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedDialog(ElementRef):
    """A dialog that opened when Enter was pressed on a link or button."""

    name: str = ""
    opener: str = ""
    """Name of the link or button."""
    declared: bool = True
    """Whether it says that it is a dialog; else it lies over the page and can be closed."""
    modal: bool = False
    """Whether it says that the rest of the page is out of use meanwhile."""
    stops: int = 0
    """Elements in it that take the focus."""
    moved_in: bool
    """Whether the focus was in it when it had opened."""
    kept: bool | None = None
    """Whether Tab stayed in it; None when that could not be tried."""
    escape: bool
    """Whether Escape closed it."""
    back: Literal["opener", "elsewhere", "nowhere", "opener gone", "still open"]
    """Where the focus was when it had been closed, with Escape or its own button."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogs:
    """The evidence of the probe `dialogs`."""

    dialogs: tuple[OpenedDialog, ...] = ()
    stopped: str = ""
    """Why not everything was tried; empty when it was."""

    def require_all(self) -> None:
        """Raise EvidenceMissing when not everything was tried."""
        if self.stopped:
            raise EvidenceMissing(Missing("not-gathered", self.stopped))
