"""Write JUnit XML: a test for each issue, each rule that found nothing, each page not seen.

Names hold no counts and no positions, because CI systems tell old failures from new by name.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Literal

from civiscope.atomic_write import write_whole
from civiscope.results import Issue, NotSeen, Results
from civiscope_reports.content.context import NOTHING, Context
from civiscope_reports.content.gaps import told
from civiscope_reports.content.wire import WireLocation, path_of, places, reach, sentence, title_of
from civiscope_reports.text.plain import block, plain
from civiscope_reports.text.wording import reason

MAX_FAILURES = 5000
"""GitLab reads at most 30 MB a file."""

Kind = Literal["passed", "failure", "error", "skipped"]
# What XML 1.0 cannot hold, even escaped.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class _Case:
    suite: str
    name: str
    kind: Kind = "passed"
    type: str = ""
    message: str = ""
    text: str = ""


def write(results: Results, path: Path, context: Context = NOTHING) -> None:
    """Write the issues of *results* as tests. Raises CannotWriteError."""
    write_whole(path, [_xml(results, context).encode()])


def _xml(results: Results, context: Context) -> str:
    cases = _with_own_names(
        [*_issues(results, context), *_quiet(results), *_changed(results), *_unseen(results)]
    )
    suites = {name: [c for c in cases if c.suite == name] for name in sorted({*_suites(cases)})}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    totals = _totals(cases, skipped=False)  # <testsuites> may not count what was skipped
    lines.append(f'<testsuites name="civiscope" {totals} time="{_seconds(results):.3f}">')
    for name, members in suites.items():
        lines.append(
            f'<testsuite name={_attribute(name)} {_totals(members)} time="0.000" '
            f"timestamp={_attribute(results.scan.started[:19])}>"
        )
        lines += [_case(case) for case in members]
        lines.append("</testsuite>")
    lines.append("</testsuites>")
    return "\n".join(lines) + "\n"


def _suites(cases: list[_Case]) -> list[str]:
    return [case.suite for case in cases]


def _issues(results: Results, context: Context) -> list[_Case]:
    where = places(results, context)
    areas = {rule.id: rule.area for rule in results.rules}
    return [
        _of_issue(issue, areas[issue.rule], where[issue.id], context)
        for issue in (*results.failures, *results.reviews)[:MAX_FAILURES]
    ]


def _of_issue(issue: Issue, area: str, place: WireLocation, context: Context) -> _Case:
    name = f"{issue.rule}: {title_of(issue)}"
    if component := plain(issue.component, 120):
        name += f" ({component})"
    if issue.needs_review:
        name += ", to check"
        return _Case(area, name, "skipped", text=f"For a person to check: {sentence(issue)}")
    if context.state(issue) == "waived":
        waived = context.waived.get(issue.id)
        why = plain(waived.reason, 300) if waived else "no reason recorded"
        return _Case(area, name, "skipped", text=f"Waived: {why}")
    text = "\n".join(
        part
        for part in (
            f"Found on: {plain(place.page, 500)} ({reach(issue)})",
            place.selector and f"Element: {plain(place.selector, 300)}",
            block(place.snippet, 800),
        )
        if part
    )
    return _Case(area, name, "failure", issue.severity, sentence(issue), text)


def _quiet(results: Results) -> list[_Case]:
    """Rules that found nothing and gave an answer somewhere: a trend shows that they ran."""
    found = {issue.rule for issue in results.issues}
    answered = {
        rule
        for page in results.pages
        for rule, said in page.outcomes.items()
        if said.outcome in {"passed", "inapplicable"}
    }
    return [
        _Case(rule.area, f"{rule.id}: {plain(rule.title, 200)}")
        for rule in results.rules
        if rule.id in answered - found
    ]


def _changed(results: Results) -> list[_Case]:
    """Rules that were turned off or changed, and how many others were not asked for."""
    cases = [
        _Case(
            change.rule.partition("/")[0],
            f"{change.rule}: {plain(change.title, 200)}"
            + ("" if change.change == "off" else " (changed)"),
            "skipped",
            text=f"{'Turned off' if change.change == 'off' else 'Changed'} by the "
            f"{change.by}: {plain(told(change), 300)}",
        )
        for change in results.rule_changes
        if change.change != "not-chosen"
    ]
    for by in ("--rule", "--framework"):
        count = sum(c.change == "not-chosen" and c.by == by for c in results.rule_changes)
        if count:
            text = f"{count} rules were not applied, because {by} asked for others."
            cases.append(_Case("rules", f"rules that {by} leaves out", "skipped", text=text))
    return cases


def _unseen(results: Results) -> list[_Case]:
    return [_page(page) for page in results.coverage.failed]


def _page(page: NotSeen) -> _Case:
    why = plain(page.detail, 300) or reason(page.reason)
    name = f"page can be seen: {path_of(page.url)}"
    return _Case("pages", name, "error", plain(page.reason, 60), f"Not seen: {why}")


def _with_own_names(cases: list[_Case]) -> list[_Case]:
    """Number cases of one name: readers drop the second."""
    seen: Counter[tuple[str, str]] = Counter()
    named: list[_Case] = []
    for case in cases:
        seen[case.suite, case.name] += 1
        number = seen[case.suite, case.name]
        name = case.name if number == 1 else f"{case.name} #{number}"
        named.append(_Case(case.suite, name, case.kind, case.type, case.message, case.text))
    return named


def _case(case: _Case) -> str:
    head = f'<testcase classname={_attribute(case.suite)} name={_attribute(case.name)} time="0.000"'
    if case.kind == "passed":
        return f"{head}/>"
    if case.kind == "skipped":
        return f"{head}><skipped>{_text(case.text)}</skipped></testcase>"
    told = f"type={_attribute(case.type or case.kind)} message={_attribute(case.message)}"
    return f"{head}><{case.kind} {told}>{_text(case.text)}</{case.kind}></testcase>"


def _totals(cases: list[_Case], *, skipped: bool = True) -> str:
    kinds = Counter(case.kind for case in cases)
    totals = f'tests="{len(cases)}" failures="{kinds["failure"]}" errors="{kinds["error"]}"'
    return f'{totals} skipped="{kinds["skipped"]}"' if skipped else totals


def _seconds(results: Results) -> float:
    try:
        begin = datetime.fromisoformat(results.scan.started)
        return max((datetime.fromisoformat(results.scan.finished) - begin).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return 0.0


def _text(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text), quote=False)


def _attribute(text: str) -> str:
    escaped = escape(_NO_XML.sub("\ufffd", text))
    # Readers turn white space in attributes into blanks unless it is written as a reference.
    return '"' + re.sub(r"[\t\n\r]", lambda found: f"&#{ord(found[0])};", escaped) + '"'
