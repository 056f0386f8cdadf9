"""What moves or changes on a page while nobody touches it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from civiscope.model.element_ref import ElementRef


@dataclass(frozen=True, slots=True)
class Mover:
    """One element that went on moving or changing for about five seconds or longer."""

    spot: ElementRef
    kind: Literal["text", "script", "animation", "video", "picture"]
    """`text` changes its words; `script` is moved about by a script; `picture` is an animated GIF
    or its like."""
    area: int
    """CSS pixels it covers."""
    often: float
    """Changes seen; for animations, turns in a second."""
    text: str
    """Its words, with "…" for those that change; the properties that are animated, or the address
    of the picture."""
    flashes: bool
    """Whether it changes its brightness or colour three times a second or more."""
    words: int
    """Words in it."""
    picture: bool
    """Whether it is a picture or holds one."""
    timer: bool
    """Whether it looks like a clock or a countdown."""
    calmed: bool
    """Whether it rests when the system asks for little movement."""
    candidates: int
    """Controls that may be meant to stop it."""
    pressed: int
    """How many of them were pressed."""
    stopped_by: str
    """Name of the control that stopped it; empty when none did."""


@dataclass(frozen=True, slots=True)
class Motion:
    """Everything that moved."""

    movers: tuple[Mover, ...]
