"""Write a plan as tables: for people, and as tasks that issue trackers import.

Titles begin with a word of ours, so that no cell of a tracker's file is a formula; in the table for
people an apostrophe goes before what a spreadsheet would take for one.
"""

from __future__ import annotations

import csv
import io
import shlex
from collections.abc import Iterable, Iterator, Sequence

from civiscope.model import Severity
from civiscope_reports.content.plan_settings import PlanSettings
from civiscope_reports.formats.csv_tables import cell_text
from civiscope_reports.formats.plan_markdown import step_facts
from civiscope_reports.planning.plan_values import ActionPlan, PlanStep
from civiscope_reports.planning.words import title_of
from civiscope_reports.text.language import Language
from civiscope_reports.text.plain import block, plain

MAX_TASKS = 1000
"""What Azure Boards takes in one file."""
MAX_TITLE = 200
MAX_BODY = 25_000
_MAX_MARKS = 200
PEOPLE_COLUMNS = (
    "number",
    "title",
    "wave",
    "quick_win",
    "keeps_people_out",
    "severity",
    "cause",
    "effort",
    "owner",
    "sites",
    "issues",
    "pages",
    "places",
    "after",
    "pilot",
    "rules",
    "affects",
)
_PRIORITY: dict[Severity, tuple[str, int]] = {
    "critical": ("Highest", 1),
    "serious": ("High", 2),
    "moderate": ("Medium", 3),
    "minor": ("Low", 4),
    "info": ("Lowest", 4),
}


def people_table(plan: ActionPlan, settings: PlanSettings, words: Language) -> str:
    """Return *plan* as a table for people, a row a step."""
    rows = ([_guarded(cell) for cell in _people_row(step, words)] for step in plan.steps)
    return _csv([PEOPLE_COLUMNS, *rows])


def jira_table(plan: ActionPlan, settings: PlanSettings, words: Language) -> str:
    """Return *plan* for the CSV importer of Jira."""
    head = ("Summary", "Issue Type", "Priority", "Description", "Labels", "Labels")
    rows = (
        (
            task_title(step, words),
            "Task",
            _PRIORITY[step.severity][0],
            task_body(step, settings, words),
            "civiscope",
            f"effort-{step.effort}",
        )
        for step in plan.steps[:MAX_TASKS]
    )
    return _csv([head, *rows])


def azure_table(plan: ActionPlan, settings: PlanSettings, words: Language) -> str:
    """Return *plan* for the CSV import of Azure Boards, which wants new items without ids."""
    head = ("Work Item Type", "Title", "Priority", "Description", "Tags")
    rows = (
        (
            "Task",
            task_title(step, words),
            str(_PRIORITY[step.severity][1]),
            _as_html(task_body(step, settings, words)),
            f"civiscope; effort-{step.effort}",
        )
        for step in plan.steps[:MAX_TASKS]
    )
    return _csv([head, *rows])


def gitlab_table(plan: ActionPlan, settings: PlanSettings, words: Language) -> str:
    """Return *plan* for the CSV import of GitLab: title and description, labels as quick action."""
    rows = (
        (
            task_title(step, words),
            f'{_no_actions(task_body(step, settings, words))}\n\n/label ~"civiscope" '
            f'~"effort-{step.effort}"',
        )
        for step in plan.steps[:MAX_TASKS]
    )
    return _csv([("title", "description"), *rows])


def github_table(plan: ActionPlan, settings: PlanSettings, words: Language) -> str:
    """Return *plan* as CSV for tools that bring issues to GitHub, which imports none by itself."""
    rows = (
        (
            task_title(step, words),
            task_body(step, settings, words),
            f"civiscope,effort-{step.effort}",
        )
        for step in plan.steps[:MAX_TASKS]
    )
    return _csv([("title", "body", "labels"), *rows])


def github_script(plan: ActionPlan, settings: PlanSettings, words: Language) -> str:
    """Return a shell script that makes an issue of each step with GitHub's own command line."""
    lines = [
        "#!/bin/sh",
        "# Makes an issue of each step of the plan in the repository of this folder, with `gh`.",
        "# Run it once: a second run makes each of them again.",
        "set -e",
    ]
    for step in plan.steps[:MAX_TASKS]:
        title = shlex.quote(task_title(step, words))
        body = shlex.quote(task_body(step, settings, words))
        lines += [f"gh issue create --title {title} --body {body}", "sleep 1"]
    return "\n".join([*lines, ""])


def task_title(step: PlanStep, words: Language) -> str:
    """Return the title of the task for *step*; it begins with a word and its number."""
    return plain(
        words.text("Step {number}: {title}", number=step.number, title=title_of(step, words)),
        MAX_TITLE,
    )


def task_body(step: PlanStep, settings: PlanSettings, words: Language) -> str:
    """Return the text of the task for *step*, with the fingerprints of its problems at the end."""
    lines = [f"{label}: {plain(said, 800)}" for label, said in step_facts(step, settings, words)]
    for part in step.parts:
        lines += ["", plain(part.site, 160)]
        lines += [
            f"* {plain(each.title, 200)} ({each.rule}) {plain(each.example, 300)}".rstrip()
            for each in part.problems
        ]
        lines += [f"* {plain(each, 300)}" for each in part.when]
        if sum(map(len, lines)) > MAX_BODY:
            break
    marks = [mark for part in step.parts for each in part.problems for mark in each.fingerprints]
    known = " ".join(plain(mark, 80) for mark in marks[:_MAX_MARKS])
    body = block("\n".join(lines), MAX_BODY)
    return f"{body}\n\nciviscope: {known}" if known else body


def _people_row(step: PlanStep, words: Language) -> tuple[str | int, ...]:
    return (
        step.number,
        title_of(step, words),
        step.wave,
        "yes" if step.quick else "no",
        "yes" if step.blocker else "no",
        step.severity,
        step.cause,
        step.effort,
        step.owner,
        "; ".join(dict.fromkeys(part.site for part in step.parts)),
        step.issues.value,
        step.pages.value,
        step.places.value,
        "; ".join(map(str, step.after)),
        step.parts[0].pilot,
        "; ".join(sorted({each.rule for part in step.parts for each in part.problems})),
        "; ".join(step.affects),
    )


def _guarded(cell: str | int) -> str | int:
    return cell if isinstance(cell, int) else cell_text(cell)


def _no_actions(text: str) -> str:
    """Return *text* without lines that GitLab takes for quick actions."""
    return "\n".join(
        f" {line}" if line.lstrip().startswith("/") else line for line in text.split("\n")
    )


def _as_html(text: str) -> str:
    """Return *text* as HTML, which the field of Azure Boards holds."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("\n", "<br>")


def _csv(rows: Iterable[Sequence[str | int]]) -> str:
    return "".join(_lines(rows))


def _lines(rows: Iterable[Sequence[str | int]]) -> Iterator[str]:
    for row in rows:
        line = io.StringIO()
        csv.writer(line, lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerow(row)
        yield line.getvalue()
