"""Write GitLab's Code Quality report: one entry an issue, the same bytes while nothing changes."""

from __future__ import annotations

import hashlib
from pathlib import Path

from civiscope.atomic_write import write_whole
from civiscope.model import Severity
from civiscope.results import Issue, Results
from civiscope_reports.content.context import NOTHING, Context
from civiscope_reports.content.rules_left_out import lines_of_changes
from civiscope_reports.content.wire import WireLocation, places, sentence
from civiscope_reports.text.json_text import dump_file

_SEVERITY: dict[Severity, str] = {
    "critical": "blocker",
    "serious": "critical",
    "moderate": "major",
    "minor": "minor",
    "info": "info",
}


def write(results: Results, path: Path, context: Context = NOTHING) -> None:
    """Write the failures of *results* that are not waived. Raises CannotWriteError."""
    where = places(results, context)
    entries = [_entry(issue, where[issue.id]) for issue in context.failures(results)]
    entries += [_entry_of_change(change) for change in lines_of_changes(results)]
    write_whole(path, [dump_file(entries)])


def _entry_of_change(line: str) -> dict[str, object]:
    return {
        "description": line,
        "check_name": "civiscope/rules-not-as-their-pages-say",
        "fingerprint": hashlib.blake2b(line.encode(), digest_size=16).hexdigest(),
        "severity": "info",
        "location": {"path": "civiscope.toml", "lines": {"begin": 1}},
    }


def _entry(issue: Issue, place: WireLocation) -> dict[str, object]:
    # GitLab stops without a word at the first entry that lacks one of these.
    return {
        "description": sentence(issue) or issue.rule,
        "check_name": issue.rule,
        "fingerprint": issue.fingerprint,
        "severity": _SEVERITY[issue.severity],
        "location": {"path": place.file, "lines": {"begin": place.line}},
    }
