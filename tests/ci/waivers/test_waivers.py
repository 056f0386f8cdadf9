"""Waivers: read strictly, matched narrowly, and of no use after their last day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.ci.known import IMAGES, LABELS, Found, baseline, found, results

from civiscope_ci import Against, GatePolicy, decide
from civiscope_ci.waivers import Match, Waiver
from civiscope_ci.waivers.file import WaiversFileError, from_text

TODAY = date(2026, 11, 23)
RULES = {IMAGES: IMAGES, LABELS: LABELS, "accessibility/alt": IMAGES}
GOOD = """\
[[waiver]]
rule = "accessibility/alt"
match = { url = "/maps/*", selector = "img*" }
reason = "The supplier mends it in spring."
owner = "web@example.gov"
ticket = "WEB-1"
created = 2026-11-01
expires = "2027-03-01"
type = "third-party"
"""
WAIVER = Waiver(
    rule=IMAGES,
    match=Match(url="*"),
    reason="The supplier mends it in spring.",
    owner="web@example.gov",
    created=date(2026, 11, 1),
    expires=date(2027, 3, 1),
    type="third-party",
)


def decided(
    *issues: Found,
    waivers: tuple[Waiver, ...],
    policy: GatePolicy | None = None,
    known: tuple[Found, ...] = (),
) -> Any:  # noqa: ANN401 - read in many ways
    against = Against(baseline(*known), waivers=waivers, today=TODAY)
    return decide(results(*issues), policy, against)


def states(decision: Any) -> list[str]:  # noqa: ANN401 - see above
    return [each.state for each in decision.comparison.stated]


def test_a_waiver_is_read_with_the_rule_by_its_present_name() -> None:
    assert from_text(GOOD, "waivers.toml", RULES, TODAY) == (
        replace(WAIVER, match=Match(url="/maps/*", selector="img*"), ticket="WEB-1", line=1),
    )
    assert from_text("", "waivers.toml", RULES, TODAY) == ()


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("owner", "ownr", "line 1: there is no key 'ownr'; did you mean 'owner'?"),
        ("rule = ", "# ", "line 1: the waiver has no 'rule', which every waiver needs."),
        (
            "accessibility/alt",
            "accessibility/lable",
            "line 1: there is no rule 'accessibility/lable'; did you mean 'accessibility/label'?",
        ),
        ("url =", "ulr =", "line 1: there is no key 'ulr' in match; did you mean 'url'?"),
        ('{ url = "/maps/*", selector = "img*" }', "{}", "line 1: match says which findings"),
        (
            "The supplier mends it in spring.",
            "because",
            "line 1: reason is 'because'; give one of at least 15 characters.",
        ),
        ("expires = ", "# ", "line 1: the waiver has no 'expires', which every waiver needs."),
        ('"2027-03-01"', '"soon"', "line 1: expires is 'soon'; it must be a day, as 2027-03-31."),
        (
            '"2027-03-01"',
            "2027-05-01",
            "line 1: expires is 2027-05-01; a waiver lasts 180 days at most, here until "
            "2027-04-30.",
        ),
        (
            '"2027-03-01"',
            "2026-10-01",
            "line 1: expires is 2026-10-01, which is before created (2026-11-01).",
        ),
        (
            "2026-11-01",
            "2026-12-01",
            "line 1: created is 2026-12-01, which lies in the future.",
        ),
        ("third-party", "later", "line 1: type is 'later'; it must be one of accepted-risk,"),
        ("[[waiver]]", "[[waivr]]", "there is no setting 'waivr'; did you mean 'waiver'?"),
        ("[[waiver]]", "[waiver]", "each waiver is a table of its own; write [[waiver]]."),
        ("type =", "type", "is not valid TOML:"),
    ],
)
def test_a_wrong_waiver_is_told_by_line_with_what_would_be_right(
    old: str, new: str, sentence: str
) -> None:
    with pytest.raises(WaiversFileError) as caught:
        from_text(GOOD.replace(old, new, 1), "waivers.toml", RULES, TODAY)

    said = str(caught.value).removeprefix("waivers.toml").lstrip(",: ")
    assert said.startswith(sentence)


def test_the_line_is_that_of_the_waiver_that_is_wrong() -> None:
    text = f"# Ours\n\n{GOOD}\n{GOOD.replace('owner', 'ownr')}"

    with pytest.raises(WaiversFileError, match=r"^waivers.toml, line 13: "):
        from_text(text, "waivers.toml", RULES, TODAY)


def test_what_is_waived_does_not_fail_and_is_listed() -> None:
    decision = decided(found(), waivers=(WAIVER,))

    assert (decision.exit_code, states(decision)) == (0, ["waived"])
    assert [(used.state, used.issues) for used in decision.waivers] == [("active", ("i1",))]


def test_a_waiver_holds_on_its_last_day_and_not_after() -> None:
    last = decided(found(), waivers=(replace(WAIVER, expires=TODAY),))
    after = decided(found(), waivers=(replace(WAIVER, expires=date(2026, 11, 22)),))

    assert (last.exit_code, states(last), last.waivers[0].state) == (0, ["waived"], "expiring")
    assert (after.exit_code, states(after), after.waivers[0].state) == (
        1,
        ["waiver-expired"],
        "expired",
    )
    assert after.sentences == (
        "1 issue of severity serious or worse is no longer waived; the first is “Images have a "
        "text alternative” (critical). The waiver of web@example.gov ran out on 2026-11-22.",
    )


def test_a_known_issue_whose_waiver_ran_out_counts_again() -> None:
    over = replace(WAIVER, expires=date(2026, 11, 22))

    decision = decided(found(), waivers=(over,), known=(found(),))

    assert (decision.exit_code, states(decision)) == (1, ["waiver-expired"])


def test_a_waiver_for_some_pages_leaves_the_others() -> None:
    narrow = replace(WAIVER, match=Match(url="/a*"))

    decision = decided(found(on=("/", "/a")), waivers=(narrow,))

    (left,) = decision.comparison.stated
    assert (left.state, left.pages) == ("new", ("/",))
    assert decision.exit_code == 1


@pytest.mark.parametrize(
    ("match", "fits"),
    [
        (Match(url="https://www.example.gov/a"), True),
        (Match(url="/a"), True),
        (Match(url="/b"), False),
        (Match(url="*/A"), False),
        (Match(selector="header > *"), True),
        (Match(selector="footer*"), False),
        (Match(component="img.se?l"), True),
        (Match(component="img"), False),
        (Match(fingerprint=f"1:{IMAGES}|img.seal"), True),
        (Match(fingerprint=f"{IMAGES}|img.seal"), True),
        (Match(fingerprint="0"), False),
        (Match(url="/a", selector="footer*"), False),
    ],
)
def test_a_waiver_is_for_what_fits_all_that_it_says(match: Match, fits: bool) -> None:
    decision = decided(found(on=("/a",)), waivers=(replace(WAIVER, match=match),))

    assert states(decision) == (["waived"] if fits else ["new"])


def test_a_waiver_of_another_rule_is_for_nothing() -> None:
    assert states(decided(found(), waivers=(replace(WAIVER, rule=LABELS),))) == ["new"]


def test_an_unused_waiver_warns_and_fails_when_asked() -> None:
    warned = decided(waivers=(WAIVER,))
    failed = decided(waivers=(WAIVER,), policy=GatePolicy(strict_waivers=True))

    assert (warned.exit_code, failed.exit_code) == (0, 1)
    assert warned.sentences[1] == (
        "1 waiver matches nothing; the first is for accessibility/image-alt (url *), line 0. "
        "Remove what is not needed any more."
    )


def test_a_waiver_that_ends_soon_is_warned_of() -> None:
    decision = decided(found(), waivers=(replace(WAIVER, expires=date(2026, 12, 1)),))

    assert decision.sentences[1] == (
        "The waiver of web@example.gov for accessibility/image-alt ends in 8 days."
    )
