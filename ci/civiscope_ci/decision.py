"""What a gate decided, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from civiscope.results import Issue
from civiscope_ci.policy import Policy

Status = Literal["passed", "failed", "inconclusive"]

EXIT_CODES: dict[Status, int] = {"passed": 0, "failed": 1, "inconclusive": 3}


@dataclass(frozen=True, slots=True)
class Check:
    """One rule of the gate: what it asked for, what it found, what follows."""

    name: str
    """A word for programs: `issues`, `start-page`, `pages-seen`, …"""
    threshold: str
    actual: str
    verdict: Status
    reason: str
    """A sentence."""


@dataclass(frozen=True, slots=True)
class GateDecision:
    """The decision, with every rule that led to it."""

    status: Status
    checks: tuple[Check, ...]
    failing: tuple[Issue, ...]
    """The issues that failed the gate, worst first."""
    policy: Policy

    @property
    def exit_code(self) -> int:
        """0 passed, 1 failed, 3 inconclusive."""
        return EXIT_CODES[self.status]

    @property
    def sentences(self) -> tuple[str, ...]:
        """Why, in words: the rules that stood in the way, or the one about issues when none did."""
        against = tuple(check.reason for check in self.checks if check.verdict != "passed")
        return against or tuple(check.reason for check in self.checks if check.name == "issues")
