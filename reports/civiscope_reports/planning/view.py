"""What templates show of a plan, in one language."""

from __future__ import annotations

from collections import defaultdict

from civiscope_reports.content.figures import FIGURES
from civiscope_reports.content.plan_settings import PlanSettings
from civiscope_reports.planning.left_out import GROUPS, STATES
from civiscope_reports.planning.packages import SHORT_CAUSES
from civiscope_reports.planning.plan_values import ActionPlan, PlanStep
from civiscope_reports.planning.words import (
    EFFORTS,
    PEOPLE,
    WAVES,
    cause_text,
    done_when,
    effort_text,
    measure_after,
    title_of,
    where_text,
)
from civiscope_reports.text import wording
from civiscope_reports.text.language import Language

_FIGURE_TITLES = {figure.key: figure.title for figure in FIGURES}


def plan_view(
    plan: ActionPlan, settings: PlanSettings, words: Language, *, links: bool
) -> dict[str, object]:
    """Return the values and functions that templates show *plan* with.

    With *links*, steps are named by links to their places on the page.
    """

    def whom(step: PlanStep, most: int) -> str:
        return whom_text(step, words, most)

    def people(step: PlanStep) -> str:
        groups = [group for group in step.affects if group in PEOPLE]
        # Privacy concerns everyone, who is not named twice.
        if "everyone" in groups:
            groups = [group for group in groups if group != "privacy"]
        return ", ".join(words.text(PEOPLE[group]) for group in groups)

    def where(step: PlanStep) -> str:
        return where_text(step, words)

    def effort(step: PlanStep) -> str:
        return effort_text(step, settings.hours, words)

    def cause(step: PlanStep) -> str:
        return cause_text(step, words)

    def done(step: PlanStep) -> tuple[str, ...]:
        return done_when(step, words)

    def title(step: PlanStep) -> str:
        return title_of(step, words)

    waves: defaultdict[str, list[PlanStep]] = defaultdict(list)
    for step in plan.steps:
        waves[step.wave].append(step)
    return {
        "plan": plan,
        "plan_links": links,
        "whom": whom,
        "needs": people,
        "where": where,
        "effort": effort,
        "cause": cause,
        "done": done,
        "step_title": title,
        "figure": figure_title,
        "waves": {name: waves[name] for name in WAVES},
        "counts": {name: len(waves[name]) for name in WAVES},
        "LEFT_OUT": GROUPS,
        "LEFT_OUT_STATE": STATES,
        "EFFORTS": EFFORTS,
        "SHORT_CAUSES": SHORT_CAUSES,
        "WAVES": WAVES,
    }


def figure_title(step: PlanStep) -> str:
    """Return the name of the figure to look at when *step* is done."""
    return f"“{_FIGURE_TITLES[measure_after(step)]}”"


def whom_text(step: PlanStep, words: Language, most: int) -> str:
    """Return for whom *step* is: *most* groups, and how many more."""
    groups = [each for each in step.affects if each in wording.AFFECTED]
    named = [wording.affected(group, words) for group in groups[:most]]
    if len(groups) > most:
        more = len(groups) - most
        named.append(words.plural(more, "{number} more group", "{number} more groups"))
    return words.listed(named)


def heading_of(plan: ActionPlan, words: Language) -> str:
    """Return what the plan is for: the site, or how many there are."""
    names = list(dict.fromkeys(site.name for site in plan.sites))
    if len(names) == 1:
        return names[0]
    return words.count(len(plan.sites), "site")


def headline(plan: ActionPlan, words: Language) -> str:
    """Return the plan in one sentence."""
    if not plan.steps:
        seen = any(site.pages.value for site in plan.sites)
        if seen:
            return words.text("The scan found nothing to plan; people have to test the rest.")
        return words.text("Nothing was seen, so nothing can be planned.")
    blockers = sum(step.blocker for step in plan.steps)
    steps = words.count(len(plan.steps), "step")
    if blockers:
        return words.plural(
            blockers,
            "{steps}; {number} of them is about what keeps people out today",
            "{steps}; {number} of them are about what keeps people out today",
            steps=steps,
        )
    return words.plural(
        len(plan.quick),
        "{steps}; {number} is a quick win",
        "{steps}; {number} are quick wins",
        steps=steps,
    )


def plan_numbers(plan: ActionPlan, words: Language) -> list[tuple[int, str]]:
    """Return the five numbers of the plan with their labels."""
    kept_out = sum(row.state == "kept-out" for row in plan.left_out)
    return [
        (sum(step.blocker for step in plan.steps), words.text("steps for what keeps people out")),
        (len(plan.quick), words.text("quick wins")),
        (len(plan.steps), words.text("steps in all")),
        (kept_out, words.text("groups of people kept out")),
        (sum(site.pages.value for site in plan.sites), words.text("pages fully scanned")),
    ]


def days_of(plan: ActionPlan) -> str:
    """Return the days of the scans: one, or the first and the last."""
    days = sorted({site.day for site in plan.sites if site.day})
    return " – ".join(dict.fromkeys((days[0], days[-1]))) if days else ""  # noqa: RUF001 - a range
