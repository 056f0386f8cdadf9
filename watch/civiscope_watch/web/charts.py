"""Charts as SVG: stacked bars over time. A table beside each has the same numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import RowMapping

SEVERITIES = ("critical", "serious", "moderate", "minor")
MAX_BARS = 60
_WIDTH, _HEIGHT = 720, 180
_LEFT, _TOP, _BOTTOM = 52, 12, 24
_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class TimeBar:
    """A part of a bar."""

    kind: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class TimeMark:
    """A number or day at an axis."""

    x: float
    y: float
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart over time, and what its table shows."""

    width: int
    height: int
    left: int
    bars: tuple[TimeBar, ...]
    lines: tuple[float, ...]
    marks: tuple[TimeMark, ...]
    label: str
    rows: tuple[Mapping[str, Any], ...]
    """The oldest first: day, the four severities, and how many sites or pages were seen."""


def severity_chart(rows: Sequence[RowMapping], seen: str) -> Chart | None:
    """Return bars of problems by severity; None when there is nothing to show over time.

    Of many days some stand for those around them: the last of each stretch.
    """
    days = thin_out(rows, MAX_BARS)
    if len(days) < 2:
        return None
    totals = [sum(int(row[name]) for name in SEVERITIES) for row in days]
    top = round_up(max(totals))
    plot = _HEIGHT - _TOP - _BOTTOM
    first: date = days[0]["day"]
    last: date = days[-1]["day"]
    span = max((last - first).days, 1)
    # Bars stand where their days are, so that nights without a run show as gaps.
    width = round(min((_WIDTH - _LEFT) / (span + 1) * 0.8, (_WIDTH - _LEFT) / len(days) * 0.8), 2)
    bars: list[TimeBar] = []
    for row in days:
        x = round(_LEFT + (row["day"] - first).days / span * (_WIDTH - _LEFT - width - 2), 2)
        y = float(_HEIGHT - _BOTTOM)
        for name in SEVERITIES:
            height = round(int(row[name]) / top * plot, 2)
            if height:
                y = round(y - height, 2)
                bars.append(TimeBar(name, x, y, max(width, 1.5), height))
    base = _HEIGHT - _BOTTOM
    marks = (
        TimeMark(_LEFT - 6, base + 4, "0", "end"),
        TimeMark(_LEFT - 6, base - plot / 2 + 4, _short(top / 2), "end"),
        TimeMark(_LEFT - 6, _TOP + 6, _short(top), "end"),
        TimeMark(_LEFT, _HEIGHT - 6, first.isoformat(), "start"),
        TimeMark(_WIDTH, _HEIGHT - 6, last.isoformat(), "end"),
    )
    label = (
        f"Bars: problems by severity from {first.isoformat()} to {last.isoformat()}, "
        f"{totals[0]:,} at first and {totals[-1]:,} at last. The table has the same numbers."
    )
    shown = tuple(
        {**{name: row[name] for name in ("day", *SEVERITIES)}, "seen": row[seen]} for row in days
    )
    lines = (float(base), base - plot / 2, float(_TOP))
    return Chart(_WIDTH, _HEIGHT, _LEFT, tuple(bars), lines, marks, label, shown)


def thin_out(rows: Sequence[RowMapping], limit: int) -> list[RowMapping]:
    """Return at most *limit* of *rows*, the last of each stretch, so that the newest is there."""
    if len(rows) <= limit:
        return list(rows)
    step = -(-len(rows) // limit)
    return list(reversed(rows[::-1][::step]))


def round_up(value: int) -> float:
    """Return the next number above *value* that an axis can end with: half of it is a count."""
    size = 1.0
    while size * 10 <= value:
        size *= 10
    top = next((size * step for step in _STEPS if size * step >= value), size * 10)
    return top + top % 2 if top < 100 else top


def _short(value: float) -> str:
    if value >= 10_000_000:
        return f"{value / 1_000_000:g} M"
    if value >= 10_000:
        return f"{value / 1_000:g} k"
    return f"{value:g}"
