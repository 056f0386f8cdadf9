"""Say which rules were turned off, left out or changed, for formats of other tools."""

from __future__ import annotations

from collections.abc import Sequence

from civiscope.model.rule_change import RuleChange
from civiscope.results import Results
from civiscope_reports.content.gaps import told
from civiscope_reports.text.plain import plain

_MAX_CHARACTERS = 2000


def lines_of_changes(results: Results) -> tuple[str, ...]:
    """Return a line for each kind of change, in English as all that these formats hold."""
    changes = results.rule_changes
    off = [change for change in changes if change.change == "off"]
    changed = [change for change in changes if change.applied]
    lines = [
        _line(off, "turned off by the configuration, so nothing is said of what they check"),
        _line(changed, "applied with other values than those of their pages"),
    ]
    others = [change for change in changes if change.change == "not-chosen"]
    if others:
        by = ", ".join(sorted({change.by for change in others}))
        lines.append(f"{len(others):,} rules not applied, because {by} asked for others.")
    return tuple(line for line in lines if line)


def _line(changes: Sequence[RuleChange], what: str) -> str:
    if not changes:
        return ""
    named = "; ".join(f"{change.rule} ({told(change)})" for change in changes)
    return plain(f"{len(changes):,} rules {what}: {named}", _MAX_CHARACTERS)
