"""Write the summary in Markdown: for a job's summary, a merge request, an e-mail.

It stays below what GitHub takes as a comment (65,536 characters), which is the least any place
takes, so one file does for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from civiscope.atomic_write import write_whole
from civiscope.results import Issue, Results
from civiscope_reports.content.context import NOTHING, STATES, Context
from civiscope_reports.content.frameworks import views
from civiscope_reports.content.gaps import Gap, gaps
from civiscope_reports.content.ranking import urgent
from civiscope_reports.content.site_name import site_name
from civiscope_reports.content.verdict import summarise
from civiscope_reports.content.wire import WireLocation, places, reach
from civiscope_reports.text.language import ENGLISH
from civiscope_reports.text.markdown_text import code, harmless, inline
from civiscope_reports.text.wording import SEVERITY, STATE, affected, area, count

MAX_CHARACTERS = 60_000
"""Characters, which in the worst case are four bytes each: far below GitHub's 1 MiB."""
MAX_ISSUES = 50
MAX_TOLD = 10
"""Issues whose remedy is told."""
MAX_GAPS = 10

_ALWAYS = {"new", "existing", "fixed", "waived", "unverified"}
_GONE = "Fixed"
_WCAG = "wcag22-aa"


def write(results: Results, path: Path, context: Context = NOTHING) -> None:
    """Write the summary of *results*. Raises CannotWriteError."""
    write_whole(path, [render(results, context).encode()])


def render(results: Results, context: Context = NOTHING) -> str:
    """Return the summary of *results* as Markdown."""
    return _keep_what_fits(
        [
            _head(results, context),
            _changes(context),
            *_problems(results, context),
            _gaps(gaps(results), results),
            _reviews(results),
            _waived_text(results, context),
            *_remedies(results, context),
            _foot(results),
        ]
    )


def _keep_what_fits(blocks: Iterable[str]) -> str:
    """Return the *blocks* that fit, in order; one that does not is left out and counted."""
    kept: list[str] = []
    room, left_out = MAX_CHARACTERS, 0
    for block in blocks:
        if not block:
            continue
        if len(block) > room:
            left_out += 1
            continue
        kept.append(block)
        room -= len(block) + 1
    if left_out:
        kept.append(f"_Left out for length: {count(left_out, 'part')}._\n")
    return "\n".join(kept)


def _head(results: Results, context: Context) -> str:
    summary = summarise(context.without_waived(results))
    lines = [f"## {inline(site_name(results), 120)}: {inline(summary.headline)}", ""]
    if context.gate:
        lines += [f"**Gate: {context.gate}.** {' '.join(inline(r, 400) for r in context.reasons)}"]
        lines.append("")
    lines += [" ".join(inline(sentence, 600) for sentence in summary.sentences), ""]
    lines += ["| | Number | |", "| :-- | --: | :-- |"]
    lines += [f"| {n.label} | {n.value:,} | {inline(n.note)} |" for n in summary.numbers]
    return "\n".join(lines) + "\n"


def _changes(context: Context) -> str:
    """Return how many problems of each area are new, known, gone, …; nothing without a baseline."""
    if not context.by_area:
        return ""
    there = {state for states in context.by_area.values() for state in states}
    shown = [state for state in STATES if state in there or state in _ALWAYS]
    names = [_GONE if state == "fixed" else STATE[state] for state in shown]
    lines = [f"| {' | '.join(['Area', *names])} |", f"| :-- |{' --: |' * len(shown)}"]
    for name, states in context.by_area.items():
        cells = [inline(area(name), 60), *(f"{states.get(state, 0):,}" for state in shown)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(["### Since the baseline", "", *lines, ""])


def _problems(results: Results, context: Context) -> Iterator[str]:
    failures = urgent(results, context)
    if not failures:
        return
    where = places(results, context)
    stated = any(context.state(issue) for issue in failures)
    head = [f"### Problems, {'new ones' if stated else 'the worst'} first", ""]
    columns = ["Severity", "Problem", "Where", *(["State"] if stated else [])]
    head += [f"| {' | '.join(columns)} |", f"| {' | '.join(':--' for _ in columns)} |"]
    rows = [
        _row(issue, where[issue.id], context.state(issue) if stated else None)
        for issue in failures[:MAX_ISSUES]
    ]
    yield "\n".join([*head, *rows]) + "\n"
    if len(failures) > MAX_ISSUES:
        yield f"{len(failures) - MAX_ISSUES:,} more are in the report.\n"
    if context.gate:
        yield (
            "What is accepted for a time goes into `waivers.toml`; the report has the lines for it "
            "under each problem.\n"
        )


def _row(issue: Issue, place: WireLocation, state: str | None) -> str:
    problem = f"{inline(issue.title, 120)}<br>{code(issue.component, 80)}".removesuffix("<br>")
    cells = [SEVERITY[issue.severity], problem, f"{reach(issue)}<br>{code(place.page, 120)}"]
    if state is not None:
        cells.append(state)
    return f"| {' | '.join(cells)} |"


def _reviews(results: Results) -> str:
    if not results.reviews:
        return ""
    shown = [f"- {inline(issue.title)} ({reach(issue)})" for issue in results.reviews[:MAX_TOLD]]
    more = len(results.reviews) - len(shown)
    if more:
        shown.append(f"- and {more:,} more in the report")
    title = f"### For a person to check: {len(results.reviews):,}"
    return "\n".join(
        [title, "", "Not counted as problems until somebody has looked.", "", *shown, ""]
    )


def _waived_text(results: Results, context: Context) -> str:
    lines: list[str] = []
    for issue in results.failures:
        if context.state(issue) == "waived":
            waived = context.waived.get(issue.id)
            why = f": {inline(waived.reason)}" if waived else ""
            until = f" (until {inline(waived.expires, 20)})" if waived and waived.expires else ""
            lines.append(f"- {inline(issue.title)}{why}{until}")
    return "\n".join([f"### Waived: {len(lines):,}", "", *lines[:MAX_ISSUES], ""]) if lines else ""


def _gaps(found: tuple[Gap, ...], results: Results) -> str:
    lines = [_criteria(results)]
    lines += [f"- {inline(gap.title)}. {inline(gap.meaning, 300)}" for gap in found[:MAX_GAPS]]
    if len(found) > MAX_GAPS:
        lines.append(f"- and {len(found) - MAX_GAPS} more kinds in the report")
    lines = [line for line in lines if line]
    return "\n".join(["### What was not tested", "", *lines, ""]) if lines else ""


def _criteria(results: Results) -> str:
    """Return of how many criteria of WCAG something was looked at; nothing without such rules."""
    rows = next((view.rows for view in views(results) if view.framework.id == _WCAG), ())
    if not rows:
        return ""
    looked = sum(bool(row.looked) for row in rows)
    return (
        f"- Rules looked at something of {looked} of the {len(rows)} criteria of WCAG 2.2, levels A"
        " and AA. No rule looked at the others, and no criterion is met because nothing was found."
    )


def _remedies(results: Results, context: Context) -> Iterator[str]:
    rules = {rule.id: rule for rule in results.rules}
    first: dict[str, Issue] = {}
    for issue in urgent(results, context):
        first.setdefault(issue.rule, issue)
    for issue in list(first.values())[:MAX_TOLD]:
        rule = rules[issue.rule]
        if rule.fix:
            groups = [affected(group) for group in rule.affects]
            about = [f"It affects {inline(ENGLISH.listed(groups), 600)}."] if groups else []
            about += [f"For example {code(issue.snippet, 300)}"] if issue.snippet else []
            yield (
                f"<details><summary>How to fix: {inline(rule.title)}</summary>\n\n"
                f"{' '.join([*about, f'Rule: {code(rule.id)}.'])}\n\n"
                f"{harmless(rule.fix, 4000)}\n\n</details>\n"
            )


def _foot(results: Results) -> str:
    tool = results.tool
    return f"<sub>{inline(tool.name)} {inline(tool.version)}, {results.scan.started[:10]}</sub>\n"
