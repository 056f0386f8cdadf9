"""How the numbers went since earlier scans, and since when each problem is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from civiscope.model import SEVERITIES, Severity
from civiscope.results import Results, severity_rank
from civiscope_reports.content.context import Context
from civiscope_reports.content.earlier import Earlier, EarlierIssue
from civiscope_reports.content.read_earlier import summarise
from civiscope_reports.content.site_name import site_hosts

MAX_SCANS = 30
"""Scans that are shown; the newest."""
MAX_GONE = 100
_BAR, _GAP, _HIGH = 24, 12, 120


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a bar of the chart: the problems of one severity in one scan."""

    severity: Severity
    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Row:
    """One scan."""

    day: str
    time: str
    """Hour and minute, when another scan was on the same day; else empty."""
    site: str
    """Empty when it is the site of this report."""
    pages: int
    counts: tuple[int, ...]
    """By the severities of the trend."""
    total: int
    reviews: int
    now: bool


@dataclass(frozen=True, slots=True)
class GoneIssue:
    """A problem that an earlier scan found and this one did not."""

    issue: EarlierIssue
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Known:
    """Since when a problem is known."""

    first: str
    last: str
    found: int
    """Scans that found it, this one included."""
    scans: int


@dataclass(frozen=True, slots=True)
class Trend:
    """What the report shows of earlier scans."""

    severities: tuple[Severity, ...]
    rows: tuple[Row, ...]
    """The oldest first, this scan among them."""
    bars: tuple[Bar, ...]
    width: int
    height: int
    bar: int
    gone: tuple[GoneIssue, ...]
    more_gone: int
    known: dict[str, Known]
    """By the issue's id."""


def trend(results: Results, context: Context) -> Trend | None:
    """Return how *results* stand beside those that *context* knows; None when it knows none."""
    own = summarise(results)
    others = [each for each in context.earlier if each.id != own.id]
    if not others:
        return None
    scans = sorted([*others, own], key=lambda each: (each.started, each.id))
    shown = _shown(scans, own)
    met: tuple[Severity, ...] = tuple(
        severity for severity in SEVERITIES if any(each.counts.get(severity) for each in shown)
    )
    gone = _gone(scans, own)
    return Trend(
        severities=met,
        rows=_rows(shown, own, met, site_hosts(results)),
        bars=tuple(_bars(shown, met)),
        width=len(shown) * (_BAR + _GAP) + _GAP,
        height=_HIGH,
        bar=_BAR,
        gone=gone[:MAX_GONE],
        more_gone=max(len(gone) - MAX_GONE, 0),
        known=_index_known(scans, own),
    )


def _shown(scans: list[Earlier], own: Earlier) -> list[Earlier]:
    newest = scans[-MAX_SCANS:]
    return newest if own in newest else [own, *newest[1:]]


def _rows(
    scans: Sequence[Earlier], own: Earlier, met: Sequence[Severity], site: str
) -> tuple[Row, ...]:
    days = [each.started[:10] for each in scans]
    return tuple(
        Row(
            day=day,
            time=each.started[11:16] if days.count(day) > 1 else "",
            site="" if each.site == site or each is own else each.site,
            pages=each.pages,
            counts=tuple(each.counts.get(severity, 0) for severity in met),
            total=len(each.failures),
            reviews=len(each.to_check),
            now=each is own,
        )
        for day, each in zip(days, scans, strict=True)
    )


def _bars(scans: Sequence[Earlier], met: Sequence[Severity]) -> list[Bar]:
    most = max((sum(each.counts.values()) for each in scans), default=0)
    bars: list[Bar] = []
    for number, each in enumerate(scans):
        top = float(_HIGH)
        # The worst stand at the bottom, where bars can be compared.
        for severity in met:
            height = round(each.counts.get(severity, 0) * (_HIGH - 4) / most, 1) if most else 0.0
            if height:
                top = round(top - height, 1)
                bars.append(Bar(severity, _GAP + number * (_BAR + _GAP), top, height))
    return bars


def _gone(scans: Sequence[Earlier], own: Earlier) -> tuple[GoneIssue, ...]:
    found: dict[str, GoneIssue] = {}
    for each in scans:
        if each.started > own.started:
            continue
        for issue_id, issue in each.failures.items():
            if issue_id not in own.failures:
                first = found[issue_id].first if issue_id in found else each.started[:10]
                found[issue_id] = GoneIssue(issue, first, each.started[:10])
    ranked = sorted(
        found.items(), key=lambda pair: (severity_rank(pair[1].issue.severity), pair[0])
    )
    return tuple(each for _, each in ranked)


def _index_known(scans: Sequence[Earlier], own: Earlier) -> dict[str, Known]:
    known: dict[str, Known] = {}
    for issue_id in (*own.failures, *sorted(own.to_check)):
        days = [
            each.started[:10]
            for each in scans
            if issue_id in each.failures or issue_id in each.to_check
        ]
        known[issue_id] = Known(days[0], days[-1], len(days), len(scans))
    return known
