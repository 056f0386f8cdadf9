"""Tell the results on a terminal: verdict, numbers, what matters most, what was not seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol

from rich.console import Console
from rich.text import Text

from civiscope.results import Issue, Results
from civiscope_reports.content.context import NOTHING, Context
from civiscope_reports.content.gaps import Gap, gaps
from civiscope_reports.content.ranking import rank_issues, urgent
from civiscope_reports.content.site_name import site_name
from civiscope_reports.content.verdict import Summary, summarise
from civiscope_reports.text.plain import plain
from civiscope_reports.text.wording import SEVERITY, count

MAX_ISSUES = 10
MAX_GAPS = 8
_MAX_COMPONENT = 60

_STYLE = {"critical": "bold red", "serious": "red", "moderate": "yellow", "minor": "cyan"}
_GATE_STYLE = {"passed": "bold green", "failed": "bold red", "inconclusive": "bold yellow"}


class Decision(Protocol):
    """What the gate decided, as far as a terminal tells it."""

    @property
    def status(self) -> Literal["passed", "failed", "inconclusive"]:
        """The decision."""
        ...

    @property
    def sentences(self) -> tuple[str, ...]:
        """Why, in words."""
        ...


def summary(
    results: Results,
    gate: Decision | None,
    console: Console,
    files: Sequence[Path] = (),
    context: Context = NOTHING,
) -> None:
    """Print the summary of *results* to *console*, then where the *files* of the report are.

    Whatever pages say is printed as text: no markup, no escape sequence, no log command of it acts.
    """
    results = context.counted(results)
    summarised = summarise(context.without_waived(results))
    _print_verdict(results, summarised, console)
    failures = urgent(results, context)
    _print_issues("What matters most", failures, context, console)
    if not failures:
        reviews = rank_issues(results.reviews, results)
        _print_issues("For a person to check", reviews, context, console)
    waived = len(results.failures) - len(failures)
    if waived:
        _say(console, Text(f"\nWaived, and not counted: {waived:,}"))
    if results.advice:
        _say(console, Text(f"\nGood practice, not counted as problems: {len(results.advice):,}"))
    _print_gaps(gaps(results), console)
    if gate is not None:
        _print_gate(gate, console)
    for file in files:
        _say(console, Text("Report: ").append(plain(str(file), 1000)))


def short(
    results: Results,
    gate: Decision,
    exit_code: int,
    files: Sequence[Path] = (),
    context: Context = NOTHING,
) -> dict[str, object]:
    """Return the summary of *results* for a program: the same numbers and issues."""
    results = context.counted(results)
    failures = urgent(results, context)
    return {
        "verdict": summarise(context.without_waived(results)).headline,
        "gate": gate.status,
        "reasons": list(gate.sentences),
        "exit_code": exit_code,
        "pages": {
            "seen": results.coverage.complete,
            "reused": results.coverage.reused,
            "in_part": len(results.coverage.partial),
            "failed": len(results.coverage.failed),
            "skipped": results.coverage.skipped_total,
        },
        "documents": {
            "read": sum(each.state == "read" for each in results.documents),
            "in_part": sum(
                each.state == "read" and bool(each.detail) for each in results.documents
            ),
            "unreadable": sum(each.state == "unreadable" for each in results.documents),
            "not_looked_at": sum(each.state == "not-looked-at" for each in results.documents),
        },
        "failures": len(failures),
        "waived": len(results.failures) - len(failures),
        "needs_review": len(results.reviews),
        "advice": len(results.advice),
        "issues": [
            {
                "id": issue.id,
                "rule": issue.rule,
                "title": issue.title,
                "severity": issue.severity,
                "state": context.state(issue),
                "component": issue.component,
                "pages": issue.pages,
                "occurrences": issue.occurrences,
            }
            for issue in failures[:MAX_ISSUES]
        ],
        "reports": [str(file) for file in files],
    }


def _print_verdict(results: Results, summarised: Summary, console: Console) -> None:
    _say(console, Text(f"{plain(site_name(results))}: {summarised.headline}", "bold"))
    for sentence in summarised.sentences:
        _say(console, Text(plain(sentence, 500)))
    _say(console, Text())
    for number in summarised.numbers:
        line = Text(f"{number.value:>7,}", "bold").append(f"  {number.label}", "not bold")
        _say(console, line.append(f" ({number.note})", "not bold dim"))


def _print_issues(
    title: str, issues: tuple[Issue, ...], context: Context, console: Console
) -> None:
    if not issues:
        return
    _say(console, Text(f"\n{title}", "bold"))
    titles = Counter(issue.title for issue in issues[:MAX_ISSUES])
    for number, issue in enumerate(issues[:MAX_ISSUES], 1):
        line = Text(f"  {number:>2}  ")
        line.append(f"{SEVERITY[issue.severity]:<12}", _STYLE.get(issue.severity, ""))
        _say(console, line.append(plain(issue.title)))
        spread = count(issue.pages, "page") if issue.pages else "the site as a whole"
        spread = plain(issue.document) or spread
        state = f", {context.state(issue)}" if context.state(issue) else ""
        twin = titles[issue.title] > 1 and issue.component
        element = f", {plain(issue.component, _MAX_COMPONENT)}" if twin else ""
        _say(console, Text(f"{'':18}{spread}, {plain(issue.rule)}{state}{element}", "dim"))
    if len(issues) > MAX_ISSUES:
        _say(console, Text(f"  and {len(issues) - MAX_ISSUES:,} more in the report"))


def _print_gaps(found: tuple[Gap, ...], console: Console) -> None:
    if not found:
        return
    _say(console, Text("\nNot tested", "bold"))
    for gap in found[:MAX_GAPS]:
        line = Text("  ").append(plain(gap.title), "bold" if gap.grave else "")
        example = next((item for item in gap.items if item.url), None)
        if example is not None:
            line.append(f", {'for example ' if len(gap.items) > 1 else ''}{plain(example.url)}")
        elif len(gap.items) == 1 and gap.items[0].detail:
            line.append(f": {plain(gap.items[0].detail)}")
        _say(console, line)
    if len(found) > MAX_GAPS:
        _say(console, Text(f"  and {len(found) - MAX_GAPS} more kinds in the report"))


def _print_gate(gate: Decision, console: Console) -> None:
    _say(console, Text("\nGate: ", "bold").append(gate.status, _GATE_STYLE[gate.status]))
    for sentence in gate.sentences:
        _say(console, Text(f"  {plain(sentence, 500)}"))


def _say(console: Console, line: Text) -> None:
    # Off a terminal a line stays one line: logs are searched, and a wrapped line could begin with
    # what a CI system takes for a command.
    console.print(line, highlight=False, soft_wrap=not console.is_terminal)
