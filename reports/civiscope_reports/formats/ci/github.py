"""Write annotations for GitHub Actions: commands that a step prints, escaped and capped.

GitHub shows ten of each kind a step; what comes after them would be dropped without a word.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from civiscope.atomic_write import write_whole
from civiscope.model import Severity
from civiscope.results import Issue, Results
from civiscope_reports.content.context import NOTHING, Context
from civiscope_reports.content.rules_left_out import lines_of_changes
from civiscope_reports.content.wire import WireLocation, places, reach, sentence, title_of
from civiscope_reports.text.plain import plain

MAX_OF_A_KIND = 10

_KIND: dict[Severity, str] = {
    "critical": "error",
    "serious": "error",
    "moderate": "warning",
    "minor": "notice",
    "info": "notice",
}


def write(results: Results, path: Path, context: Context = NOTHING) -> None:
    """Write the failures that are not waived, the worst first. Raises CannotWriteError."""
    where = places(results, context)
    failures = context.failures(results)
    told: Counter[str] = Counter()
    lines: list[str] = []
    for issue in failures:
        kind = _KIND[issue.severity]
        told[kind] += 1
        # The last of a kind tells how many are not shown.
        if told[kind] < MAX_OF_A_KIND:
            lines.append(_command(kind, issue, where[issue.id], context))
    for kind, number in told.items():
        if number >= MAX_OF_A_KIND:
            more = number - MAX_OF_A_KIND + 1
            lines.append(f"::{kind} title=civiscope::{more:,} more of this kind are in the report.")
    lines += [f"::warning title=civiscope::{_data(change)}" for change in lines_of_changes(results)]
    write_whole(path, ["".join(f"{line}\n" for line in lines).encode()])


def _command(kind: str, issue: Issue, place: WireLocation, context: Context) -> str:
    properties = {"title": f"{issue.severity}: {title_of(issue)}"}
    # Only a file of the repository; a page's address would point nowhere.
    if place.known or context.source_of(place.page):
        properties = {"file": place.file, "line": str(place.line), **properties}
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = f"{sentence(issue)} ({reach(issue)}, first {plain(place.page, 300)}; {issue.rule})"
    return f"::{kind} {told}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
