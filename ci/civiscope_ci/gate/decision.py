"""What a gate decided, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from civiscope.model.rule_change import RuleChange
from civiscope.results import Issue
from civiscope_ci.baseline.states import Comparison, IssueStatus
from civiscope_ci.gate.policy import GatePolicy
from civiscope_ci.waivers import WaiverUse

Status = Literal["passed", "failed", "inconclusive"]
Verdict = Literal["passed", "warned", "failed", "inconclusive"]

EXIT_CODES: dict[Status, int] = {"passed": 0, "failed": 1, "inconclusive": 3}


@dataclass(frozen=True, slots=True)
class Check:
    """One rule of the gate: what it asked for, what it found, what follows."""

    name: str
    """A word for programs: `issues`, `start-page`, `pages-seen`, …"""
    threshold: str
    actual: str
    verdict: Verdict
    reason: str
    """A sentence."""


@dataclass(frozen=True, slots=True)
class GateDecision:
    """The decision, with every rule that led to it."""

    status: Status
    checks: tuple[Check, ...]
    failing: tuple[Issue, ...]
    """The issues that failed the gate, worst first."""
    policy: GatePolicy
    comparison: Comparison
    """Every issue with its state."""
    waivers: tuple[WaiverUse, ...] = ()
    against: tuple[IssueStatus, ...] = ()
    """What failed the gate, with its state and the pages that count."""
    rule_changes: tuple[RuleChange, ...] = ()
    """Rules that were turned off, not chosen, or applied with other values than their pages'."""

    @property
    def exit_code(self) -> int:
        """0 passed, 1 failed, 3 inconclusive."""
        return EXIT_CODES[self.status]

    @property
    def sentences(self) -> tuple[str, ...]:
        """Why, in words: the rules that stood in the way, or what was looked for when none did."""
        order: dict[Verdict, int] = {"failed": 0, "inconclusive": 1, "warned": 2}
        found = sorted(
            (check for check in self.checks if check.verdict != "passed"),
            key=lambda check: order[check.verdict],
        )
        against = tuple(check.reason for check in found if check.verdict != "warned")
        warnings = tuple(check.reason for check in found if check.verdict == "warned")
        looked_for = tuple(c.reason for c in self.checks if c.name in ("issues", "new"))
        return (against or looked_for) + tuple(w for w in warnings if w not in looked_for)
