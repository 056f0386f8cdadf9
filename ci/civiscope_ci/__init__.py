"""Decide whether a build may pass, and say so in the words of the CI system it runs in."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

_PLACES = {
    "baseline": ("Baseline", "BaselineEntry"),
    "baseline.states": ("Comparison", "IssueStatus", "State"),
    "gate": ("Against", "decide"),
    "gate.decision": ("EXIT_CODES", "Check", "GateDecision", "Status"),
    "gate.policy": ("FailOn", "GatePolicy", "Override"),
    "waivers": ("Match", "Waiver"),
}
"""Modules of this package by what stands here of them. Each is loaded when it is asked for: the
plugin of pytest is below this package, and loaded in every project beside which civiscope is
installed."""
_MODULES = {name: module for module, names in _PLACES.items() for name in names}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the module protocol
    if name not in _MODULES:
        raise AttributeError(f"module 'civiscope_ci' has no attribute {name!r}")
    value = getattr(import_module(f"civiscope_ci.{_MODULES[name]}"), name)
    globals()[name] = value
    return value
