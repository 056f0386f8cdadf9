"""Make one plan of the results of one site or many, reading one at a time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from civiscope.results import Results
from civiscope_reports.content.context import Waived
from civiscope_reports.content.figures import measure
from civiscope_reports.content.plan_settings import PlanSettings
from civiscope_reports.content.site_name import site_name
from civiscope_reports.planning.left_out import (
    PACKAGE_OF_GROUP,
    SiteLeftOut,
    merge_left_out,
    site_left_out,
)
from civiscope_reports.planning.measured_parts import measured_parts
from civiscope_reports.planning.measures import plan_measures
from civiscope_reports.planning.plan_values import ActionPlan, PlanFigure, SiteInPlan, StepPart
from civiscope_reports.planning.site_plan import MIN_TEMPLATE_PAGES, SitePages, site_parts
from civiscope_reports.planning.steps import make_steps
from civiscope_reports.text.language import ENGLISH, Language


@dataclass(slots=True)
class PlanMaker:
    """Takes results one after the other and keeps of each what a plan needs."""

    settings: PlanSettings = field(default_factory=PlanSettings)
    words: Language = ENGLISH
    _sites: list[SiteInPlan] = field(default_factory=list[SiteInPlan])
    _parts: list[StepPart] = field(default_factory=list[StepPart])
    _left_out: list[tuple[str, tuple[SiteLeftOut, ...]]] = field(
        default_factory=list[tuple[str, tuple[SiteLeftOut, ...]]]
    )
    _counts: Counter[str] = field(default_factory=Counter[str])
    _waived: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])

    def add(
        self, results: Results, source: str, waived: Mapping[str, Waived] | None = None
    ) -> None:
        """Take the results that were read from *source*, with what is *waived* of them."""
        granted = waived or {}
        open_issues = tuple(issue for issue in results.issues if issue.id not in granted)
        self._waived += [
            (issue.title, granted[issue.id].reason, granted[issue.id].expires)
            for issue in results.issues
            if issue.id in granted and not issue.needs_review
        ]
        results = replace(results, issues=open_issues)
        self._sites.append(_site(results, source, len(granted), self.words))
        parts = site_parts(results, source, self.settings, self.words)
        known = {part.package for part in parts}
        self._parts += [*parts, *measured_parts(results, source, known, self.words)]
        self._left_out.append((source, site_left_out(results)))
        self._counts.update(measure(results))

    def plan(self) -> ActionPlan:
        """Return the plan of all that was taken."""
        steps = make_steps(self._parts, self.settings, self.words)
        holds: defaultdict[str, list[int]] = defaultdict(list)
        for step in steps:
            for part in step.parts:
                for problem in part.problems:
                    for issue in problem.issues:
                        holds[f"{part.source}#{issue}"].append(step.number)

        def steps_of(group: str, issues: set[str]) -> tuple[int, ...]:
            package = PACKAGE_OF_GROUP.get(group)
            numbers = {number for issue in issues for number in holds[issue]}
            numbers |= {step.number for step in steps if step.package == package}
            return tuple(sorted(numbers))

        return ActionPlan(
            sites=tuple(self._sites),
            steps=steps,
            left_out=merge_left_out(self._left_out, steps_of),
            measures=plan_measures(self._counts, self.settings),
            notes=_notes(self._sites, self.settings, self._parts, self.words),
            waived=tuple(self._waived),
            weeks=self.settings.weeks,
        )


def make_plan(
    found: Iterable[tuple[Results, str]],
    settings: PlanSettings | None = None,
    words: Language = ENGLISH,
) -> ActionPlan:
    """Return the plan of the results *found*, each with where it is from."""
    maker = PlanMaker(settings or PlanSettings(), words)
    for results, source in found:
        maker.add(results, source)
    return maker.plan()


def _site(results: Results, source: str, waived: int, words: Language) -> SiteInPlan:
    pages = SitePages(results)
    seen = sum(page.kind == "page" and page.state == "complete" for page in results.pages)
    large = [each for each in pages.members.values() if len(each) >= MIN_TEMPLATE_PAGES]
    return SiteInPlan(
        name=site_name(results, words),
        source=source,
        day=results.scan.started[:10],
        pages=PlanFigure(seen, "pages-seen"),
        found=results.coverage.found,
        problems=PlanFigure(len(results.failures), "issues"),
        reviews=len(results.reviews),
        waived=waived,
        jurisdiction=str(results.scan.settings.get("jurisdiction") or ""),
        version=results.schema_version,
        complete=bool(results.scan.finished) and results.coverage.start_page_seen,
        templates=len(large),
    )


def _notes(
    sites: Sequence[SiteInPlan],
    settings: PlanSettings,
    parts: Sequence[StepPart],
    words: Language,
) -> tuple[str, ...]:
    """Return what a reader has to know of the plan's ground, as sentences."""
    notes = [_unseen(sites, words), *_thin(sites, words)]
    places = sorted({site.jurisdiction for site in sites if site.jurisdiction})
    if len(places) > 1:
        notes.append(
            words.text(
                "The sites are under {number} jurisdictions ({names}). Steps are the same; "
                "deadlines and statements differ, and the report of each site has its own.",
                number=words.number(len(places)),
                names=", ".join(places),
            )
        )
    known = {part.package for part in parts} | {part.cause for part in parts}
    known |= {problem.rule for part in parts for problem in part.problems}
    idle = sorted((set(settings.effort) | set(settings.owners)) - known)
    if idle:
        notes.append(
            words.text(
                "[planning] speaks of what is not in this plan: {names}.",
                names=", ".join(idle[:10]),
            )
        )
    return tuple(note for note in notes if note)


def _unseen(sites: Sequence[SiteInPlan], words: Language) -> str:
    if not any(site.pages.value for site in sites):
        return words.text(
            "No page was fully scanned, so there is nothing to plan from but what stands here. "
            "Scan again, and see under “What was not tested” in the report what kept the scan out."
        )
    return ""


def _thin(sites: Sequence[SiteInPlan], words: Language) -> Iterable[str]:
    """Yield what of the results is thinner than a plan would like."""
    old = sum(site.version == "1.0" for site in sites)
    if old:
        yield words.plural(
            old,
            "{number} file of results is of an older version: documents and requirements are "
            "missing there.",
            "{number} files of results are of an older version: documents and requirements are "
            "missing there.",
        )
    short = sum(not site.complete for site in sites)
    if short:
        yield words.plural(
            short,
            "{number} site was not scanned to its end; what was not seen is not planned.",
            "{number} sites were not scanned to their end; what was not seen is not planned.",
        )
    flat = sum(site.pages.value > 0 and not site.templates for site in sites)
    if flat:
        yield words.plural(
            flat,
            "{number} site shows no template with three pages or more, so causes there are less "
            "sure.",
            "{number} sites show no template with three pages or more, so causes there are less "
            "sure.",
        )
