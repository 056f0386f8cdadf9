"""Forms of a plan: what trackers import, what spreadsheets open, what people read."""

from __future__ import annotations

import csv
import html
import io
import re
import shlex
import shutil
import subprocess
from dataclasses import replace
from typing import Any

import pytest
from tests.reports.planning.test_plan import planned, whole_site

from civiscope.testing import (
    make_coverage,
    make_finding,
    make_issue,
    make_not_seen,
    make_results,
    make_rule_facts,
)
from civiscope_reports.content.plan_settings import PlanSettings
from civiscope_reports.formats.plans import PLAN_FORMATS
from civiscope_reports.planning.plan_values import ActionPlan
from civiscope_reports.planning.view import plan_view
from civiscope_reports.planning.words import cause_text, where_text
from civiscope_reports.text.language import ENGLISH, language

SETTINGS = PlanSettings(owners={"content": '=HYPERLINK("http://evil.example")'})
EVIL = '=cmd|"/C calc"!A0 <script>alert(1)</script> `rm -rf`; $(id)\n/close\n"'


def evil_plan() -> ActionPlan:
    issue = make_issue(title=EVIL, component=EVIL, message=EVIL, fingerprint="$(touch x)")
    rule = replace(make_results(issue).rules[0], id="agency/evil", fails=EVIL)
    issue = replace(issue, rule="agency/evil")
    made = make_results(issue, rules=(rule,), findings=(make_finding(issue, page="https://a/'b"),))
    return planned(made, settings=SETTINGS)


def text(name: str, plan: ActionPlan, code: str = "en") -> str:
    return PLAN_FORMATS[name].render(plan, SETTINGS, language(code), "civiscope 0.1")


def rows(name: str, plan: ActionPlan) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text(name, plan)), strict=True))


@pytest.mark.parametrize(
    ("name", "head"),
    [
        # As the documentation of each importer names them.
        ("jira", ["Summary", "Issue Type", "Priority", "Description", "Labels", "Labels"]),
        ("azure", ["Work Item Type", "Title", "Priority", "Description", "Tags"]),
        ("gitlab", ["title", "description"]),
        ("github", ["title", "body", "labels"]),
    ],
)
def test_tasks_are_read_back_by_what_importers_read_with(name: str, head: list[str]) -> None:
    plan = planned(whole_site(), settings=SETTINGS)

    first, *tasks = rows(name, plan)

    assert first == head
    assert len(tasks) == len(plan.steps) <= 1000
    assert {len(task) for task in tasks} == {len(head)}
    title, body = (
        (head.index(n) for n in ("Title", "Description"))
        if name == "azure"
        else ((0, 3) if name == "jira" else (0, 1))
    )
    assert [task[title].split(":")[0] for task in tasks] == [
        f"Step {step.number}" for step in plan.steps
    ]
    assert all(len(task[title]) <= 255 and len(task[body]) < 30_000 for task in tasks)
    assert "print-a-menu" in "".join(task[body] for task in tasks)


def test_jira_heads_have_no_punctuation_and_priorities_are_its_own() -> None:
    first, *tasks = rows("jira", planned(whole_site()))

    assert all(re.fullmatch(r"[A-Za-z ]+", cell) for cell in first)
    assert {task[2] for task in tasks} <= {"Highest", "High", "Medium", "Low", "Lowest"}


def test_azure_has_no_column_that_its_import_of_new_items_refuses() -> None:
    first, *tasks = rows("azure", planned(whole_site()))

    assert not {"ID", "Assigned To", "State", "Created By", "Changed Date"} & set(first)
    assert {task[2] for task in tasks} <= {"1", "2", "3", "4"}


@pytest.mark.parametrize("name", ["csv", "jira", "azure", "gitlab", "github"])
def test_no_cell_is_a_formula_for_a_spreadsheet(name: str) -> None:
    for row in rows(name, evil_plan()):
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "-", "@"))


def test_texts_of_a_site_are_no_quick_actions_of_gitlab_and_no_markup_of_azure() -> None:
    body = rows("gitlab", evil_plan())[1][1]
    field = rows("azure", evil_plan())[1][3]

    actions = [line for line in body.splitlines() if line.startswith("/")]
    assert actions == ['/label ~"civiscope" ~"effort-M"']
    assert "<script" not in field


def test_script_for_github_runs_each_command_with_exactly_these_words() -> None:
    script = text("github-script", evil_plan())

    commands = shlex.split(script, comments=True)
    assert commands.count("gh") == 1
    assert EVIL.split()[0] in commands[commands.index("--title") + 1]
    shell = shutil.which("sh")
    assert shell is not None
    seen = subprocess.run(  # noqa: S603 - our own script
        [shell, "-c", 'gh() { printf "%s|" "$@"; }; sleep() { :; }\n' + script],
        capture_output=True,
        text=True,
        check=True,
        timeout=20,
    ).stdout
    assert seen.startswith("issue|create|--title|Step 1: ")
    assert "`rm -rf`; $(id)" in seen


def test_page_escapes_what_a_site_says_and_has_no_script() -> None:
    page = text("html", evil_plan())

    assert "<script" not in page
    assert "default-src &#39;none&#39;" in page
    assert "<h1>" in page
    assert 'href="#step-1"' in page


@pytest.mark.parametrize("name", ["html", "markdown", "jira", "azure", "gitlab", "github"])
def test_each_form_that_tells_of_failures_has_their_times(name: str) -> None:
    full = replace(
        make_not_seen("full", "http-error", "The server answers 503."), at="2026-11-30T10:15:00Z"
    )
    site = replace(whole_site(), coverage=make_coverage(found=20, failed=(full,)))

    told = html.unescape(text(name, planned(site)))

    assert "2026-11-30T10:15:00Z: " in told
    assert "The server answers 503." in told


def test_a_step_of_several_sites_says_on_how_many_pages_of_all_of_them() -> None:
    [menu] = [s for s in planned(whole_site("a"), whole_site("b")).steps if s.package == "keyboard"]

    assert (where_text(menu, ENGLISH), menu.pages.value) == ("24 pages, 2 sites", 24)
    assert "on 24 of 24 pages where it was looked for" in cause_text(menu, ENGLISH)


@pytest.mark.parametrize("code", ["fr", "es"])
def test_plan_speaks_the_readers_language(code: str) -> None:
    plan = planned(whole_site())

    assert language(code).text("Who is left out") in text("html", plan, code).replace("&#39;", "'")
    assert language(code).text("Who is left out") in text("markdown", plan, code)


def test_empty_plan_is_told_in_every_form() -> None:
    plan = planned(make_results(pages=(), findings=()))

    assert "Nothing was seen, so nothing can be planned." in text("html", plan)
    assert "**Nothing was seen, so nothing can be planned.**" in text("markdown", plan)
    assert len(rows("jira", plan)) == 1


def test_everyone_is_named_once_where_privacy_concerns_everyone_too() -> None:
    rule = make_rule_facts("security/hsts", severity="serious", affects=("everyone", "privacy"))
    issue = make_issue("hsts", rule=rule.id, severity="serious", pages=0, snippet="", component="h")
    plan = planned(make_results(issue, rules=(rule,)))
    needs: Any = plan_view(plan, PlanSettings(), ENGLISH, links=False)["needs"]

    assert {needs(step) for step in plan.steps if "privacy" in step.affects} == {"everyone"}
