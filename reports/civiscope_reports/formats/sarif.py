"""Write SARIF 2.1.0 for code scanning: one result an issue, whole or as GitHub takes it.

The flavour for GitHub leaves out what is waived or for a person to decide, because GitHub shows
every result as an alert and reads neither `suppressions` nor `kind`.
"""

from __future__ import annotations

from pathlib import Path

from civiscope.atomic_write import write_whole
from civiscope.model import Confidence, Severity
from civiscope.results import Issue, Results, RuleFacts
from civiscope_reports.content.context import NOTHING, Context
from civiscope_reports.content.gaps import gaps
from civiscope_reports.content.site_name import site_hosts
from civiscope_reports.content.wire import WireLocation, path_of, places, reach, sentence
from civiscope_reports.text.json_text import dump_file
from civiscope_reports.text.markdown_text import harmless
from civiscope_reports.text.plain import block, plain

MAX_RESULTS = 5000
"""GitHub keeps the 5,000 that matter most."""
HOME = "https://github.com/civiscope/civiscope"
_MAX_TAGS = 10
_MAX_TEXT_CHARACTERS = 1000
_MAX_RELATED = 10

_LEVEL: dict[Severity, str] = {
    "critical": "error",
    "serious": "error",
    "moderate": "warning",
    "minor": "note",
    "info": "note",
}
_PROBLEM: dict[Severity, str] = {
    "critical": "error",
    "serious": "error",
    "moderate": "warning",
    "minor": "recommendation",
    "info": "recommendation",
}
# GitHub's scale for security alerts: over 9 critical, over 7 high, over 4 medium.
_SECURITY: dict[Severity, str] = {
    "critical": "9.5",
    "serious": "8.0",
    "moderate": "5.5",
    "minor": "3.0",
    "info": "1.0",
}
_PRECISION: dict[Confidence, str] = {"certain": "very-high", "firm": "high", "tentative": "low"}


def write(results: Results, path: Path, context: Context = NOTHING) -> None:
    """Write every issue of *results*. Raises CannotWriteError."""
    write_whole(path, [dump_file(_log(results, (*results.failures, *results.reviews), context))])


def write_github(results: Results, path: Path, context: Context = NOTHING) -> None:
    """Write the failures of *results* that are not waived. Raises CannotWriteError."""
    write_whole(path, [dump_file(_log(results, context.failures(results), context))])


def _log(results: Results, issues: tuple[Issue, ...], context: Context) -> dict[str, object]:
    kept = issues[:MAX_RESULTS]
    numbers = {rule.id: number for number, rule in enumerate(results.rules)}
    where = places(results, context)
    run = {
        "tool": {"driver": _driver(results)},
        "automationDetails": {"id": f"civiscope/{path_of(site_hosts(results))}/{results.scan.id}"},
        "invocations": [_invocation(results, len(issues) - len(kept))],
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(issue, numbers[issue.rule], where[issue.id], context) for issue in kept
        ],
    }
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }


def _driver(results: Results) -> dict[str, object]:
    return {
        "name": results.tool.name,
        "version": results.tool.version,
        "semanticVersion": results.tool.version,
        "informationUri": HOME,
        "rules": [_rule(rule) for rule in results.rules],
    }


def _rule(rule: RuleFacts) -> dict[str, object]:
    title = plain(rule.title, 200) or rule.id
    text = f"{rule.why}\n\n## How to fix\n\n{rule.fix}" if rule.fix else rule.why or title
    standards = [f"{name} {key}" for name, keys in sorted(rule.standards.items()) for key in keys]
    properties: dict[str, object] = {
        "tags": [plain(tag, 60) for tag in dict.fromkeys([rule.area, *standards])][:_MAX_TAGS],
        "precision": _PRECISION[rule.confidence],
        "problem.severity": _PROBLEM[rule.severity],
    }
    if rule.area == "security":
        properties["security-severity"] = _SECURITY[rule.severity]
    return {
        "id": rule_id(rule.id),
        "shortDescription": {"text": title},
        "fullDescription": {"text": plain(rule.why, _MAX_TEXT_CHARACTERS) or title},
        "help": {"text": block(text, 8000), "markdown": harmless(text)},
        "defaultConfiguration": {"level": _LEVEL[rule.severity]},
        "properties": properties,
    }


def rule_id(rule: str) -> str:
    """Return a rule's id without its slash, which SARIF reads as a step down a hierarchy."""
    return rule.replace("/", "-")


def _invocation(results: Results, left_out: int) -> dict[str, object]:
    notes = [
        _note(f"{gap.title}. {gap.meaning}", "warning" if gap.grave else "note")
        for gap in gaps(results)
    ]
    if left_out:
        notes.insert(0, _note(f"{left_out:,} issues of less weight are in results.json.", "note"))
    invocation: dict[str, object] = {
        "executionSuccessful": bool(results.scan.finished),
        "startTimeUtc": results.scan.started,
        "toolExecutionNotifications": notes,
    }
    if results.scan.finished:
        invocation["endTimeUtc"] = results.scan.finished
    return invocation


def _note(text: str, level: str) -> dict[str, object]:
    return {"message": {"text": _escape_links(plain(text, _MAX_TEXT_CHARACTERS))}, "level": level}


def _result(
    issue: Issue, rule_index: int, place: WireLocation, context: Context
) -> dict[str, object]:
    state = context.state(issue)
    about = [f"Found on {plain(place.page, 300)} ({reach(issue)})."]
    if place.selector:
        about.append(f"Element: {plain(place.selector, 200)}")
    if place.hint:
        about.append(f"Write: {plain(place.hint, 200)}")
    text = f"{sentence(issue, 450)}\n{' '.join(about)}"
    result: dict[str, object] = {
        "ruleId": rule_id(issue.rule),
        "ruleIndex": rule_index,
        # A result that is not a failure must be of level "none".
        "kind": "review" if issue.needs_review else "fail",
        "level": "none" if issue.needs_review else _LEVEL[issue.severity],
        "message": {"text": _escape_links(text)[:_MAX_TEXT_CHARACTERS]},
        "locations": [_location(place)],
        "partialFingerprints": {
            "primaryLocationLineHash": f"{issue.fingerprint}:1",
            "civiscope/v1": issue.fingerprint,
        },
        "occurrenceCount": max(issue.occurrences, 1),
        "properties": {"issue": issue.id, "pages": issue.pages, "severity": issue.severity},
    }
    related = [url for url in issue.example_pages if url != place.page][:_MAX_RELATED]
    if related:
        result["relatedLocations"] = [
            {
                "id": number,
                "message": {"text": _escape_links(f"Also on {plain(url, 300)}")},
                "physicalLocation": {"artifactLocation": {"uri": path_of(url)}},
            }
            for number, url in enumerate(related, 1)
        ]
    if state in {"new", "existing"}:
        result["baselineState"] = "new" if state == "new" else "unchanged"
    if waived := context.waived.get(issue.id):
        why = plain(waived.reason, 300) or "waived"
        result["suppressions"] = [{"kind": "external", "justification": why}]
    return result


def _location(place: WireLocation) -> dict[str, object]:
    region: dict[str, object] = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.line,
        "endColumn": place.column + 1,
    }
    if place.snippet:
        region["snippet"] = {"text": block(place.snippet, 800)}
    location: dict[str, object] = {
        "physicalLocation": {"artifactLocation": {"uri": place.file}, "region": region}
    }
    if place.selector:
        name = plain(place.selector, 300)
        location["logicalLocations"] = [{"fullyQualifiedName": name, "kind": "element"}]
    return location


def _escape_links(text: str) -> str:
    r"""Return *text* with its brackets escaped: `[a](b)` would be a link in a SARIF message."""
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
