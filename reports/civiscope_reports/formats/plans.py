"""The forms that a plan can be written in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from civiscope_reports.content.plan_settings import PlanSettings
from civiscope_reports.formats import plan_tables
from civiscope_reports.formats.plan_html import render_plan
from civiscope_reports.formats.plan_json import plan_json
from civiscope_reports.formats.plan_markdown import render_plan_markdown
from civiscope_reports.planning.plan_values import ActionPlan
from civiscope_reports.text.language import Language

PlanWriter = Callable[[ActionPlan, PlanSettings, Language, str], str]
_TableWriter = Callable[[ActionPlan, PlanSettings, Language], str]


@dataclass(frozen=True, slots=True)
class PlanFormat:
    """A form of a plan: what `--format` calls it, its file and what makes its text."""

    name: str
    file_name: str
    render: PlanWriter


def _of_table(writer: _TableWriter) -> PlanWriter:
    def render(plan: ActionPlan, settings: PlanSettings, words: Language, _tool: str) -> str:
        return writer(plan, settings, words)

    return render


_ALL = (
    PlanFormat("html", "plan.html", render_plan),
    PlanFormat("markdown", "plan.md", render_plan_markdown),
    PlanFormat("json", "plan.json", plan_json),
    PlanFormat("csv", "plan.csv", _of_table(plan_tables.people_table)),
    PlanFormat("jira", "plan-jira.csv", _of_table(plan_tables.jira_table)),
    PlanFormat("azure", "plan-azure.csv", _of_table(plan_tables.azure_table)),
    PlanFormat("gitlab", "plan-gitlab.csv", _of_table(plan_tables.gitlab_table)),
    PlanFormat("github", "plan-github.csv", _of_table(plan_tables.github_table)),
    PlanFormat("github-script", "plan-github.sh", _of_table(plan_tables.github_script)),
)
PLAN_FORMATS = {each.name: each for each in _ALL}
"""Every form of a plan by name, in the order they are shown."""
