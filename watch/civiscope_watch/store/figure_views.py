"""Key figures as they are read: of sites, owners, tags or months, each beside the month before."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, func, select

from civiscope_reports.content.figures import FIGURES
from civiscope_watch.store.issues import IS_PROBLEM
from civiscope_watch.store.rollup import last_month, month_of, next_month
from civiscope_watch.store.schema import issue, roll_month, site, site_month, site_tag
from civiscope_watch.store.sites import find_sites

FiguresBy = Literal["site", "owner", "tag", "month"]
WEEKS_TO_FIX = 12
MIN_KEPT = 0.9
"""Share of its sites that must be comparable for a group to be."""
OTHER_SAMPLE = "sample changed"
_SEVERE = ("critical", "serious")


@dataclass(frozen=True, slots=True)
class FigureValue:
    """One figure of one group in one month."""

    key: str
    title: str
    unit: str
    value: float | None
    """None when it was not measured."""
    top: int | None = None
    bottom: int | None = None
    """The two counts that it is made of, where it is a quotient."""
    before: float | None = None
    """The month before; None when there is nothing to compare with."""
    trend: Literal["", "better", "worse", "same"] = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """The figures of a site, of an owner, of a tag, or of all, in a month."""

    name: str
    month: date
    sites: int
    values: tuple[FigureValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureChoice:
    """Which figures are asked for."""

    by: FiguresBy = "month"
    month: date | None = None
    """The month; the last that has figures when it is None. By month, the last of them."""
    months: int = 12
    """How many months, by month."""
    tag: str = ""
    owner: str = ""


@dataclass(slots=True)
class _Sums:
    measures: Mapping[str, int]
    kept: bool = False
    spans: list[tuple[int, bool, int]] = field(default_factory=list[tuple[int, bool, int]])


def read_figures(connection: Connection, choice: FigureChoice) -> list[FigureGroup]:
    """Return the figures that *choice* asks for, by name and month."""
    last = choice.month or connection.execute(select(func.max(site_month.c.month))).scalar()
    if last is None:
        return []
    first = last
    if choice.by == "month":
        for _ in range(choice.months - 1):
            first = last_month(first)
    since = last_month(first)
    if choice.by == "site":
        sums = _sums_of_sites(connection, choice, since, last)
    else:
        sums = _sums_of_groups(connection, choice, since, last)
    _add_spans(connection, choice, sums)
    groups: list[FigureGroup] = []
    for (name, month), each in sorted(sums.items()):
        if month < first or not any(each.measures.values()):
            continue
        before = sums.get((name, last_month(month)))
        values = (*_values(each, before), *_fix_values(each.spans))
        groups.append(FigureGroup(name, month, each.measures.get("sites", 0), values))
    return groups


def median_days(spans: Iterable[tuple[int, bool, int]]) -> tuple[int | None, int]:
    """Return the median by Kaplan and Meier, and the longest time that is known.

    *spans* are days, whether that is when it was fixed, and how many there are. The median is None
    while fewer than half are fixed.
    """
    fixed: Counter[int] = Counter()
    ended: Counter[int] = Counter()
    for days, is_fixed, count in spans:
        ended[days] += count
        fixed[days] += count if is_fixed else 0
    at_risk, surviving = ended.total(), 1.0
    for days in sorted(ended):
        surviving *= 1 - fixed[days] / at_risk
        if fixed[days] and surviving <= 0.5:
            return days, max(ended)
        at_risk -= ended[days]
    return None, max(ended, default=0)


def _sums_of_sites(
    connection: Connection, choice: FigureChoice, since: date, last: date
) -> dict[tuple[str, date], _Sums]:
    tags = (choice.tag,) if choice.tag else ()
    names = {each.id: each.url for each in find_sites(connection, tags=tags, owner=choice.owner)}
    asked = select(site_month).where(site_month.c.month.between(since, last))
    found: dict[tuple[str, date], _Sums] = {}
    for row in connection.execute(asked):
        if row.site in names:
            each = month_of(row)
            found[names[row.site], row.month] = _Sums(each.measures, each.kept)
    return found


def _sums_of_groups(
    connection: Connection, choice: FigureChoice, since: date, last: date
) -> dict[tuple[str, date], _Sums]:
    kind, name = _group(choice)
    asked = select(roll_month).where(
        roll_month.c.kind == kind, roll_month.c.month.between(since, last)
    )
    if choice.by == "month":
        asked = asked.where(roll_month.c.name == name)
    measures: defaultdict[tuple[str, date], dict[str, int]] = defaultdict(dict)
    for row in connection.execute(asked):
        measures[row.name, row.month][row.measure] = row.value
    sums: dict[tuple[str, date], _Sums] = {}
    for (group, month), counts in measures.items():
        sites, kept = counts.get("sites", 0), counts.get("kept", 0)
        before = measures.get((group, last_month(month)), {}).get("sites", 0)
        same = kept >= MIN_KEPT * sites and kept >= MIN_KEPT * before and kept > 0
        sums[group, month] = _Sums(counts, same)
    return sums


def _group(choice: FigureChoice) -> tuple[str, str]:
    if choice.by in {"owner", "tag"}:
        return choice.by, ""
    if choice.owner:
        return "owner", choice.owner
    return ("tag", choice.tag) if choice.tag else ("all", "")


def _add_spans(
    connection: Connection, choice: FigureChoice, sums: dict[tuple[str, date], _Sums]
) -> None:
    """Add how long problems have been open, as they stood at the end of each month."""
    months = sorted({month for _, month in sums})
    for row in connection.execute(_spans_query(choice)):
        name = row.name if choice.by != "month" else _group(choice)[1]
        for month in months:
            each, end = sums.get((name, month)), next_month(month) - timedelta(days=1)
            if each is None or row.first_seen > end:
                continue
            fixed = row.fixed if row.fixed is not None and row.fixed <= end else None
            # Beyond the last night nothing is known.
            known = min(end, max(row.last_seen, row.fixed or row.last_seen))
            days = ((fixed or known) - row.first_seen).days
            each.spans.append((max(days, 0), fixed is not None, row.issues))


def _spans_query(choice: FigureChoice) -> Any:  # noqa: ANN401 - as many types as columns
    of_tag = choice.by == "tag" or (choice.by == "month" and bool(choice.tag) and not choice.owner)
    name: ColumnElement[str] = site.c.url
    if choice.by == "owner":
        name = site.c.owner
    elif of_tag:
        name = site_tag.c.tag
    elif choice.by == "month":
        name = site.c.owner
    columns = (name.label("name"), issue.c.first_seen, issue.c.fixed, issue.c.last_seen)
    asked: Any = select(*columns, func.count().label("issues")).join_from(
        issue, site, site.c.id == issue.c.site
    )
    if of_tag:
        asked = asked.join(site_tag, site_tag.c.site == site.c.id)
    if choice.by == "month" and of_tag:
        asked = asked.where(site_tag.c.tag == choice.tag)
    if choice.owner:
        asked = asked.where(site.c.owner == choice.owner)
    return asked.where(
        issue.c.severity.in_(_SEVERE),
        *IS_PROBLEM,
    ).group_by(*columns)


def _values(now: _Sums, before: _Sums | None) -> Iterator[FigureValue]:
    for figure in FIGURES:
        value = figure.value(now.measures)
        earlier = figure.value(before.measures) if before is not None else None
        bottom = now.measures.get(figure.bottom) if figure.bottom else None
        known = value is not None and earlier is not None
        # What happened is counted whole, whatever was looked at.
        comparable = now.kept or figure.flow
        yield FigureValue(
            key=figure.key,
            title=figure.title,
            unit=figure.unit,
            value=value,
            top=now.measures.get(figure.top) if value is not None and figure.bottom else None,
            bottom=bottom if value is not None else None,
            before=earlier if known and comparable else None,
            trend=_trend(value, earlier, figure.better) if comparable else "",
            note=OTHER_SAMPLE if known and not comparable else "",
        )


def _trend(
    value: float | None, before: float | None, better: str
) -> Literal["", "better", "worse", "same"]:
    if value is None or before is None:
        return ""
    if abs(value - before) <= 1e-9:
        return "same"
    return "better" if (value < before) == (better == "lower") else "worse"


def _fix_values(spans: Sequence[tuple[int, bool, int]]) -> Iterator[FigureValue]:
    median, longest = median_days(spans)
    note = "" if median is not None or not spans else f"more than {longest}: half are not fixed"
    yield FigureValue("days_to_fix", "Days until half are fixed", "days", median, note=note)
    limit = WEEKS_TO_FIX * 7
    # Those younger than that may still be fixed in time.
    soon = sum(count for days, fixed, count in spans if fixed and days <= limit)
    late = sum(count for days, _, count in spans if days > limit)
    share = soon / (soon + late) if late or soon else None
    yield FigureValue(
        "fixed_in_12_weeks",
        f"Fixed within {WEEKS_TO_FIX} weeks",
        "share",
        share,
        soon if share is not None else None,
        soon + late if share is not None else None,
    )
