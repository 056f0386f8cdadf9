"""What a page says after a press, and whether software is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from civiscope.model.element_ref import ElementRef

Spoken = Literal["announced", "described", "late", "none"]
"""How software learns of a text: by a live region that was there before, by what describes a field,
by a live region that came together with it, or not at all."""


@dataclass(frozen=True, slots=True)
class StatusText(ElementRef):
    """A text that came to be read."""

    text: str = ""
    live: Spoken = "none"
    toast: bool = False
    """Whether it lies over the page."""


@dataclass(frozen=True, slots=True)
class StatusPress:
    """A press, and the texts that it brought."""

    button: ElementRef
    name: str
    texts: tuple[StatusText, ...] = ()
    held: bool = False
    """Whether the page set out to send something and was kept from it."""
    again: tuple[str, ...] | None = None
    """What the same press brought a second time without software being told; None when it was not
    tried, because a person's own press brought the first."""


@dataclass(frozen=True, slots=True)
class StatusMessages:
    """The presses that were tried on a page."""

    presses: tuple[StatusPress, ...] = ()
    more: int = 0
    """How many more buttons there are."""
