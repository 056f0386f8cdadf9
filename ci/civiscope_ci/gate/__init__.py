"""Decide whether a build may pass, by policy, baseline and waivers."""

from civiscope_ci.gate.gate import Against, decide

__all__ = [
    "Against",
    "decide",
]
