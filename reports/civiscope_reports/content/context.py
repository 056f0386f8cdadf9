"""What a report is told besides the results: states and waivers of the gate, where sources are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path

from civiscope.results import Issue, Results
from civiscope.results.ranking import counting_advice
from civiscope_reports.content.earlier import Earlier
from civiscope_reports.content.plan_settings import PlanSettings

STATES = (
    "new",
    "reopened",
    "existing",
    "waiver-expired",
    "engine-new",
    "unverified",
    "flaky",
    "waived",
    "fixed",
)
"""What an issue can be beside a baseline and waivers."""


@dataclass(frozen=True, slots=True)
class ReportSource:
    """A file of the site's own repository that makes the pages matching *url*."""

    url: str
    """A pattern for addresses of pages, with `*` and `?`."""
    file: str
    line: int = 1


@dataclass(frozen=True, slots=True)
class Waived:
    """An issue that somebody accepted for a time."""

    reason: str
    owner: str = ""
    expires: str = ""
    ticket: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """Everything that may shape a report and is not in the results. Empty means: nothing known."""

    states: Mapping[str, str] = field(default_factory=dict[str, str])
    """Issue id → one of STATES, when there was a baseline."""
    waived: Mapping[str, Waived] = field(default_factory=dict[str, Waived])
    """Issue id → its waiver, while that is in force."""
    first_seen: Mapping[str, str] = field(default_factory=dict[str, str])
    """Issue id → day."""
    by_area: Mapping[str, Mapping[str, int]] = field(default_factory=dict[str, dict[str, int]])
    """Area → state → how many failures, when there was a baseline."""
    fixed: int = 0
    """Issues of the baseline that are gone."""
    unverified: int = 0
    """Issues of the baseline that could not be looked for."""
    gate: str = ""
    """`passed`, `failed` or `inconclusive`; empty without a gate."""
    reasons: tuple[str, ...] = ()
    """Why the gate decided so, in sentences."""
    sources: tuple[ReportSource, ...] = ()
    language: str = "en"
    pictures: Path | None = None
    """Folder with the pictures that the scan took; None when there are none to show."""
    earlier: tuple[Earlier, ...] = ()
    """Earlier scans of the site."""
    planning: PlanSettings = field(default_factory=PlanSettings)
    """Owners, effort and key tasks for the plan."""
    counts_advice: bool = False
    """Whether missing good practice counts as a problem, as the gate was told."""

    def counted(self, results: Results) -> Results:
        """Return *results* with advice among the problems when it is to count as that."""
        if not self.counts_advice or not results.advice:
            return results
        return replace(results, issues=counting_advice(results.issues))

    def state(self, issue: Issue) -> str:
        """Return the state of *issue*; empty when nobody knows."""
        return "waived" if issue.id in self.waived else self.states.get(issue.id, "")

    def failures(self, results: Results) -> tuple[Issue, ...]:
        """Return the failures that are not waived: what CI systems are told."""
        return tuple(issue for issue in results.failures if self.state(issue) != "waived")

    def without_waived(self, results: Results) -> Results:
        """Return *results* as they stand when what is waived is set aside."""
        waived = {issue.id for issue in results.issues if self.state(issue) == "waived"}
        if not waived:
            return results
        return replace(
            results,
            issues=tuple(issue for issue in results.issues if issue.id not in waived),
            findings=tuple(found for found in results.findings if found.issue not in waived),
        )

    def source_of(self, url: str) -> ReportSource | None:
        """Return the file behind the page at *url*, by the first pattern that fits."""
        return next((source for source in self.sources if fnmatchcase(url, source.url)), None)


NOTHING = Context()
"""The context of a report that is told nothing besides the results."""
