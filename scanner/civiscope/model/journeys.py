"""What journeys through a service came to: their steps, and what the states showed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from civiscope.model.element_ref import ElementRef

StepOutcome = Literal["done", "failed", "not-reached"]
JourneyEnd = Literal["completed", "stopped"]


@dataclass(frozen=True, slots=True)
class StepSeen:
    """One step, and what became of it."""

    number: int
    words: str
    """The step as people read it, without what was typed."""
    outcome: StepOutcome
    state: str = ""
    """Name of the state that was audited by it; empty for other steps."""
    page: str = ""
    """Address of that state in results."""
    url: str = ""
    """Where the browser was afterwards."""
    detail: str = ""
    """What stood in the way, as a sentence."""
    picture: str = ""
    """Name of a picture of what was seen then, below `screenshots/`."""


@dataclass(frozen=True, slots=True)
class JourneyRun:
    """One journey, from its first step to the last that was reached."""

    name: str
    title: str
    file: str
    start: str
    end: JourneyEnd
    reason: str = ""
    """A word for programs when it stopped: `not-found`, `ambiguous`, `login`, `signed-out`, …"""
    detail: str = ""
    """Why it stopped, as a sentence."""
    login: str = ""
    """How it came to be signed in, as words; empty without a login."""
    steps: tuple[StepSeen, ...] = ()
    sent: tuple[str, ...] = ()
    """What was sent because the journey says so: method and address."""
    held: tuple[str, ...] = ()
    """What pages set out to send by themselves, and were kept from."""

    @property
    def reached(self) -> int:
        """How many steps were done."""
        return sum(step.outcome == "done" for step in self.steps)


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """A field for something that the journey had filled in before, on an earlier page."""

    spot: ElementRef
    label: str
    before: str
    """Where it was asked first: the label, or the page's title."""
    required: bool
    offered: bool
    """Whether the page offers the earlier value: filled in, or to choose from."""


@dataclass(frozen=True, slots=True)
class Commitment:
    """A press by which a person commits to something."""

    kind: str
    """`legal`, `financial`, `data` or `test`, as the journey says."""
    words: str
    """The step."""
    reviewed: bool
    """Whether what was filled in could be read again before it."""
    confirmed: bool
    """Whether a box had to be checked, or a question answered, on the same page."""
    reversible: bool
    """Whether the page that followed offers to take it back or change it."""
    checked: bool | None = None
    """Whether mistakes in what is filled in are found; None when the journey did not show it."""


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """What a page says of the time that people have on it."""

    spot: ElementRef
    words: str
    """The sentence."""
    more: bool
    """Whether something on the page is named as if it gave more time."""


@dataclass(frozen=True, slots=True)
class JourneyState:
    """What a journey showed of one of its states, beyond what any page shows."""

    asked_again: tuple[AskedAgain, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    fields: int = 0
    """Fields that were filled in on this state."""
    notes: tuple[str, ...] = field(default=())
    time_limit: TimeLimit | None = None
