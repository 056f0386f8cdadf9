"""Decide whether a build may pass, and say so in the words of the CI system it runs in."""

from civiscope_ci.baseline import Baseline, BaselineEntry
from civiscope_ci.baseline.states import Comparison, IssueStatus, State
from civiscope_ci.gate import Against, decide
from civiscope_ci.gate.decision import EXIT_CODES, Check, GateDecision, Status
from civiscope_ci.gate.policy import FailOn, GatePolicy, Override
from civiscope_ci.waivers import Match, Waiver

__all__ = [
    "EXIT_CODES",
    "Against",
    "Baseline",
    "BaselineEntry",
    "Check",
    "Comparison",
    "FailOn",
    "GateDecision",
    "GatePolicy",
    "IssueStatus",
    "Match",
    "Override",
    "State",
    "Status",
    "Waiver",
    "decide",
]
