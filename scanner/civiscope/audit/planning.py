"""What a configuration says of plans, checked against what there is."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date

from civiscope.config import Config
from civiscope.errors import UsageError
from civiscope.suggestions import unknown
from civiscope_reports.content.figures import FIGURES
from civiscope_reports.content.plan_settings import (
    EFFORT_HOURS,
    EffortClass,
    PlanSettings,
    PlanTarget,
)
from civiscope_reports.planning.packages import CAUSES, PACKAGES

CLASSES: tuple[EffortClass, ...] = ("S", "M", "L", "X")
_RULE = re.compile(r"[\w-]+/[\w-]+")
_KEYS = (*CAUSES, *(package.id for package in PACKAGES))
_WEEKS = 12


def read_planning(config: Config) -> PlanSettings:
    """Return what *config* says of plans. Raises UsageError for what it names and is not there."""
    given = config.planning
    owners = tuple(given.owners or ())
    assigned = dict(given.assign or {})
    _check_keys(assigned, "[planning.assign]")
    for owner in assigned.values():
        _check_owner(owner, owners, "[planning.assign]")
    effort = dict(given.effort or {})
    _check_keys(effort, "[planning.effort]")
    hours: dict[EffortClass, int] = dict(EFFORT_HOURS)
    for size, most in (given.hours or {}).items():
        hours[size] = most
    return PlanSettings(
        owners=assigned,
        effort={key: _class(word) for key, word in effort.items()},
        hours=hours,
        targets=tuple(_targets(config, owners)),
        key_tasks=tuple(given.key_tasks or ()),
        weeks=given.weeks or _WEEKS,
    )


def _check_keys(table: Mapping[str, str], where: str) -> None:
    for key in table:
        if key not in _KEYS and not _RULE.fullmatch(key):
            raise unknown(f"cause, package or rule in {where}", key, _KEYS, "docs/plan.md")


def _check_owner(owner: str, owners: Collection[str], where: str) -> None:
    if not owners:
        raise UsageError(f'{where} names "{owner}", but `owners` of [planning] names nobody.')
    if owner not in owners:
        raise unknown(f"owner in {where}", owner, owners, "docs/plan.md")


def _class(word: str) -> EffortClass:
    for name in CLASSES:
        if name == word:
            return name
    raise unknown("effort class in [planning.effort]", word, CLASSES, "docs/plan.md")


def _targets(config: Config, owners: Collection[str]) -> list[PlanTarget]:
    known = [figure.key for figure in FIGURES if not figure.flow]
    found: list[PlanTarget] = []
    for each in config.planning.target or ():
        if each.figure not in known:
            raise unknown("figure in [[planning.target]]", each.figure, known, "docs/figures.md")
        if each.owner is not None:
            _check_owner(each.owner, owners, "[[planning.target]]")
        if each.by is not None:
            _check_day(each.by)
            if each.owner is None:
                raise UsageError(
                    f"The target for {each.figure} in [[planning.target]] has a day and no owner; "
                    "add `owner`: a date that nobody answers for is none."
                )
        found.append(PlanTarget(each.figure, each.value, each.by or "", each.owner or ""))
    return found


def _check_day(day: str) -> None:
    try:
        date.fromisoformat(day)
    except ValueError:
        raise UsageError(
            f'`by` in [[planning.target]] is not a day as 2027-03-31: "{day[:40]}".'
        ) from None
