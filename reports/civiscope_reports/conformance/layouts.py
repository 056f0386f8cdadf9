"""Bring tables of other layouts into the usual one: a heading, and a row for each criterion."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from civiscope_reports.conformance.columns import column_kind
from civiscope_reports.conformance.criteria import numbers_in
from civiscope_reports.conformance.levels import level_of
from civiscope_reports.conformance.tables import SourceCell, SourceTable
from civiscope_reports.conformance.values import Level

_MAX_NAME = 200
"""Characters of the name of a criterion, with what it applies to."""
_LEGEND = re.compile(
    r"(?<!\w)([A-Z](?:/?[A-Z]){0,3})\s*(?:=|:|\s[-\u2013]\s)\s*([^\W\d][^;,.:=\n()]{2,30})"
)


def names_criterion(text: str) -> bool:
    """Say whether *text*, a paragraph, is the name of a criterion: its number stands first."""
    numbers = numbers_in(text)
    return bool(numbers) and len(text) <= _MAX_NAME and text.lstrip()[:1].isdigit()


def legend_in(text: str) -> Mapping[str, Level]:
    """Return the abbreviations that *text* explains: "PS = Partially Supports"."""
    return {
        found[1]: level
        for found in _LEGEND.finditer(text)
        if (level := level_of(found[2].strip())) and not level_of(found[1])
    }


def legend_of(table: SourceTable) -> Mapping[str, Level]:
    """Return the abbreviations that *table* explains, row by row."""
    pairs = [(row[0].text, row[1].text) for row in table.rows if len(row) == 2]
    return {
        name: level for left, right in pairs for name, level in legend_in(f"{left}={right}").items()
    }


def settled(table: SourceTable, name: str) -> SourceTable:
    """Return *table* with a row for each criterion.

    *name* is the line above it that names a criterion; empty when there is none.
    """
    table = _evened(table)
    return _turned(table, name) or _named(table, name) or table


def _evened(table: SourceTable) -> SourceTable:
    """Return *table* without spans that only come from columns of different widths.

    Word joins tables that stand below each other into one, whose columns do not meet.
    """
    counts = {len(row) for row in table.rows}
    most = max(counts, default=0)
    spans = {tuple(cell.across for cell in row) for row in table.rows if len(row) == most}
    spread = any(cell.down > 1 for row in table.rows for cell in row)
    if len(spans) < 2 or spread or not counts <= {1, most}:
        return table
    rows = [
        tuple(replace(cell, across=1 if len(row) == most else most) for cell in row)
        for row in table.rows
    ]
    return replace(table, rows=tuple(rows))


def _turned(table: SourceTable, name: str) -> SourceTable | None:
    """Return a table whose labels stand at the side with its labels on top."""
    groups: list[dict[str, SourceCell]] = []
    last = ""
    for row in table.rows:
        texts = [cell for cell in row if cell.text.strip()]
        if len(texts) == 1 and names_criterion(texts[0].text):
            groups.append({"criteria": texts[0]})
            continue
        if not 1 <= len(row) <= 2:
            return None
        kind = column_kind(row[0].text)[0]
        if len(row) == 2 and not row[0].text.strip() and last:
            # The rest of a row on the page before.
            groups[-1][last] = _joined(groups[-1][last], row[1])
            continue
        if len(row) == 1 or not kind:
            return None
        kind = "criteria" if kind == "number" else kind
        if kind == "criteria" or (not groups and name):
            groups.append({} if kind == "criteria" else {"criteria": SourceCell(name, row[0].page)})
        if not groups or kind in groups[-1]:
            return None
        groups[-1][kind] = row[1]
        last = kind
    if not groups or not all("level" in g and numbers_in(g["criteria"].text) for g in groups):
        return None
    kinds = ("criteria", "level", "remarks")
    heading = tuple(SourceCell(each, table.page, header=True) for each in _HEADINGS)
    rows = [tuple(g.get(kind, SourceCell("", table.page)) for kind in kinds) for g in groups]
    return SourceTable((heading, *rows), table.page)


def _joined(cell: SourceCell, rest: SourceCell) -> SourceCell:
    return replace(cell, text="\n".join(filter(None, (cell.text, rest.text))))


_HEADINGS = ("Criteria", "Conformance Level", "Remarks and Explanations")


def _named(table: SourceTable, name: str) -> SourceTable | None:
    """Return *table* with a first column for the criterion that stands above it."""
    if not name or not table.rows:
        return None
    kinds = [column_kind(cell.text)[0] for cell in table.rows[0]]
    if "level" not in kinds or {"criteria", "number"} & set(kinds) or len(table.rows) < 2:
        return None
    if any(numbers_in(row[0].text) and names_criterion(row[0].text) for row in table.rows if row):
        return None
    first = SourceCell("Criteria", table.page, header=True)
    said = [SourceCell(name, table.page), *(SourceCell("", table.page) for _ in table.rows[2:])]
    rows = [(first, *table.rows[0])]
    rows += [(cell, *row) for cell, row in zip(said, table.rows[1:], strict=True)]
    return SourceTable(tuple(rows), table.page)
