"""What a gate asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from civiscope.model import SEVERITIES, Severity
from civiscope_ci.baseline.states import State

FailOn = Severity | Literal["never"]
Levels = Mapping[State, FailOn]
"""For each state, the least severity that counts."""

GATED: tuple[State, ...] = ("new", "reopened", "waiver-expired")
"""States that fail when only a severity is named. What was known does not, nor what is fixed."""
STATES: tuple[State, ...] = tuple(state for state in get_args(State) if state != "fixed")
"""States that can be named; what is fixed never fails."""
_AREAS = ("accessibility", "privacy", "security", "site")


@dataclass(frozen=True, slots=True)
class Override:
    """Other levels for some pages or one area."""

    url: str = ""
    """Pattern of addresses or paths; `*` stands for anything."""
    area: str = ""
    """`accessibility`, `privacy`, `security` or `site`."""
    fail_on: FailOn | Levels | None = None
    warn_on: FailOn | Levels | None = None


@dataclass(frozen=True, slots=True)
class GatePolicy:
    """When a gate fails, and how much must have been seen for it to pass."""

    fail_on: FailOn | Levels = "serious"
    """The least severity that fails; `never` for a soft launch, in which nothing found fails. A
    table names it for each state; without a baseline everything found is `new`."""
    warn_on: FailOn | Levels = field(default_factory=lambda: {"engine-new": "minor"})
    """The least severity that is warned of, for each state, without failing."""
    include_best_practice: bool = False
    """Whether rules that no law or standard asks for can fail the gate."""
    include_reviews: bool = False
    """Whether what a person must decide can fail the gate."""
    min_coverage: float = 0.9
    """Least share of the pages attempted that must be fully scanned, 0 to 1; also of the pages
    that the baseline knows."""
    unit: Literal["issue", "occurrence"] = "issue"
    """What is counted: an issue, wherever it shows, or an issue on each page."""
    max: Mapping[str, int] = field(default_factory=dict[str, int])
    """The most there may be: words for area, state and severity, joined by dots, each with a
    number; for example `"security.critical" = 0`."""
    ratchet: bool = False
    """Whether what is known may only become less: no rule may fail more often on a page than the
    baseline says."""
    first_run: Literal["fail", "report"] = "fail"
    """What follows when the baseline does not exist yet: fail as if there were none, or report."""
    confirm_new: int = 2
    """How often pages are visited again to see what is new once more; 0 for never."""
    engine_grace: int = 30
    """Days in which what a changed rule or engine finds is warned of and does not fail."""
    strict_waivers: bool = False
    """Whether a waiver that matches nothing fails the gate."""
    overrides: tuple[Override, ...] = ()
    """Other levels for some pages or areas; the first that fits is in force."""

    def __post_init__(self) -> None:
        """Refuse values that mean nothing. Raises ValueError."""
        for name, given in self._all_levels():
            _check_levels(name, given)
        if not 0 <= self.min_coverage <= 1:
            raise ValueError(
                f"min_coverage is {self.min_coverage}; it must be a share from 0 to 1."
            )
        for key in self.max:
            cap(key)

    def _all_levels(self) -> list[tuple[str, FailOn | Levels]]:
        found: list[tuple[str, FailOn | Levels]] = [
            ("fail_on", self.fail_on),
            ("warn_on", self.warn_on),
        ]
        for each in self.overrides:
            if each.fail_on is not None:
                found.append(("fail_on", each.fail_on))
            if each.warn_on is not None:
                found.append(("warn_on", each.warn_on))
        return found


def levels(given: FailOn | Levels) -> dict[State, FailOn]:
    """Return the severity for each state that counts; one word is for the states that are GATED.

    What comes back, or has lost its waiver, is treated as what is new unless it is named.
    """
    if isinstance(given, str):
        return {} if given == "never" else dict.fromkeys(GATED, given)
    named: dict[State, FailOn] = dict(given)
    if "new" in named:
        named = {**dict.fromkeys(GATED, named["new"]), **named}
    return {state: severity for state, severity in named.items() if severity != "never"}


@dataclass(frozen=True, slots=True)
class Cap:
    """What an absolute cap counts; what is None may be anything."""

    area: str | None = None
    state: str | None = None
    severity: str | None = None


def cap(key: str) -> Cap:
    """Read the key of a cap, such as `security.existing.critical`. Raises ValueError."""
    found: dict[str, str] = {}
    for word in key.split("."):
        word = {"a11y": "accessibility"}.get(word, word).replace("_", "-")
        if word in ("total", "any", "*"):
            continue
        kind = (
            "area"
            if word in _AREAS
            else "state"
            if word in STATES
            else "severity"
            if word in SEVERITIES
            else ""
        )
        if not kind or kind in found:
            raise ValueError(
                f'max."{key}": {word!r} is not an area, state or severity, or the second of its '
                "kind; "
                f"areas: {', '.join(_AREAS)}; states: {', '.join(STATES)}; severities: "
                f"{', '.join(SEVERITIES)}."
            )
        found[kind] = word
    return Cap(**found)


def _check_levels(name: str, given: FailOn | Levels) -> None:
    named: dict[str, str] = {"": given} if isinstance(given, str) else dict(given.items())
    for state, severity in named.items():
        if state and state not in STATES:
            raise ValueError(
                f'{name} names the state "{state}"; it must be one of {", ".join(STATES)}.'
            )
        if severity not in (*SEVERITIES, "never"):
            allowed = ", ".join((*get_args(Severity), "never"))
            where = f"{name}.{state}" if state else name
            raise ValueError(f'{where} is "{severity}"; it must be one of {allowed}.')
