"""Write the verdict on every clause of every framework, for programs and for procurement."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from civiscope.atomic_write import write_whole
from civiscope.results import Issue, Results
from civiscope_reports.content.context import NOTHING, Context
from civiscope_reports.content.frameworks import FrameworkView, Requirement, views
from civiscope_reports.text.json_text import dump
from civiscope_reports.text.plain import plain

VERDICTS = {
    "failed": "failed",
    "review": "needs review",
    "quiet": "no failure found",
    "absent": "nothing to judge",
    "untested": "not tested",
    "outside": "not checkable from outside",
}
"""What a program reads; never that a clause is met."""
_MAX_ISSUES = 50
_MAX_CHARACTERS = 500


def write(results: Results, path: Path, context: Context = NOTHING) -> None:
    """Write the clauses of all frameworks. Raises CannotWriteError."""
    data = {
        "schema_version": "1.0",
        "scan": {
            "id": results.scan.id,
            "targets": [
                plain(target, _MAX_CHARACTERS) for target in results.scan.targets[:_MAX_ISSUES]
            ],
        },
        "rules_not_applied": [
            {"rule": change.rule, "by": change.by, "reason": plain(change.reason, _MAX_CHARACTERS)}
            for change in results.rule_changes
            if not change.applied
        ],
        "verdicts": list(VERDICTS.values()),
        "frameworks": [_framework(view) for view in views(results)],
    }
    write_whole(path, [f"{dump(data)}\n".encode()])


def _framework(view: FrameworkView) -> dict[str, Any]:
    facts = view.framework
    return {
        "id": facts.id,
        "title": facts.title,
        "version": facts.version,
        "in_force": facts.in_force,
        "url": facts.url,
        "limits": " ".join(facts.limits.split()),
        "counts": {VERDICTS[status]: count for status, count in view.counts.items()},
        "clauses": [_clause(row) for row in view.rows],
    }


def _clause(row: Requirement) -> dict[str, Any]:
    found: dict[str, Any] = {
        "standard": row.standard,
        "id": row.key,
        "title": row.entry.title,
        "verdict": VERDICTS[row.status],
    }
    if row.entry.outside != "yes":
        found["from_outside"] = row.entry.outside
    if row.entry.source != "primary":
        found["source"] = row.entry.source
    if row.entry.note:
        found["note"] = " ".join(row.entry.note.split())
    rules = dict.fromkeys((*row.looked, *(issue.rule for issue in row.issues)))
    if rules:
        found["rules"] = list(rules)
    if row.kept_away:
        found["rules_not_applied"] = list(row.kept_away)
    if row.issues:
        found["evidence"] = [_issue(issue) for issue in row.issues[:_MAX_ISSUES]]
        found["issues"] = len(row.issues)
    return found


def _issue(issue: Issue) -> dict[str, Any]:
    return {
        "issue": issue.id,
        "rule": issue.rule,
        "needs_review": issue.needs_review,
        "message": plain(issue.message, _MAX_CHARACTERS),
        "pages": issue.pages,
        "first_page": plain(issue.example_pages[0], _MAX_CHARACTERS) if issue.example_pages else "",
    }
