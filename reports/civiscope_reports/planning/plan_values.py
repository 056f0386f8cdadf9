"""What a plan is made of: steps, their sites, figures with their sources, people left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from civiscope.model import Severity
from civiscope_reports.content.plan_settings import Cause, EffortClass, PlanTarget

Wave = Literal["now", "quick", "next", "later"]
FORMULAS = {
    "issues": "Number of the issues listed beside it.",
    "pages": "Distinct findings[].page, where findings[].issue is one of the issues listed beside "
    "it.",
    "places": "Sum of issues[].occurrences over the issues listed beside it.",
    "documents": "Distinct issues[].document over the issues listed beside it.",
    "reviews": "Number of issues[] with needs_review and without advice.",
    "examples": "Distinct issues[].example_pages over those issues.",
    "failures": "Number of coverage.failed with a reason that is a failure of the server.",
    "sum": "Sum of the same figure over the sites listed beside it.",
    "pages-seen": "Number of pages[] with kind “page” and state “complete”.",
    "pages-weighed": "Number of those pages whose weight is not 0.",
    "pages-slow": "Number of those pages that take more than 10 s at 1.6 Mbit/s and 150 ms a round "
    "trip, computed from pages[].weight.",
    "pages-phone": "Number of those pages with divide.phone_content beyond 360, or a "
    "divide.phone_width beyond it.",
    "pages-measured": "Number of those pages with divide that is not null.",
    "pages-hard": "Number of those pages with reading.band “hard”.",
    "pages-tried": "Number of those pages where pages[].outcomes[site/works-without-javascript] is "
    "passed, failed or cantTell.",
    "pages-empty": "Number of those pages where that outcome is failed.",
    "consent-tried": "Number of those pages with consent.despite_no that is not null.",
    "consent-broken": "Number of those pages where consent.despite_no is not empty.",
}
"""How each figure of a plan is made from results.json, by its name."""


@dataclass(frozen=True, slots=True)
class PlanFigure:
    """A number and how it is made from the results."""

    value: int
    formula: str


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """Issues of one rule in a step, at one site."""

    rule: str
    title: str
    """What is wrong."""
    translated: bool
    severity: Severity
    issues: tuple[str, ...]
    fingerprints: tuple[str, ...]
    components: tuple[str, ...]
    """The first five."""
    example: str
    """A page where it shows; empty when it is about the site."""


@dataclass(frozen=True, slots=True)
class StepPart:
    """What of a step is to be done at one site."""

    package: str
    cause: Cause
    site: str
    source: str
    """The results that it is from."""
    problems: tuple[PlanProblem, ...]
    issues: PlanFigure
    pages: PlanFigure
    places: PlanFigure
    severity: Severity
    affects: tuple[str, ...]
    importance: float
    blocker: bool
    """Whether it keeps people from what they came for."""
    pilot: str
    """The page to try the repair on first."""
    pilot_pages: int
    """How many pages are built like it."""
    supplier: str = ""
    tried_on: int = 0
    """Pages on which this was looked for at all."""
    when: tuple[str, ...] = ()
    """Failures of the server: when and what, as sentences."""


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One thing to do."""

    number: int
    id: str
    package: str
    cause: Cause
    title: str
    translated: bool
    wave: Wave
    quick: bool
    blocker: bool
    severity: Severity
    effort: EffortClass
    effort_by: str
    """What set the class: empty for the guess, else the key of `[planning.effort]`."""
    owner: str
    affects: tuple[str, ...]
    parts: tuple[StepPart, ...]
    issues: PlanFigure
    pages: PlanFigure
    places: PlanFigure
    after: tuple[int, ...]
    """Numbers of the steps that have to come first."""
    score: float
    twin: bool = False
    """Whether another step has its title, for another cause."""


@dataclass(frozen=True, slots=True)
class LeftOutGroup:
    """A group of people, and what the results say of them at one site or at all."""

    group: str
    state: Literal["kept-out", "hindered", "nothing-found", "not-measured"]
    problems: PlanFigure | None
    """None where the measure is not one of problems."""
    pages: PlanFigure
    of: PlanFigure | None
    """Pages on which it was measured."""
    issues: tuple[str, ...] = ()
    """Ids of issues, each with its results before it when there are several."""
    steps: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteInPlan:
    """A site that the plan is for."""

    name: str
    source: str
    day: str
    pages: PlanFigure
    found: int
    problems: PlanFigure
    reviews: int
    waived: int
    jurisdiction: str
    version: str
    """Of the schema of its results."""
    complete: bool
    """Whether the scan saw its start page and came to its end."""
    templates: int
    """Templates with at least three pages."""


@dataclass(frozen=True, slots=True)
class PlanMeasure:
    """A key figure as it stands, with its target where there is one."""

    key: str
    title: str
    text: str
    """The figure in words; empty when it was not measured."""
    target: PlanTarget | None = None
    target_text: str = ""
    reached: bool | None = None


@dataclass(frozen=True, slots=True)
class ActionPlan:
    """Everything that a plan says."""

    sites: tuple[SiteInPlan, ...]
    steps: tuple[PlanStep, ...]
    left_out: tuple[LeftOutGroup, ...]
    measures: tuple[PlanMeasure, ...]
    notes: tuple[str, ...]
    """What the reader has to know before they use it, as sentences."""
    waived: tuple[tuple[str, str, str], ...]
    """Decisions not to fix: what, why, until when."""
    weeks: int

    @property
    def quick(self) -> tuple[PlanStep, ...]:
        """Steps that bring much for little."""
        return tuple(step for step in self.steps if step.quick)
