"""A plan says what to do first, and each of its numbers can be traced to the results."""

# ruff: noqa: ANN401 - what may be changed is checked by dataclasses.replace.
from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from civiscope.results import Issue, PageResult, Results, RuleOutcome
from civiscope.results.file import to_bytes
from civiscope.testing import (
    START,
    make_consent,
    make_coverage,
    make_finding,
    make_issue,
    make_not_seen,
    make_page_result,
    make_results,
    make_rule_facts,
    make_scan,
)
from civiscope_reports.content.context import Waived
from civiscope_reports.content.plan_settings import PlanSettings, PlanTarget
from civiscope_reports.formats.plan_json import plan_json
from civiscope_reports.planning.make_plan import PlanMaker, make_plan
from civiscope_reports.planning.packages import PACKAGES, TITLES, package_of
from civiscope_reports.planning.plan_values import ActionPlan, PlanStep
from civiscope_reports.planning.words import done_when
from civiscope_reports.text.language import ENGLISH

PAGES = tuple(f"{START}p/{number}" for number in range(12))
WHITE = "accessibility/color-contrast"
MENU = "accessibility/mouse-only"


def rules() -> tuple[Any, ...]:
    return (
        make_rule_facts(),
        make_rule_facts(
            MENU, title="Everything works without a mouse", affects=("limited-manipulation",)
        ),
        make_rule_facts(WHITE, severity="serious", affects=("limited-vision", "no-colour")),
        make_rule_facts("security/hsts", severity="serious", affects=("everyone",)),
        make_rule_facts("security/https-redirect", severity="serious", affects=("everyone",)),
        make_rule_facts("documents/pdf-untagged", severity="serious", scope="document"),
        make_rule_facts("privacy/cookies-without-choice", severity="serious", affects=("privacy",)),
        make_rule_facts("privacy/consent-reject-missing", severity="serious", affects=("privacy",)),
        make_rule_facts(
            "agency/own-rule", severity="minor", affects=("everyone",), fails="No seal"
        ),
    )


def pages(**changes: Any) -> tuple[PageResult, ...]:
    outcomes = {rule.id: RuleOutcome("passed", passed=1) for rule in rules()}
    return tuple(
        make_page_result(
            url, template="news" if n < 8 else "form", outcomes=dict(outcomes), **changes
        )
        for n, url in enumerate(PAGES)
    )


def found_on(issue: Issue, urls: tuple[str, ...], **changes: Any) -> tuple[Any, ...]:
    return tuple(make_finding(issue, n, page=url, **changes) for n, url in enumerate(urls))


def whole_site(name: str = "a") -> Results:
    menu = make_issue(f"{name}-menu", rule=MENU, pages=12, occurrences=12, site_part="every-page")
    pale = make_issue(f"{name}-pale", rule=WHITE, severity="serious", pages=12, occurrences=40)
    seal = make_issue(f"{name}-seal", pages=1, occurrences=3, component="main img")
    frame = make_issue(f"{name}-frame", pages=2, occurrences=2, component="iframe img")
    hsts = make_issue(
        f"{name}-hsts", rule="security/hsts", severity="serious", pages=0, snippet="", component="h"
    )
    https = replace(hsts, id=f"{name}-https", rule="security/https-redirect")
    file = make_issue(
        f"{name}-file",
        rule="documents/pdf-untagged",
        severity="serious",
        pages=0,
        document=f"{START}a.pdf",
    )
    track = make_issue(f"{name}-track", rule="privacy/cookies-without-choice", severity="serious")
    banner = make_issue(f"{name}-banner", rule="privacy/consent-reject-missing", severity="serious")
    own = make_issue(f"{name}-own", rule="agency/own-rule", severity="minor", title="No seal")
    check = make_issue(f"{name}-check", outcome="cantTell", needs_review=True)
    advice = make_issue(f"{name}-advice", rule=WHITE, advice=True)
    empty = RuleOutcome("failed", failed=1)
    seen = list(pages(weight=2_500_000))
    seen[0] = replace(
        seen[0],
        weight=100_000,
        outcomes={**seen[0].outcomes, "site/works-without-javascript": empty},
        consent=make_consent(),
    )
    return make_results(
        *(menu, pale, seal, frame, hsts, https, file, track, banner, own, check, advice),
        rules=rules(),
        pages=tuple(seen),
        findings=(
            *found_on(menu, PAGES),
            *found_on(pale, PAGES),
            *found_on(seal, PAGES[:1]),
            *found_on(frame, PAGES[:2], frame="https://maps.vendor.example/map"),
            *(make_finding(each, page="") for each in (hsts, https, file)),
            *(make_finding(each, page=PAGES[0]) for each in (track, banner, own, check, advice)),
        ),
        coverage=make_coverage(
            found=20,
            failed=(
                make_not_seen("full", "http-error", "The server answers 503."),
                make_not_seen("gone", "http-error", "The server answers 404."),
                make_not_seen("slow", "timeout", "No answer within 30 s."),
            ),
        ),
    )


def step(plan: ActionPlan, package: str, cause: str = "") -> PlanStep:
    [found] = [s for s in plan.steps if s.package == package and cause in {"", s.cause}]
    return found


def planned(*found: Results, settings: PlanSettings | None = None) -> ActionPlan:
    return make_plan([(each, f"{n}.json") for n, each in enumerate(found)], settings)


def test_what_keeps_people_out_comes_first_then_quick_wins_then_the_rest() -> None:
    plan = planned(whole_site())

    waves = [each.wave for each in plan.steps]
    assert [each.number for each in plan.steps] == list(range(1, len(waves) + 1))
    assert {each.package for each in plan.steps if each.wave == "now"} == {"keyboard", "failures"}
    assert step(plan, "keyboard").blocker
    assert step(plan, "contrast").quick
    assert step(plan, "agency/own-rule").wave == "later"
    assert waves.index("quick") < waves.index("next") < waves.index("later")


def test_causes_are_told_by_where_a_problem_shows() -> None:
    plan = planned(whole_site())

    assert step(plan, "keyboard").cause == "shared"
    assert step(plan, "hsts").cause == "platform"
    assert step(plan, "documents").cause == "documents"
    assert step(plan, "pictures", "content").pages.value == 1
    vendor = step(plan, "pictures", "supplier")
    assert (vendor.parts[0].supplier, vendor.effort) == ("vendor.example", "X")


def test_a_problem_of_one_template_is_told_from_content_only_when_enough_pages_are_known() -> None:
    issue = make_issue("t", pages=8, occurrences=8)

    def cause(urls: tuple[str, ...], snippet: bool = True) -> str:
        made = make_results(
            issue,
            rules=rules(),
            pages=pages(),
            findings=tuple(
                make_finding(issue, n, page=url, snippet=f"<img {n if snippet else ''}>")
                for n, url in enumerate(urls)
            ),
        )
        return step(planned(made), "pictures").cause

    assert cause(PAGES[:8]) == "template"
    assert cause(PAGES[:2]) == "content"
    assert cause(PAGES[:4]) == "content"
    assert cause(PAGES[:4], snippet=False) == "shared"
    assert cause(PAGES) == "shared"


def test_pale_text_on_three_pages_is_of_the_style_sheet_whatever_its_places_are() -> None:
    issues = [
        make_issue(f"pale-{n}", rule=WHITE, severity="serious", component=f"p{n}") for n in range(3)
    ]
    found = [make_finding(each, page=PAGES[n]) for n, each in enumerate(issues)]

    def causes(number: int) -> set[str]:
        plan = planned(
            make_results(
                *issues[:number], rules=rules(), pages=pages(), findings=tuple(found[:number])
            )
        )
        return {each.cause for each in plan.steps if each.package == "contrast"}

    assert causes(3) == {"shared"}
    assert causes(2) == {"content"}


def test_every_step_says_how_it_is_known_that_it_is_done() -> None:
    site = whole_site()
    quiet = replace(site, issues=(), findings=())

    plan = planned(quiet)

    assert {"failures", "weight", "scripts"} <= {each.package for each in plan.steps}
    assert all(done_when(each, ENGLISH) for each in (*plan.steps, *planned(site).steps))


def test_what_must_come_before_stands_before_and_is_named() -> None:
    plan = planned(whole_site())

    assert step(plan, "hsts").after == (step(plan, "https").number,)
    assert step(plan, "trackers").after == (step(plan, "consent").number,)
    for each in plan.steps:
        assert all(number < each.number for number in each.after)


def test_configuration_sets_effort_and_owner_by_rule_package_or_cause() -> None:
    settings = PlanSettings(
        effort={WHITE: "L", "keyboard": "S", "platform": "M"},
        owners={"shared": "Web team", "documents": "Editors", "gone": "Nobody"},
    )

    plan = planned(whole_site(), settings=settings)

    assert (step(plan, "contrast").effort, step(plan, "contrast").effort_by) == ("L", WHITE)
    assert (step(plan, "keyboard").effort, step(plan, "keyboard").owner) == ("S", "Web team")
    assert step(plan, "hsts").effort == "M"
    assert step(plan, "documents").owner == "Editors"
    assert plan.notes[-1] == "[planning] speaks of what is not in this plan: gone."


def test_a_critical_problem_on_a_key_task_keeps_people_out() -> None:
    settings = PlanSettings(key_tasks=(f"{START}p/0*",))

    assert not step(planned(whole_site()), "pictures", "content").blocker
    assert step(planned(whole_site(), settings=settings), "pictures", "content").blocker


def test_targets_stand_beside_the_figures_of_today() -> None:
    settings = PlanSettings(
        targets=(
            PlanTarget("problems_severe", 0, "2027-03-31", "Web team"),
            PlanTarget("problems", 99),
        )
    )

    measures = {each.key: each for each in planned(whole_site(), settings=settings).measures}

    assert measures["problems_severe"].text == "9"
    assert (measures["problems_severe"].reached, measures["problems"].reached) == (False, True)
    assert measures["pages_with_failures"].text == "12 / 12"


def test_several_sites_share_steps_and_jurisdictions_are_named() -> None:
    sites = [
        replace(
            whole_site(name),
            scan=make_scan(targets=(f"https://{name}.example/",), settings={"jurisdiction": code}),
        )
        for name, code in (("a", "de"), ("b", "fr"), ("c", "us"))
    ]

    plan = planned(*sites)

    assert step(plan, "contrast").pages.value == 36
    assert len(step(plan, "contrast").parts) == 3
    assert plan.notes[0].startswith("The sites are under 3 jurisdictions (de, fr, us).")


def test_results_without_pages_templates_or_of_an_older_version_say_so_in_a_sentence() -> None:
    nothing = make_results(pages=(), findings=(), coverage=make_coverage(start_page_seen=False))
    old = replace(make_results(make_issue()), schema_version="1.0")

    unseen, thin = planned(nothing), planned(old)

    assert unseen.steps == ()
    assert unseen.notes[0].startswith("No page was fully scanned")
    assert {row.state for row in unseen.left_out} == {"not-measured"}
    assert [note.split(",")[0] for note in thin.notes] == [
        "1 file of results is of an older version: documents and requirements are missing there.",
        "1 site shows no template with three pages or more",
    ]
    assert [each.package for each in thin.steps] == ["pictures"]


def test_waived_problems_are_decisions_and_no_steps() -> None:
    maker = PlanMaker()
    maker.add(whole_site(), "a.json", {"a-pale": Waived("New style in May", "", "2027-05-01")})

    plan = maker.plan()

    assert all(each.package != "contrast" for each in plan.steps)
    assert plan.waived == (("Images have a text alternative", "New style in May", "2027-05-01"),)


def test_every_package_has_a_title_and_its_forerunners_exist() -> None:
    ids = {package.id for package in PACKAGES}

    assert ids == set(TITLES)
    assert [name for package in PACKAGES for name in package.after if name not in ids] == []


@pytest.mark.parametrize(
    ("rule", "package"),
    [
        ("accessibility/label", "fields"),
        ("accessibility/aria-input-field-name", "fields"),
        ("accessibility/aria-command-name", "names"),
        ("accessibility/aria-hidden-focus", "keyboard"),
        ("accessibility/aria-roles", "aria"),
        ("security/csp-missing", "csp"),
        ("security/clickjacking", "headers"),
        ("privacy/known-tracker", "trackers"),
        ("statement/status", "statement"),
        ("agency/own-rule", "agency/own-rule"),
    ],
)
def test_rules_belong_to_the_package_of_their_fix(rule: str, package: str) -> None:
    assert package_of(rule).id == package


def test_every_number_of_a_plan_is_traced_to_the_results() -> None:
    found = [whole_site("a"), whole_site("b")]
    plan = json.loads(plan_json(planned(*found), PlanSettings(), ENGLISH, "civiscope"))
    raw = {f"{n}.json": json.loads(to_bytes(each)) for n, each in enumerate(found)}

    traced = 0
    for made in plan["steps"]:
        for name in ("issues", "pages", "places"):
            parts = [_count(part, name, raw[part["source"]]) for part in made["parts"]]
            assert [part[name]["value"] for part in made["parts"]] == parts
            assert made[name] == {"value": sum(parts), "formula": "sum"}
            traced += 1
    for row in plan["left_out"]:
        assert _left_out(row, raw) == (row["pages"]["value"], row["of"] and row["of"]["value"])
        traced += 1
    for site in plan["sites"]:
        own = raw[site["source"]]
        assert site["pages"]["value"] == len(own["pages"])
        failures = [i for i in own["issues"] if not i["needs_review"] and not i["advice"]]
        assert site["problems"]["value"] == len(failures)
        assert site["reviews"] == sum(i["needs_review"] for i in own["issues"])
    assert traced > 40
    assert {formula for _, formula in _figures(plan)} <= set(plan["formulas"])


def _count(part: dict[str, Any], name: str, raw: dict[str, Any]) -> int:
    """Count a figure anew, by what its formula says, from results.json alone."""
    ids = {issue for problem in part["problems"] for issue in problem["issues"]}
    issues = [issue for issue in raw["issues"] if issue["id"] in ids]
    reviews = [i for i in raw["issues"] if i["needs_review"] and not i["advice"]]
    failed = [
        each
        for each in raw["coverage"]["failed"]
        if each["reason"] == "timeout" or "503" in each["detail"]
    ]
    counted: dict[str, Callable[[], int]] = {
        "issues": lambda: len(issues),
        "pages": lambda: len({f["page"] for f in raw["findings"] if f["issue"] in ids} - {""}),
        "places": lambda: sum(issue["occurrences"] for issue in issues),
        "documents": lambda: len({issue["document"] for issue in issues}),
        "reviews": lambda: len(reviews),
        "examples": lambda: len({page for issue in reviews for page in issue["example_pages"]}),
        "failures": lambda: len(failed),
        "pages-slow": lambda: sum(page["weight"] > 1_880_000 for page in raw["pages"]),
        "pages-empty": lambda: len(_tried(raw, {"failed"})),
    }
    return counted[part[name]["formula"]]()


def _left_out(row: dict[str, Any], raw: dict[str, Any]) -> tuple[int, int | None]:
    pages, of = 0, 0
    for source, own in raw.items():
        ids = {i.removeprefix(f"{source}#") for i in row["issues"] if i.startswith(f"{source}#")}
        weighed = [page for page in own["pages"] if page["weight"]]
        asked = [page for page in own["pages"] if page["consent"] is not None]
        pages += {
            "pages": len({f["page"] for f in own["findings"] if f["issue"] in ids} - {""}),
            "pages-slow": sum(page["weight"] > 1_880_000 for page in weighed),
            "pages-empty": len(_tried(own, {"failed"})),
            "pages-phone": 0,
            "consent-broken": sum(bool(page["consent"]["despite_no"]) for page in asked),
        }[row["pages"]["formula"]]
        of += {
            "pages-seen": len(own["pages"]),
            "pages-weighed": len(weighed),
            "pages-tried": len(_tried(own, {"failed", "passed", "cantTell"})),
            "pages-measured": 0,
            "consent-tried": len(asked),
        }[row["of"]["formula"] if row["of"] else "pages-seen"]
    return pages, of if row["of"] else None


def _tried(raw: dict[str, Any], outcomes: set[str]) -> list[Any]:
    found = [page["outcomes"].get("site/works-without-javascript", {}) for page in raw["pages"]]
    return [each for each in found if each.get("outcome") in outcomes]


def _figures(value: object) -> Iterator[tuple[int, str]]:
    if isinstance(value, dict):
        found = cast("dict[str, Any]", value)
        if set(found) == {"value", "formula"}:
            yield found["value"], found["formula"]
        value = list(found.values())
    if isinstance(value, list):
        for each in cast("list[object]", value):
            yield from _figures(each)


def test_the_same_results_give_the_same_plan() -> None:
    made = [
        plan_json(planned(whole_site()), PlanSettings(), ENGLISH, "civiscope") for _ in range(2)
    ]

    assert made[0] == made[1]


def test_results_without_templates_still_give_a_plan(tmp_path: Path) -> None:
    site = whole_site()
    flat = replace(site, pages=tuple(replace(page, template="") for page in site.pages))

    assert step(planned(flat), "keyboard").cause == "shared"
