"""Check what was found: for each state, whether something of it is bad enough to fail or warn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from civiscope.results import Results, severity_rank
from civiscope.results.ranking import rank
from civiscope_ci.baseline.states import Comparison, IssueStatus, State
from civiscope_ci.gate.decision import Check
from civiscope_ci.gate.policy import GATED, STATES, FailOn, GatePolicy, Levels, Override, levels
from civiscope_ci.gate.wording import count
from civiscope_ci.waivers import address_fits, severity_of

Verdict = Literal["failed", "warned", "passed"]
Judged = list[tuple[IssueStatus, Verdict]]

_NAMES: dict[State, str] = {
    "new": "new",
    "reopened": "reopened",
    "waiver-expired": "no longer waived",
    "existing": "known",
    "engine-new": "new through a changed rule or engine",
    "unverified": "not looked for again",
    "waived": "waived",
    "flaky": "seen only once",
}


def verdicts(results: Results, comparison: Comparison, policy: GatePolicy) -> Judged:
    """Return each issue that is not fixed with what it means for the gate."""
    requirements = {rule.id for rule in results.rules if rule.kind == "requirement"}
    rules = {rule.id: rule for rule in results.rules}
    # In the order of the report's list, so that the first of both is the same.
    found = sorted(
        comparison.stated,
        key=lambda each: (each.issue is None, rank(each.issue, rules) if each.issue else ()),
    )
    return [(each, _verdict(each, policy, requirements)) for each in found if each.state != "fixed"]


def issue_checks(
    results: Results, comparison: Comparison, policy: GatePolicy, judged: Judged, missing: str
) -> Iterator[Check]:
    """Yield a rule for each state that can fail or warn. *missing* is a baseline not made yet."""
    failing, warning = levels(policy.fail_on), levels(policy.warn_on)
    asked: list[State] = [
        state
        for state in STATES
        if state in failing
        or any(each.state == state and verdict == "failed" for each, verdict in judged)
    ]
    if comparison.baseline is None:
        # Without a baseline everything is new, and one rule tells it all.
        asked = [state for state in asked if state not in GATED or _has(judged, state)]
        yield _check_found(results, policy, judged, missing)
        asked = [state for state in asked if state != "new"]
    elif "new" not in asked:
        asked.insert(0, "new")
    for state in asked:
        yield _state_check(state, failing.get(state), policy, judged)
    for state in STATES:
        if state in warning or any(e.state == state and v == "warned" for e, v in judged):
            yield _warning(state, warning.get(state), judged)


def _verdict(each: IssueStatus, policy: GatePolicy, requirements: set[str]) -> Verdict:
    if each.entry.needs_review and not policy.include_reviews:
        return "passed"
    if not policy.include_best_practice and each.entry.rule not in requirements:
        return "passed"
    # Without overrides all pages are alike.
    pages = each.pages if policy.overrides else each.pages[:1]
    said = {_on_page(each, page, policy) for page in pages or ("",)}
    return "failed" if "failed" in said else "warned" if "warned" in said else "passed"


def _on_page(each: IssueStatus, page: str, policy: GatePolicy) -> Verdict:
    fail_on: FailOn | Levels = policy.fail_on
    warn_on: FailOn | Levels = policy.warn_on
    for override in policy.overrides:
        if _is_for(override, each, page):
            fail_on = override.fail_on if override.fail_on is not None else fail_on
            warn_on = override.warn_on if override.warn_on is not None else warn_on
            break
    if _reaches(each, fail_on):
        return "failed"
    return "warned" if _reaches(each, warn_on) else "passed"


def _is_for(override: Override, each: IssueStatus, page: str) -> bool:
    area = each.entry.rule.partition("/")[0]
    if override.area and override.area != area:
        return False
    return not override.url or (bool(page) and address_fits(override.url, page, page))


def _reaches(each: IssueStatus, given: FailOn | Levels) -> bool:
    limit = levels(given).get(each.state)
    if limit is None or limit == "never":
        return False
    return severity_rank(severity_of(each)) <= severity_rank(limit)


def _has(judged: Judged, state: State) -> bool:
    return any(each.state == state for each, _ in judged)


def _check_found(results: Results, policy: GatePolicy, judged: Judged, missing: str) -> Check:
    """The rule when there is no baseline, in the words of somebody who has never heard of one."""
    failing = [each for each, verdict in judged if verdict == "failed" and each.state == "new"]
    found = count(len(results.failures), "failure")
    first = (
        f"This is a first run: there is no baseline {missing} yet, so everything counts. "
        "`civiscope baseline create` makes one that accepts what is there today. "
        if missing
        else ""
    )
    severity = levels(policy.fail_on).get("new")
    if severity is None and not failing:
        reason = f"{found} found; none can fail this gate, because fail_on is never."
        verdict: Literal["passed", "warned"] = "warned" if missing else "passed"
        return Check("issues", "none fails the gate", found, verdict, first + reason)
    of_severity = f"of severity {severity} or worse" if severity else "where an override asks"
    threshold = f"no {_kind(policy)} {of_severity}"
    if not failing:
        reason = f"No {_kind(policy)} {of_severity} was found ({found} in all)."
        return Check("issues", threshold, "0", "warned" if missing else "passed", first + reason)
    number = _issues(failing)
    what = "is" if number == 1 else "are"
    overridden = " or as an override asks" if severity and policy.overrides else ""
    reason = (
        f"{count(number, 'issue')} {what} {of_severity}{overridden}; the first is "
        f"{_title(failing[0])}."
    )
    if missing and policy.first_run == "report":
        ending = " It does not fail, because first_run is report."
        return Check("issues", threshold, str(number), "warned", first + reason + ending)
    return Check("issues", threshold, str(number), "failed", first + reason)


def _state_check(state: State, limit: FailOn | None, policy: GatePolicy, judged: Judged) -> Check:
    failing = [each for each, verdict in judged if verdict == "failed" and each.state == state]
    all_of_it = [each for each, _ in judged if each.state == state]
    of_severity = f"of severity {limit} or worse" if limit else "where an override asks"
    threshold = f"no {_kind(policy)} {of_severity} that is {_NAMES[state]}"
    if not failing:
        reason = (
            f"No {_kind(policy)} {of_severity} is {_NAMES[state]} ({_issues(all_of_it)} in all)."
        )
        if limit is None:
            reason = f"{count(_issues(all_of_it), 'issue')} {_be(all_of_it)} {_NAMES[state]}."
            threshold = "none fails the gate"
        return Check(state, threshold, "0", "passed", reason)
    reason = (
        f"{count(_issues(failing), 'issue')} {of_severity} {_be(failing)} {_NAMES[state]}; the "
        f"first is {_title(failing[0])}."
    )
    if failing[0].reason:
        reason += f" {failing[0].reason}"
    return Check(state, threshold, str(_issues(failing)), "failed", reason)


def _warning(state: State, limit: FailOn | None, judged: Judged) -> Check:
    warned = [each for each, verdict in judged if verdict == "warned" and each.state == state]
    of_severity = f"of severity {limit} or worse" if limit else "where an override asks"
    threshold = f"warn of issues {of_severity} that are {_NAMES[state]}"
    name = f"warn-{state}"
    if not warned:
        return Check(name, threshold, "0", "passed", f"None is {_NAMES[state]}.")
    reason = (
        f"{count(_issues(warned), 'issue')} {_be(warned)} {_NAMES[state]}, which does not fail; "
        f"the first is {_title(warned[0])}."
    )
    return Check(name, threshold, str(_issues(warned)), "warned", reason)


def _be(found: Sequence[IssueStatus]) -> str:
    return "is" if _issues(found) == 1 else "are"


def _issues(found: Sequence[IssueStatus]) -> int:
    """Return how many issues *found* are parts of; what is gone counts as it was."""
    return len(
        {each.issue.id if each.issue is not None else each.entry.fingerprint for each in found}
    )


def _title(each: IssueStatus) -> str:
    title = each.issue.title if each.issue is not None else each.entry.rule
    return f"“{title}” ({severity_of(each)})"


def _kind(policy: GatePolicy) -> str:
    parts = ["failure"]
    if policy.include_reviews:
        parts.append("issue to review")
    what = " or ".join(parts)
    return what if policy.include_best_practice else f"{what} of a requirement"
