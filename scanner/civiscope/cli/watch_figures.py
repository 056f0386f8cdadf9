"""The command that prints key figures of a history."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from civiscope.cli import options as o
from civiscope.cli.commands import taking_options
from civiscope.cli.watch import HistoryPlace, Owner
from civiscope.errors import UsageError
from civiscope.suggestions import unknown
from civiscope_reports.formats.csv_tables import cell_text
from civiscope_reports.text.plain import plain

if TYPE_CHECKING:
    from civiscope_watch.store.figure_views import FigureGroup, FigureValue

_BY = ("month", "site", "owner", "tag")
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
_HELP = "civiscope watch figures --help"
_COLUMNS = ("name", "month", "sites", "figure", "unit", "value", "top", "bottom", "before")


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresOptions:
    """What `civiscope watch figures` takes."""

    by: Annotated[str, typer.Option("--by", metavar="WHAT", help="month, site, owner or tag.")] = (
        "month"
    )
    figure: Annotated[
        list[str] | None,
        typer.Option(
            "--figure", metavar="KEY", callback=o.join_values(), help="Only these figures."
        ),
    ] = None
    month: Annotated[
        str, typer.Option("--month", metavar="YYYY-MM", help="The month (the last with figures).")
    ] = ""
    months: Annotated[
        int, typer.Option("--months", min=1, max=120, metavar="N", help="How many, by month (12).")
    ] = 12
    tag: Annotated[str, typer.Option("--tag", metavar="TAG", help="By month or site: these.")] = ""
    owner: Owner = ""
    format: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text, csv, json or openmetrics.")
    ] = "text"
    place: HistoryPlace = field(default_factory=HistoryPlace)


@taking_options
def figures(given: FiguresOptions) -> int:
    """Print key figures with their trend: barriers, who can use the services, time to fix, …
    docs/figures.md says what each means, and what it does not say.
    """
    if given.by not in _BY:
        raise unknown("way to divide figures", given.by, _BY, _HELP)
    if given.format not in _FORMATS:
        raise unknown("format", given.format, list(_FORMATS), _HELP)
    if given.month and not _MONTH.fullmatch(given.month):
        raise UsageError(f"--month takes a month, such as 2026-11, and not {given.month!r}.")
    with given.place.open() as found:
        from civiscope_watch.store.figure_views import FigureChoice, read_figures

        values: dict[str, Any] = {"by": given.by}
        choice = FigureChoice(
            month=date.fromisoformat(f"{given.month}-01") if given.month else None,
            months=given.months,
            tag=given.tag,
            owner=given.owner,
            **values,
        )
        with found.database.reading() as connection:
            groups = read_figures(connection, choice)
    wanted = _wanted(groups, given.figure or [])
    if not groups and given.format == "text":
        print("No figures yet. Import results, or run `civiscope watch db rollup` after an update.")
        return 0
    for line in _FORMATS[given.format](groups, wanted, given.by):
        print(line)
    return 0


def _wanted(groups: list[FigureGroup], named: list[str]) -> set[str]:
    known = [value.key for value in groups[0].values] if groups else named
    for key in named:
        if key not in known:
            raise unknown("figure", key, known, _HELP)
    return set(named or known)


def _text(groups: list[FigureGroup], wanted: set[str], by: str) -> Iterator[str]:
    for number, group in enumerate(groups):
        name = plain(group.name) or ("all sites" if by == "month" else f"no {by}")
        sites = f", {group.sites} sites" if by != "site" else ""
        yield f"{chr(10) if number else ''}{name}  {group.month:%Y-%m}{sites}"
        for value in group.values:
            if value.key in wanted:
                yield f"  {value.title:<42} {_shown(value)}".rstrip()


def _shown(value: FigureValue) -> str:
    if value.value is None:
        return value.note or "not measured"
    text = _number(value.value, value.unit)
    if value.unit == "share":
        text += f" ({value.top} of {value.bottom})"
    if value.trend:
        before = f", {_number(value.before, value.unit)} before" if value.before is not None else ""
        text += f"  {value.trend}{before if value.trend != 'same' else ''}"
    return f"{text}  {value.note}".rstrip()


def _number(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    if unit == "share":
        return f"{round(value * 100)} %"
    text = f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"
    return text if unit in {"number", "per page"} else f"{text} {unit}"


def _csv(groups: list[FigureGroup], wanted: set[str], by: str) -> Iterator[str]:
    yield from _csv_line((*_COLUMNS, "trend", "note"))
    for group, value in _each(groups, wanted):
        numbers = ("" if n is None else n for n in (value.value, value.top, value.bottom))
        before = "" if value.before is None else value.before
        head = (cell_text(group.name), f"{group.month:%Y-%m}", group.sites, value.key, value.unit)
        yield from _csv_line((*head, *numbers, before, value.trend, value.note))


def _csv_line(cells: tuple[Any, ...]) -> Iterator[str]:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    yield line.getvalue()


def _json(groups: list[FigureGroup], wanted: set[str], by: str) -> Iterator[str]:
    shown = [
        {
            "by": by,
            "name": group.name,
            "month": f"{group.month:%Y-%m}",
            "sites": group.sites,
            "figures": [asdict(value) for value in group.values if value.key in wanted],
        }
        for group in groups
    ]
    yield json.dumps(shown, indent=2)


def _openmetrics(groups: list[FigureGroup], wanted: set[str], by: str) -> Iterator[str]:
    """Yield the last month: a series has the time at which it is read."""
    last = max((group.month for group in groups), default=None)
    samples: dict[str, list[str]] = {}
    titles: dict[str, str] = {}
    for group, value in _each(groups, wanted):
        if group.month != last or value.value is None:
            continue
        labels = "" if by == "month" else f'{{{by}="{_escape(plain(group.name, 100))}"}}'
        series = f"civiscope_watch_{value.key}{labels} {value.value:.15g}"
        samples.setdefault(value.key, []).append(series)
        titles[value.key] = value.title
    for key, lines in samples.items():
        yield f"# TYPE civiscope_watch_{key} gauge"
        yield f"# HELP civiscope_watch_{key} {titles[key]}."
        yield from lines
    yield "# EOF"


def _each(groups: list[FigureGroup], wanted: set[str]) -> Iterator[tuple[FigureGroup, FigureValue]]:
    for group in groups:
        for value in group.values:
            if value.key in wanted:
                yield group, value


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


_FORMATS: Mapping[str, Callable[[list[FigureGroup], set[str], str], Iterator[str]]] = {
    "text": _text,
    "csv": _csv,
    "json": _json,
    "openmetrics": _openmetrics,
}
