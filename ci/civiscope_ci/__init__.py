"""Decide whether a build may pass, and say so in the words of the CI system it runs in."""

from civiscope_ci.baseline import Baseline, Entry
from civiscope_ci.baseline.states import Comparison, State, Stated
from civiscope_ci.gate import Against, decide
from civiscope_ci.gate.decision import EXIT_CODES, Check, GateDecision, Status
from civiscope_ci.gate.policy import FailOn, Override, Policy
from civiscope_ci.waivers import Match, Waiver

__all__ = [
    "EXIT_CODES",
    "Against",
    "Baseline",
    "Check",
    "Comparison",
    "Entry",
    "FailOn",
    "GateDecision",
    "Match",
    "Override",
    "Policy",
    "State",
    "Stated",
    "Status",
    "Waiver",
    "decide",
]
