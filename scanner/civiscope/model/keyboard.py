"""What was seen when the page was walked through with the Tab key."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from civiscope.model.element_ref import ElementRef
from civiscope.model.evidence import EvidenceMissing, Missing
from civiscope.model.outcome import Place

_STEPS_BEFORE = 3
_WAYS_OUT = ("Shift+Tab", "Escape", "arrow keys", "Enter on each control")
"""What is tried to get out of where the focus is held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Element(ElementRef):
    """An element in any frame of the page."""

    frame: str = ""
    """URL of the frame when it is not the page's own document."""
    tag: str = ""
    type: str = ""
    name: str = ""

    def place(self) -> Place:
        """Return the element as the place of an outcome."""
        return replace(ElementRef.place(self), frame=self.frame)

    @property
    def told(self) -> str:
        """The element in a few words: its tag, and its name when it has one."""
        return f"<{self.tag}> “{self.name}”" if self.name else f"<{self.tag}>"


@dataclass(frozen=True, slots=True, kw_only=True)
class FocusCover(ElementRef):
    """Something that sticks to the window and hid the element with the focus, wholly."""

    dialog: bool = False
    """Whether it is a dialog or in one."""
    back: bool = False
    """Whether it did so only on the way back, with Shift+Tab."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop(Element):
    """An element that Tab came to."""

    role: str = ""
    tabindex: int = 0
    frame_id: int = 0
    containers: tuple[int, ...] = ()
    """Numbers of the elements it stands in, innermost first; the same number is the same one."""
    layer: int = -1
    """Number of the element that takes it out of the page's flow; -1 when it is in it."""
    rtl: bool = False
    late: bool = False
    """Whether it was not there when the walk began."""
    shown: Literal["shown", "transparent", "clipped", "outside"] = "shown"
    """Whether it could be seen with the focus, where it stood, and if not, why not."""
    indicator: Literal["style", "caret", "pixels", "none", "unstable", "unchecked"] = "unchecked"
    """By what the focus could be told: `none` when not one pixel of the window changed, twice."""
    several: bool = False
    """Whether it holds parts of its own that cannot be told apart (a player, a date field)."""
    cover: FocusCover | None = None
    attempts: tuple[Literal["navigation", "request", "popup", "dialog"], ...] = ()
    """What the page set out to do when the focus came here, each time that it came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldFocus:
    """A part of the page in which Tab goes round and round."""

    stops: tuple[int, ...]
    """Its elements, as indexes of the walk's stops."""
    exit: Literal["", "backward", "escape", "arrow", "control", "named"]
    """What leads out; empty when nothing that was tried does."""
    named: tuple[str, ...] = ()
    """Keys that the page tells people to press; tried when no ordinary key leads out."""
    tried_all: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenFocus:
    """An element that the page took the focus from as soon as it had it."""

    stop: Element
    to: int
    """Index of the stop that got it instead; -1 when nothing did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipLink:
    """A link near the start of the page that leads to a part of the same page, and was used."""

    stop: int
    href: str
    landed: Literal["there", "before", "no target"]
    """Where the next Tab came to: `before` when it was no further than the link's target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FocusGuard:
    """An element hidden from screen readers that takes the focus, as axe-core found it."""

    selector: str
    hands_on: bool
    """Whether it gives the focus to something else within a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyboardWalk:
    """The evidence of the probe `keyboard`."""

    stops: tuple[Stop, ...]
    """In the order in which Tab first came to them."""
    missed: tuple[Element, ...] = ()
    """Elements that take the focus but that Tab did not come to."""
    taken: tuple[TakenFocus, ...] = ()
    traps: tuple[HeldFocus, ...] = ()
    guards: tuple[FocusGuard, ...] = ()
    closer: bool = True
    """Whether pictures were compared and skip links used: not after the page did something."""
    skips: tuple[SkipLink, ...] = ()
    stopped: str = ""
    """Why the walk did not come to the end of the page; empty when it did."""

    def trace(self, stop: Stop) -> tuple[str, ...]:
        """Return the keys that led to *stop*, with the few elements before it."""
        at = next((number for number, each in enumerate(self.stops) if each is stop), -1)
        if at < 0:
            return ()
        first = max(at - _STEPS_BEFORE, 0)
        skipped = (f"Tab, {first} times",) if first else ()
        return (*skipped, *(f"Tab: {each.told}" for each in self.stops[first : at + 1]))

    def trace_of(self, trap: HeldFocus) -> tuple[str, ...]:
        """Return the keys that led into *trap* and round in it, and those tried to get out."""
        first = self.stops[trap.stops[0]]
        inside = [self.stops[number] for number in trap.stops[1 : _STEPS_BEFORE + 1]]
        steps = (*self.trace(first), *(f"Tab: {each.told}" for each in (*inside, first)))
        if not trap.tried_all or trap.exit not in {"", "named"}:
            return steps
        stays = (*_WAYS_OUT, *(() if trap.exit else trap.named))
        steps = (*steps, f"{', '.join(stays)}: the focus stays")
        return (*steps, f"{', '.join(trap.named)}: leads out") if trap.exit else steps

    def require_end(self) -> None:
        """Raise EvidenceMissing when the walk did not see the whole page: nobody may then say that
        all is well."""
        if self.stopped:
            raise EvidenceMissing(Missing("not-gathered", self.stopped))

    def require_all_looked_at(self) -> None:
        """Raise EvidenceMissing because something could not be looked at with the focus."""
        reason = "Not everything could be looked at with and without the focus."
        raise EvidenceMissing(Missing("not-gathered", reason))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    """A single character that the page acts on while nothing has the focus."""

    key: str
    off: bool
    """Whether a check box or button that speaks of keys silences it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcuts:
    """The evidence of the probe `shortcuts`."""

    listens: bool
    """Whether anything above the controls of the page listens to keys."""
    shortcuts: tuple[Shortcut, ...] = ()
    active: int = 0
    """Number of characters that the page acts on; only some of them are followed up."""
    elsewhere: bool = False
    """Whether a link speaks of keys; it may lead to settings on another page."""
    stopped: str = ""
    """Why not everything was tried; empty when it was."""

    def require_all(self) -> None:
        """Raise EvidenceMissing when not everything was tried."""
        if self.stopped:
            raise EvidenceMissing(Missing("not-gathered", self.stopped))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedChoice(Element):
    """A list, check box or radio button whose choice was changed with a key."""

    attempt: Literal["", "navigation", "popup"] = ""
    """What the page set out to do at once."""
    again: bool = False
    """Whether it did so a second time, on a fresh page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The evidence of the probe `inputs`."""

    changed: tuple[ChangedChoice, ...] = ()
    stopped: str = ""
    """Why not everything was tried; empty when it was."""

    def require_all(self) -> None:
        """Raise EvidenceMissing when not everything was tried."""
        if self.stopped:
            raise EvidenceMissing(Missing("not-gathered", self.stopped))
