"""Decide whether results may pass.

A failure that was found is a fact, however little else was seen: failed outranks inconclusive,
and inconclusive outranks passed, because what was not seen is not clean. Every rule is evaluated
and told, whichever of them decides.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from civiscope.results import Results
from civiscope_ci.baseline import Baseline
from civiscope_ci.baseline.states import compare
from civiscope_ci.gate.checks.counts import cap_checks, ratchet_check
from civiscope_ci.gate.checks.coverage import coverage_checks
from civiscope_ci.gate.checks.issues import issue_checks, verdicts
from civiscope_ci.gate.checks.rules import rule_checks
from civiscope_ci.gate.checks.waivers import waiver_checks
from civiscope_ci.gate.decision import Check, GateDecision, Status
from civiscope_ci.gate.policy import GatePolicy
from civiscope_ci.waivers import Waiver, apply_waivers


@dataclass(frozen=True, slots=True)
class Against:
    """What results are held against, beside the policy."""

    baseline: Baseline | None = None
    missing: str = ""
    """Where a baseline was looked for that is not there: a first run."""
    waivers: Sequence[Waiver] = ()
    base_urls: Mapping[str, str] = field(default_factory=dict[str, str])
    """Other homes of the site, each with the usual one."""
    flaky: Collection[str] = ()
    """Ids of issues that were looked for again and not seen."""
    today: date | None = None
    """The day that waivers and periods of grace are counted by; today when not given."""


def decide(
    results: Results, policy: GatePolicy | None = None, against: Against | None = None
) -> GateDecision:
    """Return what the gate says of *results*; without a *policy*, by the default one."""
    policy, against = policy or GatePolicy(), against or Against()
    today = against.today or datetime.now(UTC).date()
    comparison = compare(
        results,
        against.baseline,
        today=today,
        base_urls=against.base_urls,
        by_occurrence=policy.unit == "occurrence",
        engine_grace=policy.engine_grace,
        flaky=against.flaky,
    )
    comparison, used = apply_waivers(results, comparison, against.waivers, today)
    judged = verdicts(results, comparison, policy)
    failing = tuple(each for each, verdict in judged if verdict == "failed")
    reported = bool(against.missing) and policy.first_run == "report"
    checks = (
        *issue_checks(results, comparison, policy, judged, against.missing),
        *cap_checks(results, comparison, policy),
        *ratchet_check(comparison, policy),
        *waiver_checks(used, policy, today),
        *coverage_checks(results, comparison, policy),
        *rule_checks(results),
    )
    issues = {each.issue.id: each.issue for each in failing if each.issue is not None}
    return GateDecision(
        status=_status(checks),
        checks=checks,
        failing=() if reported else tuple(issues.values()),
        policy=policy,
        comparison=comparison,
        waivers=used,
        rule_changes=results.rule_changes,
        against=() if reported else failing,
    )


def _status(checks: Sequence[Check]) -> Status:
    found = {check.verdict for check in checks}
    if "failed" in found:
        return "failed"
    return "inconclusive" if "inconclusive" in found else "passed"
