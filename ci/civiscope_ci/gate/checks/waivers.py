"""Check the waivers themselves: those that match nothing, and those that end soon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from civiscope_ci.gate.decision import Check
from civiscope_ci.gate.policy import GatePolicy
from civiscope_ci.gate.wording import count
from civiscope_ci.waivers import SOON, WaiverUse


def waiver_checks(used: Sequence[WaiverUse], policy: GatePolicy, today: date) -> Iterator[Check]:
    """Yield a rule for waivers without use and one for those that end soon."""
    if not used:
        return
    yield _check_unused([each for each in used if each.state == "unused"], policy)
    yield _ending([each for each in used if each.state == "expiring"], today)


def _check_unused(unused: Sequence[WaiverUse], policy: GatePolicy) -> Check:
    threshold, actual = "every waiver matches something", f"{len(unused):,} unused"
    if not unused:
        return Check("waivers-used", threshold, actual, "passed", "Every waiver matches something.")
    waiver = unused[0].waiver
    what = "waiver matches" if len(unused) == 1 else "waivers match"
    reason = (
        f"{len(unused):,} {what} nothing; the first is for {waiver.rule} ({waiver.match.text}), "
        f"line {waiver.line}. Remove what is not needed any more."
    )
    if policy.strict_waivers:
        return Check("waivers-used", threshold, actual, "failed", reason)
    return Check("waivers-used", threshold, actual, "warned", reason)


def _ending(ending: Sequence[WaiverUse], today: date) -> Check:
    threshold = f"no waiver in use ends within {SOON} days"
    actual = f"{len(ending):,} ending"
    if not ending:
        return Check("waivers-ending", threshold, actual, "passed", "No waiver in use ends soon.")
    waiver = min((each.waiver for each in ending), key=lambda each: each.expires)
    left = (waiver.expires - today).days
    when = "today" if left == 0 else f"in {count(left, 'day')}"
    more = f" {count(len(ending), 'waiver')} end soon in all." if len(ending) > 1 else ""
    reason = f"The waiver of {waiver.owner} for {waiver.rule} ends {when}.{more}"
    return Check("waivers-ending", threshold, actual, "warned", reason)
