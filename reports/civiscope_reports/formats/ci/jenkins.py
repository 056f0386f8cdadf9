"""Write issues for the warnings-ng plugin of Jenkins, in the JSON form that is its own."""

from __future__ import annotations

from html import escape
from pathlib import Path

from civiscope.atomic_write import write_whole
from civiscope.model import Severity
from civiscope.results import Issue, Results, RuleFacts
from civiscope_reports.content.context import NOTHING, Context
from civiscope_reports.content.rule_text import to_html
from civiscope_reports.content.rules_left_out import lines_of_changes
from civiscope_reports.content.wire import WireLocation, places, reach, sentence
from civiscope_reports.text.json_text import dump_file
from civiscope_reports.text.plain import block, plain

_SEVERITY: dict[Severity, str] = {
    "critical": "ERROR",
    "serious": "HIGH",
    "moderate": "NORMAL",
    "minor": "LOW",
    "info": "LOW",
}


def write(results: Results, path: Path, context: Context = NOTHING) -> None:
    """Write the failures of *results* that are not waived. Raises CannotWriteError."""
    where = places(results, context)
    rules = {rule.id: rule for rule in results.rules}
    issues = [
        _issue(issue, rules[issue.rule], where[issue.id]) for issue in context.failures(results)
    ]
    report: dict[str, object] = {
        "_class": "io.jenkins.plugins.analysis.core.restapi.ReportApi",
        "issues": issues,
        "size": len(issues),
    }
    # Jenkins reads no such key; whoever opens the file does.
    if changes := lines_of_changes(results):
        report["rules_not_as_their_pages_say"] = list(changes)
    write_whole(path, [dump_file(report)])


def _issue(issue: Issue, rule: RuleFacts, place: WireLocation) -> dict[str, object]:
    # Jenkins shows message and description as HTML.
    return {
        "fileName": place.file,
        "lineStart": place.line,
        "severity": _SEVERITY[issue.severity],
        "message": escape(sentence(issue)),
        "description": _description(issue, rule, place),
        "category": rule.area,
        "type": issue.rule,
        "fingerprint": issue.fingerprint,
        "reference": issue.id,
    }


def _description(issue: Issue, rule: RuleFacts, place: WireLocation) -> str:
    parts = [f"<p>{escape(plain(place.page, 500))} ({escape(reach(issue))})</p>"]
    if place.selector:
        parts.append(f"<p>Element: <code>{escape(plain(place.selector, 300))}</code></p>")
    if place.snippet:
        parts.append(f"<pre><code>{escape(block(place.snippet, 800))}</code></pre>")
    if rule.fix:
        parts.append(f"<p>How to fix it:</p>{to_html(rule.fix)}")
    return "".join(parts)
