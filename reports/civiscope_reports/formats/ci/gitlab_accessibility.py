"""Write GitLab's accessibility report: entries that stay the same bytes while nothing changes.

GitLab compares whole entries with those of the target branch, and takes every entry for an error.
"""

from __future__ import annotations

from pathlib import Path

from civiscope.atomic_write import write_whole
from civiscope.results import Finding, Results
from civiscope_reports.content.context import NOTHING, Context
from civiscope_reports.content.rules_left_out import lines_of_changes
from civiscope_reports.text.json_text import dump_file
from civiscope_reports.text.plain import plain

_AREA = "accessibility"


def write(results: Results, path: Path, context: Context = NOTHING) -> None:
    """Write the accessibility failures that are not waived. Raises CannotWriteError."""
    start = plain(next(iter(results.scan.targets), ""), 2000) or "site"
    areas = {rule.id: rule.area for rule in results.rules}
    wanted = {issue.id for issue in context.failures(results) if areas[issue.rule] == _AREA}
    entries: dict[str, list[dict[str, object]]] = {
        plain(page.url, 2000) or start: [] for page in results.pages if page.kind == "page"
    }
    for finding in results.findings:
        if finding.issue in wanted:
            # A page without an address would be taken for a broken report.
            entries.setdefault(plain(finding.page, 2000) or start, []).append(_entry(finding))
    report: dict[str, object] = {
        "total": len(entries),
        "passes": sum(not found for found in entries.values()),
        "errors": sum(len(found) for found in entries.values()),
        "results": entries,
    }
    # GitLab reads no such key, and would take an entry for an error.
    if changes := lines_of_changes(results):
        report["rules_not_as_their_pages_say"] = list(changes)
    write_whole(path, [dump_file(report)])


def _entry(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.rule,
        "type": "error",
        "typeCode": 1,
        "message": plain(finding.message, 500) or finding.rule,
        "context": plain(finding.snippet, 300),
        "selector": plain(finding.selector, 300),
        "runner": "civiscope",
        "runnerExtras": {},
    }
