"""Check numbers: absolute caps, and that what is known only becomes less."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from civiscope.results import Results
from civiscope_ci.baseline.states import Comparison, IssueStatus
from civiscope_ci.gate.decision import Check
from civiscope_ci.gate.policy import Cap, GatePolicy, cap
from civiscope_ci.gate.wording import count
from civiscope_ci.waivers import severity_of

_NOT_COUNTED = {"fixed", "waived", "flaky", "unverified"}
"""States that a cap counts only when it names them."""


def cap_checks(results: Results, comparison: Comparison, policy: GatePolicy) -> Iterator[Check]:
    """Yield a rule for each absolute cap."""
    counted = [
        each for each in comparison.stated if policy.include_reviews or not each.entry.needs_review
    ]
    for key, most in sorted(policy.max.items()):
        limit = cap(key)
        # Counted as issues are: one that is split between known and new pages is one.
        found = {
            each.issue.id if each.issue is not None else each.entry.fingerprint
            for each in counted
            if _falls_under(each, limit)
        }
        threshold, actual = f"at most {most:,}", f"{len(found):,}"
        what = " ".join(
            filter(None, (limit.state or "", limit.severity or "", limit.area or "", "issue"))
        )
        there = f"There {'is' if len(found) == 1 else 'are'} {count(len(found), what)}"
        if len(found) <= most:
            reason = f"{there}; up to {most:,} may be."
            yield Check(f"max.{key}", threshold, actual, "passed", reason)
        else:
            reason = f"{there}, where only {most:,} may be."
            yield Check(f"max.{key}", threshold, actual, "failed", reason)


def ratchet_check(comparison: Comparison, policy: GatePolicy) -> Iterator[Check]:
    """Yield the rule that what is known may not become more, when the policy asks for it."""
    if not policy.ratchet or comparison.baseline is None:
        return
    grown: Counter[str] = Counter()
    where: dict[str, str] = {}
    for each in comparison.of("existing"):
        known = each.was.pages if each.was is not None else {}
        for page, times in each.entry.pages.items():
            if page in known and times > known[page]:
                grown[each.entry.rule] += times - known[page]
                where.setdefault(each.entry.rule, page or "the site")
    threshold = "no more occurrences on a page than the baseline has"
    if not grown:
        reason = "What the baseline knows has not become more on any of its pages."
        yield Check("ratchet", threshold, "0", "passed", reason)
        return
    rule, more = grown.most_common(1)[0]
    reason = (
        f"What the baseline knows has become more: {rule} fails {count(more, 'time')} more often, "
        f"first on {where[rule]}."
    )
    yield Check("ratchet", threshold, f"{grown.total():,} more", "failed", reason)


def _falls_under(each: IssueStatus, limit: Cap) -> bool:
    if limit.state is None and each.state in _NOT_COUNTED:
        return False
    return (
        limit.state in (None, each.state)
        and limit.severity in (None, severity_of(each))
        and limit.area in (None, each.entry.rule.partition("/")[0])
    )
