"""Write logging commands for Azure Pipelines: one issue a line, escaped and capped."""

from __future__ import annotations

from pathlib import Path

from civiscope.atomic_write import write_whole
from civiscope.results import Issue, Results
from civiscope_reports.content.context import NOTHING, Context
from civiscope_reports.content.rules_left_out import lines_of_changes
from civiscope_reports.content.wire import WireLocation, places, reach, sentence
from civiscope_reports.text.plain import plain

MAX_ISSUES = 50

_ERRORS = {"critical", "serious"}


def write(results: Results, path: Path, context: Context = NOTHING) -> None:
    """Write the failures that are not waived, the worst first. Raises CannotWriteError."""
    where = places(results, context)
    failures = context.failures(results)
    lines = [_command(issue, where[issue.id], context) for issue in failures[:MAX_ISSUES]]
    if len(failures) > MAX_ISSUES:
        more = f"{len(failures) - MAX_ISSUES:,} more problems are in the report."
        lines.append(f"##vso[task.logissue type=warning]{more}")
    lines += [
        f"##vso[task.logissue type=warning]{_data(change)}" for change in lines_of_changes(results)
    ]
    write_whole(path, ["".join(f"{line}\n" for line in lines).encode()])


def _command(issue: Issue, place: WireLocation, context: Context) -> str:
    properties = {
        "type": "error" if issue.severity in _ERRORS else "warning",
        "code": issue.rule,
    }
    # Only a file of the repository; a page's address would point nowhere.
    if place.known or context.source_of(place.page):
        properties |= {"sourcepath": place.file, "linenumber": str(place.line)}
    told = "".join(f"{name}={_property(value)};" for name, value in properties.items())
    message = f"{sentence(issue)} ({reach(issue)}, first {plain(place.page, 300)})"
    return f"##vso[task.logissue {told}]{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%AZP25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(";", "%3B").replace("]", "%5D")
