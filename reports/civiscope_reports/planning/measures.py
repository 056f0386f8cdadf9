"""Key figures as they stand, beside the targets that were set for them."""

from __future__ import annotations

from collections.abc import Mapping

from civiscope_reports.content.figures import FIGURES, KeyFigure
from civiscope_reports.content.plan_settings import PlanSettings, PlanTarget
from civiscope_reports.planning.plan_values import PlanMeasure

SHOWN = (
    "pages_reached",
    "barriers_per_page",
    "pages_with_failures",
    "problems_severe",
    "usable_by_keyboard",
    "usable_on_slow_line",
    "usable_without_javascript",
    "usable_in_readers_language",
    "names_other_way",
    "hard_text",
    "refusal_kept",
    "page_weight",
)
"""Figures to measure again after each wave; those with a target stand beside them."""

MIN_FOR_SHARE = 30
"""Below this a share is told by its counts alone."""
_ONE_PERCENT = 0.005


def plan_measures(counts: Mapping[str, int], settings: PlanSettings) -> tuple[PlanMeasure, ...]:
    """Return the figures to measure again, made from *counts* of all sites."""
    targets = {target.figure: target for target in settings.targets}
    return tuple(
        _measure(figure, counts, targets.get(figure.key))
        for figure in FIGURES
        if not figure.flow and (figure.key in SHOWN or figure.key in targets)
    )


def _measure(
    figure: KeyFigure, counts: Mapping[str, int], target: PlanTarget | None
) -> PlanMeasure:
    value = figure.value(counts)
    reached = None
    if target is not None and value is not None:
        lower = figure.better == "lower"
        reached = value <= target.value if lower else value >= target.value
    return PlanMeasure(
        key=figure.key,
        title=figure.title,
        text="" if value is None else figure_text(figure, value, counts),
        target=target,
        target_text="" if target is None else _number_text(figure, target.value),
        reached=reached,
    )


def figure_text(figure: KeyFigure, value: float, counts: Mapping[str, int]) -> str:
    """Return *value* in its unit, a share with the counts that it is made of."""
    if figure.unit != "share":
        return _number_text(figure, value)
    top, bottom = counts[figure.top], counts[figure.bottom]
    of = f"{top:,} / {bottom:,}"
    if bottom < MIN_FOR_SHARE:
        return of
    return f"{of} (<1%)" if 0 < value < _ONE_PERCENT else f"{of} ({value:.0%})"


def _number_text(figure: KeyFigure, value: float) -> str:
    if figure.unit == "share":
        return f"{value:.0%}"
    text = f"{value:,.1f}".removesuffix(".0")
    units = {"seconds": " s", "MB": " MB"}
    return text + units.get(figure.unit, "")
