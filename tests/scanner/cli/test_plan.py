"""`civiscope plan`: from one site or many, with the owners and classes of a configuration."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.reports.planning.test_plan import whole_site
from tests.scanner.cli.conftest import Call

from civiscope.results.file import write
from civiscope.testing import make_coverage, make_results, make_scan

CONFIG = """
[planning]
owners = ["Web team", "Editors"]
assign = { shared = "Web team", documents = "Editors" }
effort = { contrast = "L" }
hours = { S = 4 }
weeks = 8

[[planning.target]]
figure = "problems_severe"
value = 0
by = "2027-03-31"
owner = "Web team"
"""


@pytest.fixture
def results(tmp_path: Path) -> Path:
    path = tmp_path / "scan" / "results.json"
    write(whole_site(), path)
    return path


def test_plan_is_written_beside_the_results_with_what_the_configuration_says(
    call: Call, results: Path, tmp_path: Path
) -> None:
    (tmp_path / "civiscope.toml").write_text(CONFIG, encoding="utf-8")

    ran = call("plan", "scan", "--format", "json,jira")

    assert (ran.code, ran.out.splitlines()) == (0, ["scan/plan.json", "scan/plan-jira.csv"])
    plan = json.loads((tmp_path / "scan/plan.json").read_text(encoding="utf-8"))
    steps = {step["id"]: step for step in plan["steps"]}
    assert steps["contrast:shared"]["effort"] == "L"
    assert steps["keyboard:shared"]["owner"] == "Web team"
    assert (plan["hours"]["S"], plan["weeks"]) == (4, 8)
    target = next(m for m in plan["measures"] if m["key"] == "problems_severe")
    assert (target["reached"], target["target"]["by"]) == (False, "2027-03-31")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (
            'assign = { shared = "Nobody" }',
            'names "Nobody", but `owners` of [planning] names nobody',
        ),
        (
            'owners = ["Web team"]\nassign = { shared = "Web taem" }',
            "There is no owner in [planning.assign] 'Web taem'; did you mean 'Web team'?",
        ),
        ('effort = { contrast = "XL" }', "effort class in [planning.effort]"),
        ('effort = { contarst = "S" }', "cause, package or rule in [planning.effort]"),
        ('[[planning.target]]\nfigure = "problem"\nvalue = 1', "figure in [[planning.target]]"),
        (
            '[[planning.target]]\nfigure = "problems"\nvalue = 1\nby = "2027-03-31"',
            "has a day and no owner",
        ),
        (
            'owners = ["A"]\n[[planning.target]]\nfigure = "problems"\nvalue = 1\nby = "spring"\nowner = "A"',  # noqa: E501 - TOML
            "is not a day",
        ),
        ("weaks = 3", "there is no setting 'weaks'"),
    ],
)
def test_what_a_configuration_names_and_is_not_there_is_told_in_a_sentence(
    call: Call, results: Path, tmp_path: Path, table: str, said: str
) -> None:
    (tmp_path / "civiscope.toml").write_text(f"[planning]\n{table}\n", encoding="utf-8")

    ran = call("plan", "scan")

    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_three_hundred_sites_make_one_plan_with_each_step_once(call: Call, tmp_path: Path) -> None:
    small = whole_site()
    for number in range(300):
        scan = make_scan(targets=(f"https://{number}.example/",))
        write(replace(small, scan=scan), tmp_path / "sites" / str(number) / "results.json")

    ran = call("plan", "sites", "--format", "json,html,jira", "--out", "plan")

    assert ran.code == 0
    plan = json.loads((tmp_path / "plan/plan.json").read_text(encoding="utf-8"))
    assert len(plan["sites"]) == 300
    assert len(plan["steps"]) < 20
    assert {len(step["parts"]) for step in plan["steps"]} == {300}
    assert (tmp_path / "plan/plan.html").stat().st_size < 3_000_000


def test_results_of_no_page_give_a_plan_that_says_so(call: Call, tmp_path: Path) -> None:
    nothing = make_results(pages=(), findings=(), coverage=make_coverage(start_page_seen=False))
    write(nothing, tmp_path / "none" / "results.json")

    ran = call("plan", "none", "--format", "markdown")

    assert ran.code == 0
    said = (tmp_path / "none/plan.md").read_text(encoding="utf-8")
    assert "No page was fully scanned" in said


@pytest.mark.parametrize("arguments", [("nowhere",), ("empty",), ("scan", "--format", "exel")])
def test_wrong_use_is_one_sentence(
    call: Call, results: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "empty").mkdir()

    ran = call("plan", *arguments)

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
