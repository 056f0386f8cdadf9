"""Write a plan in Markdown: for a wiki, a merge request, an e-mail."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope_reports.content.plan_settings import PlanSettings
from civiscope_reports.planning.left_out import GROUPS, STATES
from civiscope_reports.planning.packages import SHORT_CAUSES
from civiscope_reports.planning.plan_values import ActionPlan, PlanStep
from civiscope_reports.planning.view import (
    days_of,
    figure_title,
    heading_of,
    headline,
    whom_text,
)
from civiscope_reports.planning.words import (
    WAVES,
    cause_text,
    done_when,
    effort_text,
    title_of,
    where_text,
)
from civiscope_reports.text.language import Language
from civiscope_reports.text.markdown_text import code, inline

MAX_PROBLEMS = 12
MAX_SITES = 20


def render_plan_markdown(
    plan: ActionPlan, settings: PlanSettings, words: Language, tool: str
) -> str:
    """Return *plan* as Markdown."""
    lines = [
        f"# {inline(words.text('Plan for {sites}', sites=heading_of(plan, words)), 160)}",
        "",
        f"**{inline(headline(plan, words), 300).rstrip('.')}.**",
        "",
        *(f"{inline(note, 400)}\n" for note in plan.notes),
        *_left_out(plan, words),
        *_table(plan, words),
        *_steps(plan, settings, words),
        *_measures(plan, words),
    ]
    return "\n".join([*lines, "", f"<sub>{inline(tool)}, {inline(days_of(plan))}</sub>", ""])


def _left_out(plan: ActionPlan, words: Language) -> Iterator[str]:
    yield f"## {words.text('Who is left out')}\n"
    heads = (words.text("People"), words.text("Today"), words.text("Pages"))
    yield from _head(heads, (":--", ":--", "--:"))
    for row in plan.left_out:
        of = f"{row.pages.value:,} / {row.of.value:,}" if row.of else "–"  # noqa: RUF001 - a dash
        yield f"| {words.text(GROUPS[row.group])} | {words.text(STATES[row.state])} | {of} |"
    yield ""


def _table(plan: ActionPlan, words: Language) -> Iterator[str]:
    if not plan.steps:
        return
    yield f"## {words.text('Steps')}\n"
    heads = (
        "",
        words.text("Step"),
        words.text("Where"),
        words.text("Effort"),
        words.text("Cause"),
        words.text("Owner"),
    )
    yield from _head(heads, ("--:", ":--", ":--", ":--", ":--", ":--"))
    for step in plan.steps:
        mark = words.text("Keeps people out") if step.blocker else ""
        mark = mark or (words.text("Quick win") if step.quick else "")
        title = inline(title_of(step, words), 160) + (f" ({mark})" if mark else "")
        cells = (
            str(step.number),
            title,
            where_text(step, words),
            step.effort,
            words.text(SHORT_CAUSES[step.cause]),
            inline(step.owner, 60),
        )
        yield f"| {' | '.join(cells)} |"
    yield ""


def _steps(plan: ActionPlan, settings: PlanSettings, words: Language) -> Iterator[str]:
    for wave, title in WAVES.items():
        steps = [step for step in plan.steps if step.wave == wave]
        if not steps:
            continue
        yield f"## {words.text(title)}\n"
        for step in steps:
            yield f"### {step.number}. {inline(title_of(step, words), 160)}\n"
            for label, said in step_facts(step, settings, words):
                yield f"- **{label}**: {inline(said, 600)}"
            yield ""
            yield from _problems(step, words)


def step_facts(
    step: PlanStep, settings: PlanSettings, words: Language
) -> Iterator[tuple[str, str]]:
    """Yield what is said of *step*, with a label each."""
    yield words.text("For whom"), whom_text(step, words, 12)
    yield words.text("Where"), where_text(step, words)
    yield words.text("Effort"), effort_text(step, settings.hours, words)
    yield words.text("Cause"), cause_text(step, words)
    yield words.text("Owner"), step.owner or words.text("nobody named yet")
    if step.after:
        named = [words.text("step {number}", number=number) for number in step.after]
        yield words.text("First"), words.listed(named)
    if step.parts[0].pilot:
        yield words.text("Pilot on"), step.parts[0].pilot
    yield words.text("Done when"), " ".join(done_when(step, words))
    yield words.text("What to measure"), figure_title(step)


def _problems(step: PlanStep, words: Language) -> Iterator[str]:
    for part in step.parts[:MAX_SITES]:
        if len(step.parts) > 1:
            yield f"- {inline(part.site, 120)}: {words.count(part.pages.value, 'page')}"
        indent = "  " if len(step.parts) > 1 else ""
        for each in part.problems[:MAX_PROBLEMS]:
            yield f"{indent}- {inline(each.title, 200)} {code(each.rule, 80)}"
        for told in part.when:
            yield f"{indent}- {inline(told, 300)}"
    if len(step.parts) > MAX_SITES:
        more = len(step.parts) - MAX_SITES
        yield f"- {words.plural(more, 'and {number} more site', 'and {number} more sites')}"
    yield ""


def _measures(plan: ActionPlan, words: Language) -> Iterator[str]:
    yield f"## {words.text('What to measure')}\n"
    heads = (words.text("Figure"), words.text("Today"), words.text("Target"), words.text("Owner"))
    yield from _head(heads, (":--", ":--", ":--", ":--"))
    for each in plan.measures:
        target = each.target
        by = f" ({inline(target.by, 20)})" if target and target.by else ""
        cells = (
            inline(each.title),
            each.text or words.text("not measured"),
            each.target_text + by,
            inline(target.owner, 60) if target else "",
        )
        yield f"| {' | '.join(cells)} |"


def _head(cells: tuple[str, ...], marks: tuple[str, ...]) -> Iterator[str]:
    yield f"| {' | '.join(cells)} |"
    yield f"| {' | '.join(marks)} |"
