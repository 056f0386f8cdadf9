"""The policy: by state and severity, by page and area, by number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.ci.known import LABELS, Found, baseline, found, results

from civiscope.testing import make_rule_facts
from civiscope_ci import Against, GatePolicy, Override, decide
from civiscope_ci.baseline import Baseline

TODAY = date(2026, 11, 23)


def decided(
    *issues: Found,
    policy: GatePolicy,
    known: Baseline | None = None,
    **changes: Any,  # noqa: ANN401 - fields of results
) -> Any:  # noqa: ANN401 - read in many ways
    against = Against(known if known is not None else baseline(), today=TODAY)
    return decide(results(*issues, **changes), policy, against)


def verdict(decision: Any, name: str) -> tuple[str, str]:  # noqa: ANN401 - see above
    check = next(check for check in decision.checks if check.name == name)
    return check.verdict, check.reason


@pytest.mark.parametrize(
    ("fail_on", "new", "known"),
    [
        ("serious", 1, 0),
        ("never", 0, 0),
        ({"new": "serious"}, 1, 0),
        ({"new": "never", "existing": "critical"}, 0, 1),
        ({"existing": "critical"}, 0, 1),
    ],
)
def test_what_fails_is_said_for_each_state(fail_on: Any, new: int, known: int) -> None:  # noqa: ANN401
    policy = GatePolicy(fail_on=fail_on)

    assert decided(found(), policy=policy).exit_code == new
    assert decided(found(), policy=policy, known=baseline(found())).exit_code == known


def test_what_is_back_is_treated_as_new_unless_it_is_named() -> None:
    known = baseline(found())
    known = replace(known, issues=(replace(known.issues[0], fixed="2026-11-01"),))

    assert (
        decided(found(), policy=GatePolicy(fail_on={"new": "serious"}), known=known).exit_code == 1
    )
    named = GatePolicy(fail_on={"new": "serious", "reopened": "never"})
    assert decided(found(), policy=named, known=known).exit_code == 0


def test_a_warning_is_told_and_passes() -> None:
    policy = GatePolicy(warn_on={"new": "minor"})

    decision = decided(found(severity="minor"), policy=policy)

    assert decision.exit_code == 0
    assert decision.sentences == (
        "No failure of a requirement of severity serious or worse is new (1 in all).",
        "1 issue is new, which does not fail; the first is “Images have a text alternative” "
        "(minor).",
    )


def test_fixes_never_fail() -> None:
    decision = decided(policy=GatePolicy(fail_on="info"), known=baseline(found()))

    assert decision.comparison.counts == {"fixed": 1}
    assert decision.exit_code == 0


def test_a_page_has_its_own_levels_and_an_issue_fails_when_it_fails_on_one_page() -> None:
    lenient = GatePolicy(overrides=(Override(url="/a*", fail_on={"new": "never"}),))
    strict = GatePolicy(fail_on="never", overrides=(Override(url="/a*", fail_on="minor"),))

    assert decided(found(on=("/a",)), policy=lenient).exit_code == 0
    assert decided(found(on=("/a", "/b")), policy=lenient).exit_code == 1
    assert decided(found(on=("/b",)), policy=strict).exit_code == 0
    assert decided(found(on=("/a", "/b")), policy=strict).exit_code == 1


def test_an_area_has_its_own_levels_and_the_first_override_counts() -> None:
    policy = GatePolicy(
        overrides=(
            Override(area="accessibility", url="/a", fail_on="critical"),
            Override(area="accessibility", fail_on="never"),
        )
    )

    assert decided(found(on=("/b",)), policy=policy).exit_code == 0
    assert decided(found(on=("/a",)), policy=policy).exit_code == 1
    cookies = found(on=("/b",), rule="privacy/tracking")
    rules = (make_rule_facts("privacy/tracking"),)
    known = replace(baseline(), rules=("privacy/tracking",))
    assert decided(cookies, policy=policy, rules=rules, known=known).exit_code == 1


@pytest.mark.parametrize(
    ("key", "most", "failed"),
    [
        ("critical", 0, True),
        ("critical", 1, False),
        ("serious", 0, False),
        ("a11y.existing.critical", 0, True),
        ("a11y.new", 0, False),
        ("total", 0, True),
        ("privacy.total", 0, False),
    ],
)
def test_a_cap_counts_area_state_and_severity(key: str, most: int, failed: bool) -> None:
    policy = GatePolicy(max={key: most})

    decision = decided(found(), policy=policy, known=baseline(found()))

    assert verdict(decision, f"max.{key}")[0] == ("failed" if failed else "passed")
    assert decision.exit_code == (1 if failed else 0)


def test_a_cap_says_what_there_is_and_what_may_be() -> None:
    decision = decided(
        found(), policy=GatePolicy(max={"existing.critical": 0}), known=baseline(found())
    )

    assert verdict(decision, "max.existing.critical") == (
        "failed",
        "There is 1 existing critical issue, where only 0 may be.",
    )


def test_the_ratchet_lets_what_is_known_only_become_less() -> None:
    known = baseline(found(on=("/",), times=2))
    policy = GatePolicy(ratchet=True)

    assert decided(found(on=("/",), times=2), policy=policy, known=known).exit_code == 0
    assert decided(found(on=("/",), times=1), policy=policy, known=known).exit_code == 0
    decision = decided(found(on=("/",), times=4), policy=policy, known=known)
    assert verdict(decision, "ratchet") == (
        "failed",
        "What the baseline knows has become more: accessibility/image-alt fails 2 times more "
        "often, first on /.",
    )


def test_a_first_run_is_loud_whatever_follows_of_it() -> None:
    now = results(found())

    failed = decide(now, GatePolicy(), Against(missing="base.json"))
    reported = decide(now, GatePolicy(first_run="report"), Against(missing="base.json"))

    begin = (
        "This is a first run: there is no baseline base.json yet, so everything counts. "
        "`civiscope baseline create` makes one that accepts what is there today. 1 issue is of "
        "severity serious or worse; the first is “Images have a text alternative” (critical)."
    )
    assert (failed.exit_code, failed.sentences) == (1, (begin,))
    assert (reported.exit_code, reported.sentences, reported.failing) == (
        0,
        (f"{begin} It does not fail, because first_run is report.",),
        (),
    )


def test_too_few_of_the_baselines_pages_are_inconclusive_and_mend_nothing() -> None:
    decision = decided(policy=GatePolicy(), known=baseline(found(on=("/a",))), seen=("/", "/b"))

    assert decision.exit_code == 3
    assert decision.comparison.counts == {"unverified": 1}
    assert verdict(decision, "baseline-pages") == (
        "inconclusive",
        "Only 2 of 3 pages of the baseline were fully scanned, the first of the others is /a; "
        "90% are "
        "asked for. If they are gone for good, say so with `civiscope baseline prune --gone`.",
    )


@pytest.mark.parametrize(
    ("policy", "sentence"),
    [
        ({"fail_on": {"newish": "minor"}}, 'fail_on names the state "newish"; it must be one of'),
        ({"warn_on": {"new": "bad"}}, 'warn_on.new is "bad"; it must be one of critical,'),
        ({"overrides": (Override(fail_on="bad"),)}, 'fail_on is "bad"; it must be one of'),  # type: ignore[arg-type]
        ({"max": {"a11y.privacy": 1}}, "max.\"a11y.privacy\": 'privacy' is not an area, state or"),
        ({"max": {"high": 1}}, "max.\"high\": 'high' is not an area, state or severity"),
    ],
)
def test_a_policy_that_means_nothing_is_refused(policy: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=r"is no|must be") as caught:
        GatePolicy(**policy)

    assert str(caught.value).startswith(sentence)


def test_a_review_fails_only_when_asked() -> None:
    review = found(needs_review=True, outcome="cantTell")

    assert decided(review, policy=GatePolicy()).exit_code == 0
    assert decided(review, policy=GatePolicy(include_reviews=True)).exit_code == 1


def test_good_practice_fails_only_when_asked() -> None:
    good = found(rule=LABELS)
    rules = (make_rule_facts(LABELS, kind="best-practice"),)
    known = replace(baseline(), rules=(LABELS,))

    assert decided(good, policy=GatePolicy(), rules=rules, known=known).exit_code == 0
    asked = GatePolicy(include_best_practice=True)
    assert decided(good, policy=asked, rules=rules, known=known).exit_code == 1
