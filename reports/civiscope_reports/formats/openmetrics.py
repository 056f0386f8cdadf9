"""Write OpenMetrics text, for Prometheus and GitLab: numbers by area, severity and state.

No label ever holds an address: a series for each page would burst any time series database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from civiscope.atomic_write import write_whole
from civiscope.results import Results
from civiscope_reports.content.context import NOTHING, Context
from civiscope_reports.content.site_name import site_name
from civiscope_reports.text.plain import plain

_GATE = {"passed": 0, "failed": 1, "inconclusive": 3}


def write(results: Results, path: Path, context: Context = NOTHING) -> None:
    """Write the numbers of *results*. Raises CannotWriteError."""
    write_whole(path, ["".join(f"{line}\n" for line in _lines(results, context)).encode()])


def _lines(results: Results, context: Context) -> Iterator[str]:
    site = {"site": plain(site_name(results), 100)}
    areas = {rule.id: rule.area for rule in results.rules}
    issues: Counter[tuple[str, str, str]] = Counter()
    occurrences: Counter[tuple[str, str, str]] = Counter()
    for issue in results.issues:
        state = "review" if issue.needs_review else context.state(issue) or "open"
        state = "advice" if issue.advice else state
        series = (plain(areas[issue.rule], 40), issue.severity, state)
        issues[series] += 1
        occurrences[series] += issue.occurrences
    for name, about, counted in (
        ("issues", "Things to fix", issues),
        ("occurrences", "Places where issues show", occurrences),
    ):
        yield from _gauge(name, about)
        for (area, severity, state), number in sorted(counted.items()):
            labels = {**site, "area": area, "severity": severity, "state": state}
            yield _sample(name, labels, number)
    yield from _pages(results, site)
    yield from _rule_changes(results, site)
    yield from _times(results, site)
    if context.gate:
        yield from _gauge("gate_status", "Exit code of the gate: 0 passed, 1 failed, 3 unsure")
        yield _sample("gate_status", site, _GATE[context.gate])
    yield "# EOF"


def _pages(results: Results, site: Mapping[str, str]) -> Iterator[str]:
    coverage = results.coverage
    yield from _gauge("pages", "Pages by how they were seen")
    for outcome, number in (
        ("complete", coverage.visited),
        *((("reused", coverage.reused),) if coverage.reused else ()),
        ("partial", len(coverage.partial)),
        ("failed", len(coverage.failed)),
        ("skipped", coverage.skipped_total),
    ):
        yield _sample("pages", {**site, "outcome": outcome}, number)


def _rule_changes(results: Results, site: dict[str, str]) -> Iterator[str]:
    changes = Counter(change.change for change in results.rule_changes)
    if changes:
        yield from _gauge("rules_changed", "Rules that were not applied as their pages say")
        for change, number in sorted(changes.items()):
            yield _sample("rules_changed", {**site, "change": change}, number)


def _times(results: Results, site: Mapping[str, str]) -> Iterator[str]:
    try:
        start = datetime.fromisoformat(results.scan.started)
        yield from _gauge("scan_timestamp_seconds", "When the scan began", "seconds")
        yield _sample("scan_timestamp_seconds", site, start.timestamp())
        seconds = (datetime.fromisoformat(results.scan.finished) - start).total_seconds()
    except (ValueError, TypeError):
        return  # cut off before its end, or by a clock that was not set
    yield from _gauge("scan_duration_seconds", "How long the scan took", "seconds")
    yield _sample("scan_duration_seconds", site, seconds)


def _gauge(name: str, about: str, unit: str = "") -> Iterator[str]:
    yield f"# TYPE civiscope_{name} gauge"
    if unit:
        yield f"# UNIT civiscope_{name} {unit}"
    yield f"# HELP civiscope_{name} {about}."


def _sample(name: str, labels: Mapping[str, str], value: float) -> str:
    told = ",".join(f'{label}="{_escape(text)}"' for label, text in labels.items())
    return f"civiscope_{name}{{{told}}} {value:.15g}"


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
