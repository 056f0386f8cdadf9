"""Write CSV (RFC 4180): one row an occurrence, or one row an issue.

A cell never begins with what a spreadsheet takes for a formula: an apostrophe goes before it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from civiscope.atomic_write import write_whole
from civiscope.results import Results
from civiscope_reports.content.context import NOTHING, Context
from civiscope_reports.content.gaps import told
from civiscope_reports.content.wire import places
from civiscope_reports.text.plain import block

FINDINGS = [
    "id",
    "issue",
    "area",
    "rule",
    "title",
    "outcome",
    "needs_review",
    "state",
    "severity",
    "confidence",
    "message",
    "page",
    "url",
    "selector",
    "snippet",
    "frame",
    "component",
    "standards",
    "fingerprint",
    "advice",
]
ISSUES = [
    "id",
    "area",
    "rule",
    "title",
    "outcome",
    "needs_review",
    "state",
    "severity",
    "confidence",
    "message",
    "component",
    "pages",
    "occurrences",
    "example_page",
    "file",
    "snippet",
    "standards",
    "affects",
    "waived_until",
    "waived_because",
    "fingerprint",
    "advice",
    "also",
]

# Spreadsheets look past blanks and invisible characters, and read full-width signs as plain ones.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def write_findings(results: Results, path: Path, context: Context = NOTHING) -> None:
    """Write every occurrence of *results*. Raises CannotWriteError."""
    write_whole(path, _table(FINDINGS, _findings(results, context)))


def write_issues(results: Results, path: Path, context: Context = NOTHING) -> None:
    """Write every issue of *results*. Raises CannotWriteError."""
    write_whole(path, issue_rows(results, context))


def issue_rows(results: Results, context: Context = NOTHING) -> Iterator[bytes]:
    """Yield the lines of the table of issues, its head first."""
    return _table(ISSUES, _issues(results, context))


def _findings(results: Results, context: Context) -> Iterator[Sequence[str | int]]:
    rules = {rule.id: rule for rule in results.rules}
    states = {issue.id: context.state(issue) for issue in results.issues}
    advice = {issue.id for issue in results.advice}
    for found in results.findings:
        rule = rules[found.rule]
        yield (
            found.id,
            found.issue,
            rule.area,
            found.rule,
            rule.fails or rule.title,
            found.outcome,
            _yes(found.needs_review),
            states[found.issue],
            found.severity,
            found.confidence,
            found.message,
            found.page,
            found.url,
            found.selector,
            found.snippet,
            found.frame,
            found.component,
            _standards(found.standards),
            found.fingerprint,
            _yes(found.issue in advice),
        )
    yield from _rule_changes(results, FINDINGS)


def _issues(results: Results, context: Context) -> Iterator[Sequence[str | int]]:
    rules = {rule.id: rule for rule in results.rules}
    where = places(results, context)
    for issue in results.issues:
        rule = rules[issue.rule]
        waived = context.waived.get(issue.id)
        yield (
            issue.id,
            rule.area,
            issue.rule,
            issue.title,
            issue.outcome,
            _yes(issue.needs_review),
            context.state(issue),
            issue.severity,
            issue.confidence,
            issue.message,
            issue.component,
            issue.pages,
            issue.occurrences,
            where[issue.id].page,
            where[issue.id].file,
            issue.snippet,
            _standards(issue.standards),
            "; ".join(rule.affects),
            waived.expires if waived else "",
            waived.reason if waived else "",
            issue.fingerprint,
            _yes(issue.advice),
            "; ".join(issue.also),
        )
    yield from _rule_changes(results, ISSUES)


def _rule_changes(results: Results, head: Sequence[str]) -> Iterator[Sequence[str | int]]:
    """Yield a row for each rule that the configuration turned off or changed."""
    for change in results.rule_changes:
        if change.change == "not-chosen":
            continue
        row = {
            "area": change.rule.partition("/")[0],
            "rule": change.rule,
            "title": change.title,
            "outcome": "untested" if change.change == "off" else "changed",
            "severity": change.severity_now or change.severity,
            "message": f"{change.change}, by the {change.by}: {told(change)}",
            "standards": _standards(change.standards),
        }
        yield [row.get(column, "") for column in head]


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _standards(standards: dict[str, tuple[str, ...]]) -> str:
    return "; ".join(f"{name} {key}" for name, keys in sorted(standards.items()) for key in keys)


def _table(head: Sequence[str], rows: Iterable[Sequence[str | int]]) -> Iterator[bytes]:
    for row in (head, *rows):
        line = io.StringIO()
        csv.writer(line, lineterminator="\r\n").writerow([_cell(value) for value in row])
        yield line.getvalue().encode()


def _cell(value: str | int) -> str | int:
    if isinstance(value, int):
        return value
    return cell_text(value)


def cell_text(value: str) -> str:
    """Return *value* as it stands in a cell."""
    text = block(value, 2000)
    begins = text.lstrip(" \u00a0\u3000")
    return f"'{text}" if begins.startswith(_FORMULA) else text
