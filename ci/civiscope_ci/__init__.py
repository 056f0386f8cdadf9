"""Decide whether a build may pass, and say so in the words of the CI system it runs in."""

from civiscope_ci.decision import EXIT_CODES, Check, GateDecision, Status
from civiscope_ci.gate import decide
from civiscope_ci.policy import FailOn, Policy

__all__ = ["EXIT_CODES", "Check", "FailOn", "GateDecision", "Policy", "Status", "decide"]
