"""Steps of a plan in order: quick wins first, what must come before in front."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from civiscope.model import Severity
from civiscope.results import severity_rank
from civiscope_reports.content.plan_settings import Cause, EffortClass, PlanSettings
from civiscope_reports.planning.packages import (
    CAUSES,
    TITLES,
    Package,
    find_package,
    guessed_effort,
    package_of,
)
from civiscope_reports.planning.plan_values import PlanFigure, PlanStep, StepPart, Wave
from civiscope_reports.text.language import Language

_CAUSE_ORDER: dict[Cause, int] = {cause: at for at, cause in enumerate(CAUSES)}
_WAVES: Mapping[Wave, int] = {"now": 0, "quick": 1, "next": 2, "later": 3}
_LATER: set[str] = {"minor", "info"}


def make_steps(
    parts: Sequence[StepPart], settings: PlanSettings, words: Language
) -> tuple[PlanStep, ...]:
    """Return *parts* as steps in the order in which they are worth doing; the same for the same."""
    grouped: defaultdict[tuple[str, Cause, str], list[StepPart]] = defaultdict(list)
    for part in parts:
        grouped[part.package, part.cause, part.supplier].append(part)
    steps = _wait_for_others([_step(own, settings, words) for own in grouped.values()])
    steps.sort(key=_rank)
    return _number(_in_order(steps))


def effort_of(
    package: Package, cause: Cause, rules: Sequence[str], settings: PlanSettings, places: int
) -> tuple[EffortClass, str]:
    """Return the class of a step, and the key of the configuration that set it, if one did."""
    for key in (*rules, package.id, cause):
        if key in settings.effort:
            return settings.effort[key], key
    return guessed_effort(package, cause, places, dict(settings.hours)), ""


def _step(parts: list[StepPart], settings: PlanSettings, words: Language) -> PlanStep:
    parts.sort(key=lambda part: (-part.importance, part.site, part.source))
    first = parts[0]
    rules = sorted({problem.rule for part in parts for problem in part.problems})
    package = find_package(first.package) or package_of(first.package)
    most = max(part.places.value for part in parts)
    effort, effort_by = effort_of(package, first.cause, rules, settings, most)
    severities: list[Severity] = [part.severity for part in parts]
    severity = min(severities, key=severity_rank)
    # A repair for many sites is worth what it is worth to each of them.
    score = sum(part.importance for part in parts) / len(parts) / settings.hours[effort]
    title, translated = _title(package, first, words)
    blocker = any(part.blocker for part in parts)
    quick = effort == "S" and severity not in _LATER and package.id != "check"
    wave: Wave = "now" if blocker else "quick" if quick else "next"
    if wave == "next" and _can_wait(package, severity, effort):
        wave = "later"
    keys = (*rules, package.id, first.cause)
    return PlanStep(
        number=0,
        id=f"{package.id}:{first.cause}{':' + first.supplier if first.supplier else ''}",
        package=package.id,
        cause=first.cause,
        title=title,
        translated=translated,
        wave=wave,
        quick=quick,
        blocker=blocker,
        severity=severity,
        effort=effort,
        effort_by=effort_by,
        owner=next((settings.owners[key] for key in keys if key in settings.owners), ""),
        affects=tuple(dict.fromkeys(group for part in parts for group in part.affects)),
        parts=tuple(parts),
        issues=_sum([part.issues for part in parts]),
        pages=_sum([part.pages for part in parts]),
        places=_sum([part.places for part in parts]),
        after=(),
        score=score * (1 + len(parts) / 10),
    )


def _can_wait(package: Package, severity: Severity, effort: EffortClass) -> bool:
    return package.id != "check" and (
        severity in _LATER or (effort == "L" and severity == "moderate")
    )


def _title(package: Package, part: StepPart, words: Language) -> tuple[str, bool]:
    if package.id in TITLES:
        return words.text(TITLES[package.id]), True
    return part.problems[0].title, part.problems[0].translated


def _sum(figures: Sequence[PlanFigure]) -> PlanFigure:
    if len(figures) == 1:
        return figures[0]
    return PlanFigure(sum(each.value for each in figures), "sum")


def _wave_rank(wave: Wave) -> int:
    return _WAVES[wave]


def _rank(step: PlanStep) -> tuple[object, ...]:
    # A supplier's part takes long whatever its worth, and is asked for at once.
    wave = _WAVES[step.wave]
    worst = severity_rank(step.severity)
    return (wave, worst if wave == 0 else 0, -step.score, _CAUSE_ORDER[step.cause], step.id)


def _in_order(steps: Sequence[PlanStep]) -> list[PlanStep]:
    """Return *steps* with each behind those that have to come first."""
    by_package: defaultdict[str, list[PlanStep]] = defaultdict(list)
    for step in steps:
        by_package[step.package].append(step)
    placed: list[PlanStep] = []
    done: set[str] = set()

    def place(step: PlanStep, above: frozenset[str]) -> None:
        if step.id in done or step.id in above:
            return
        for before in _before(step, by_package):
            place(before, above | {step.id})
        done.add(step.id)
        placed.append(step)

    for step in steps:
        place(step, frozenset())
    return placed


def _wait_for_others(steps: Sequence[PlanStep]) -> list[PlanStep]:
    """Return *steps*, none in an earlier wave than what has to come before it."""
    found = {step.id: step for step in steps}
    while True:
        by_package: defaultdict[str, list[PlanStep]] = defaultdict(list)
        for step in found.values():
            by_package[step.package].append(step)
        late: dict[str, Wave] = {
            step.id: max((each.wave for each in _before(step, by_package)), key=_wave_rank)
            for step in found.values()
            if any(_WAVES[each.wave] > _WAVES[step.wave] for each in _before(step, by_package))
        }
        if not late:
            return list(found.values())
        for name, wave in late.items():
            found[name] = replace(found[name], wave=wave, quick=False)


def _before(step: PlanStep, by_package: Mapping[str, Sequence[PlanStep]]) -> list[PlanStep]:
    """Return the steps that have to come before *step*, the most important first."""
    package = find_package(step.package) or package_of(step.package)
    found = [each for name in package.after for each in by_package.get(name, ())]
    if step.cause == "content":
        # What a template breaks would break again what is put right inside it.
        found += [
            each
            for each in by_package[step.package]
            if each.cause in {"shared", "template"} and _WAVES[each.wave] <= _WAVES[step.wave]
        ]
    return found


def _number(steps: Sequence[PlanStep]) -> tuple[PlanStep, ...]:
    number_of = {step.id: number for number, step in enumerate(steps, 1)}
    by_package: defaultdict[str, list[PlanStep]] = defaultdict(list)
    for step in steps:
        by_package[step.package].append(step)
    return tuple(
        replace(
            step,
            number=number_of[step.id],
            twin=len(by_package[step.package]) > 1,
            after=tuple(
                sorted(
                    number_of[each.id]
                    for each in _before(step, by_package)
                    if number_of[each.id] < number_of[step.id]
                )
            ),
        )
        for step in steps
    )
