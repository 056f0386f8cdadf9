"""Write a plan as one HTML file that needs no network and no script."""

from __future__ import annotations

from civiscope_reports.content.plan_settings import PlanSettings
from civiscope_reports.content.template_words import template_words
from civiscope_reports.formats.html import environment, file_part, policy_for
from civiscope_reports.planning.plan_values import ActionPlan
from civiscope_reports.planning.view import (
    days_of,
    heading_of,
    headline,
    plan_numbers,
    plan_view,
)
from civiscope_reports.text.language import Language


def render_plan(plan: ActionPlan, settings: PlanSettings, words: Language, tool: str) -> str:
    """Return *plan* as an HTML document."""
    style = file_part("report.css")
    return (
        environment()
        .get_template("plan.html")
        .render(
            **template_words(words),
            **plan_view(plan, settings, words, links=True),
            policy=policy_for(style, ""),
            style=style,
            heading=heading_of(plan, words),
            headline=headline(plan, words),
            numbers=plan_numbers(plan, words),
            days=days_of(plan),
            tool=tool,
            page_titles={},
        )
    )
