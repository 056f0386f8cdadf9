"""What is seen while a journey is made: its states, and what its steps do to a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from civiscope.collectors.page.state_visit import StateVisitor
from civiscope.collectors.page.visit import VisitResult
from civiscope.journeys.journey import Step
from civiscope.model.adapters import adapter_of
from civiscope.model.journeys import AskedAgain, Commitment, JourneyState, TimeLimit


@dataclass(slots=True)
class Noted:
    """What a journey notes on a page, beyond what any page shows."""

    asked_again: list[AskedAgain] = field(default_factory=list[AskedAgain])
    commitments: list[Commitment] = field(default_factory=list[Commitment])
    filled: int = 0
    time_limit: TimeLimit | None = None
    beside: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    """What else was seen, by the name of a probe."""

    def take(self, other: Noted) -> None:
        """Take over what *other* holds."""
        self.asked_again += other.asked_again
        self.commitments += other.commitments
        self.filled += other.filled
        self.time_limit = self.time_limit or other.time_limit
        self.beside |= {k: v for k, v in other.beside.items() if k not in self.beside}

    def facts(self) -> dict[str, Any]:
        """Return what evidence keeps beside a page, by the name of a probe."""
        own = JourneyState(
            tuple(self.asked_again),
            tuple(self.commitments),
            self.filled,
            time_limit=self.time_limit,
        )
        return {**self.beside, "journey": adapter_of(JourneyState).dump_python(own, mode="json")}


@dataclass(frozen=True, slots=True)
class StateSeen:
    """A state of a journey, with all that was gathered of it."""

    step: Step
    address: str
    result: VisitResult
    noted: Noted


class StateWatcher(Protocol):
    """Looks at what a step does to a page, for rules on it."""

    async def before(self, visitor: StateVisitor) -> None:
        """Remember the page as it stands."""
        ...

    async def after(self, visitor: StateVisitor) -> Mapping[str, dict[str, Any]]:
        """Return what came of the step, by the name of a probe."""
        ...

    async def at_state(self, visitor: StateVisitor) -> Mapping[str, dict[str, Any]]:
        """Return what the state shows, by the name of a probe."""
        ...
