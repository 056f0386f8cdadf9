"""Tell which rules were turned off or weakened: what nobody looked at is not clean."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import SEVERITIES
from civiscope.model.rule_change import RuleChange
from civiscope.results import Results
from civiscope_ci.gate.decision import Check
from civiscope_ci.gate.wording import count

_NAMED = 3


def rule_checks(results: Results) -> Iterator[Check]:
    """Yield a warning for rules that were not applied, or weigh less than their pages say."""
    changes = results.rule_changes
    off = [change for change in changes if change.change == "off"]
    if off:
        named = "; ".join(f"{change.rule} ({change.reason.rstrip('.')})" for change in off[:_NAMED])
        more = f" and {len(off) - _NAMED:,} more" if len(off) > _NAMED else ""
        yield _warn("rules-off", off, f"{count(len(off), 'rule')} turned off: {named}{more}.")
    only = [c for c in changes if c.change == "not-chosen" and c.by == "--rule"]
    if only:
        reason = f"{count(len(only), 'rule')} not applied, because --rule asked for others."
        yield _warn("rules-not-chosen", only, reason)
    less = [change for change in changes if _weighs_less(change)]
    if less:
        named = "; ".join(f"{c.rule} ({c.severity} → {c.severity_now})" for c in less[:_NAMED])
        more = f" and {len(less) - _NAMED:,} more" if len(less) > _NAMED else ""
        reason = (
            f"{count(len(less), 'rule')} with less weight than their pages give: {named}{more}."
        )
        yield _warn("rules-weakened", less, reason)


def _weighs_less(change: RuleChange) -> bool:
    if not change.severity_now:
        return False
    order = [str(severity) for severity in SEVERITIES]
    return order.index(change.severity_now) > order.index(change.severity)


def _warn(name: str, changes: list[RuleChange], reason: str) -> Check:
    return Check(name, "rules as their pages say", f"{len(changes):,} changed", "warned", reason)
