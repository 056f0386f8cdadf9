"""The gate that a configuration asks for: its policy, and what results are held against."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from civiscope.config import GateConfig, Loaded
from civiscope.errors import UsageError
from civiscope.model import SEVERITIES
from civiscope.results import Results
from civiscope.rulebook import Rule, all_rules, load_rulebooks
from civiscope.suggestions import unknown
from civiscope_ci.baseline import Baseline
from civiscope_ci.baseline import file as baseline_file
from civiscope_ci.baseline.changes import suggest
from civiscope_ci.gate import Against, decide
from civiscope_ci.gate.decision import GateDecision
from civiscope_ci.gate.policy import GatePolicy, Override
from civiscope_ci.waivers import Waiver
from civiscope_ci.waivers import file as waivers_file


@dataclass(frozen=True, slots=True)
class Gating:
    """The policy in force, and what results are held against."""

    policy: GatePolicy = field(default_factory=GatePolicy)
    base_urls: dict[str, str] = field(default_factory=dict[str, str])
    baseline_path: Path | None = None
    baseline: Baseline | None = None
    waivers: tuple[Waiver, ...] = ()
    today: date = date.min

    def decide(self, results: Results, flaky: Collection[str] = ()) -> GateDecision:
        """Return what the gate says of *results*; issues with an id in *flaky* do not count."""
        first_run = self.baseline_path is not None and self.baseline is None
        against = Against(
            baseline=self.baseline,
            missing=str(self.baseline_path) if first_run else "",
            waivers=self.waivers,
            base_urls=self.base_urls,
            flaky=flaky,
            today=self.today,
        )
        return decide(results, self.policy, against)

    def write_suggested(self, results: Results, decision: GateDecision, folder: Path) -> None:
        """Write the baseline that would accept what was found, when there is or will be one."""
        if self.baseline_path is not None:
            suggested = suggest(self.baseline, results, decision.comparison)
            baseline_file.write(suggested, folder / baseline_file.SUGGESTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class GateChoice:
    """What is asked for beside the configuration."""

    fail_on: str | None = None
    baseline: Path | None = None
    waivers: Path | None = None


def read_gating(
    loaded: Loaded, choice: GateChoice, known: Callable[[], Mapping[str, str]]
) -> Gating:
    """Return the gate that *choice* and the configuration ask for.

    *known* tells what rules are called, by name, each with its id. A baseline that is not there
    means a first run. Raises UsageError for files that are wrong.
    """
    config = loaded.config.gate
    policy = read_policy(choice.fail_on, config)
    path = choice.baseline or (loaded.folder / config.baseline if config.baseline else None)
    accepted = choice.waivers or (loaded.folder / config.waivers if config.waivers else None)
    today = datetime.now(UTC).date()
    found = None
    if path is not None and path.exists():
        found = baseline_file.read(path)
    elif path is not None and not path.parent.is_dir():
        raise UsageError(f"There is no folder {path.parent} for the baseline {path.name}.")
    return Gating(
        policy=policy,
        base_urls=dict(config.base_urls or {}),
        baseline_path=path,
        baseline=found,
        waivers=waivers_file.read(accepted, known(), today) if accepted is not None else (),
        today=today,
    )


def read_policy(fail_on: str | None, config: GateConfig) -> GatePolicy:
    """Return what the gate asks for; *fail_on* goes before the configuration."""
    given = policy_values(config)
    if fail_on is not None:
        known = (*SEVERITIES, "never")
        if fail_on not in known:
            raise unknown("severity", fail_on, known, "civiscope audit --help")
        given["fail_on"] = fail_on
    try:
        return GatePolicy(**given)
    except ValueError as error:
        raise UsageError(str(error)) from error


def policy_values(config: GateConfig) -> dict[str, Any]:
    """Return the policy that the [gate] table asks for, by the names that GatePolicy uses."""
    values: dict[str, Any] = config.model_dump(exclude_none=True)
    for name in ("baseline", "waivers", "base_urls"):
        values.pop(name, None)
    for name in ("fail_on", "warn_on"):
        if name in values:
            values[name] = _levels(values[name])
    if isinstance(values.get("warn_on"), dict):
        # Of a changed engine people are warned unless they ask not to be.
        values["warn_on"] = {"engine-new": "minor", **values["warn_on"]}
    overrides = values.pop("override", [])
    for each in overrides:
        for name in ("fail_on", "warn_on"):
            if name in each:
                each[name] = _levels(each[name])
    return {**values, "overrides": tuple(Override(**each) for each in overrides)}


def rule_names(results: Results | None = None, rules: Collection[Rule] = ()) -> dict[str, str]:
    """Return every name that a waiver may call a rule by, with the rule's id.

    Rules that are turned off or retired count too, and what *results* were judged by.
    """
    known = rules or all_rules(load_rulebooks())
    names = {rule.id: rule.id for rule in results.rules} if results is not None else {}
    return {**names, **{n: rule.id for rule in known for n in (rule.id, *rule.facts.aliases)}}


def _levels(value: str | dict[str, str]) -> str | dict[str, str]:
    """States have dashes where keys of TOML have underscores."""
    if isinstance(value, str):
        return value
    return {state.replace("_", "-"): severity for state, severity in value.items()}
