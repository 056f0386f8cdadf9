"""Lay the cells of a tagged table out, and see whether it is regular and its headers are known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf

from civiscope.collectors.documents.pdf.objects import name_of, text, text_of
from civiscope.collectors.documents.pdf.structure import PdfTag, Structure
from civiscope.collectors.documents.sightings import Sightings

MAX_SPAN = 1000
MAX_CELLS = 100_000
"""Places of one table's grid."""


@dataclass
class Grid:
    """A table as a grid: which cell is at which row and column."""

    rows: list[list[PdfTag]] = field(default_factory=list[list[PdfTag]])
    cells: dict[tuple[int, int], PdfTag] = field(default_factory=dict[tuple[int, int], PdfTag])
    spans: dict[int, tuple[int, int]] = field(default_factory=dict[int, tuple[int, int]])
    """Rows and columns that a cell takes, by its identity in memory."""
    origins: dict[int, tuple[int, int]] = field(default_factory=dict[int, tuple[int, int]])
    crossing: PdfTag | None = None
    """A cell that lies over another one."""
    uneven: str = ""
    """How rows or columns differ in length; empty when they do not."""
    too_large: bool = False


def see_tables(tree: Structure, seen: Sightings) -> None:
    """Note tables without headers, and irregular ones."""
    for table in tree.elements:
        if table.standard != "Table":
            continue
        seen.counts["tables"] += 1
        grid = lay_out(table)
        if grid.too_large:
            seen.leave_out("A table is too large to be laid out.")
            continue
        if grid.crossing is not None:
            seen.add("table-irregular", lambda one=grid.crossing: one.place("cells overlap"))
        elif grid.uneven:
            seen.add("table-irregular", lambda one=table, why=grid.uneven: one.place(why))
        _see_headers(table, grid, seen)


def lay_out(table: PdfTag) -> Grid:
    """Return the grid of *table*."""
    grid = Grid()
    groups: list[tuple[int, int]] = []
    for rows in _groups(table):
        first = len(grid.rows)
        for row in rows:
            cells = [one for one in row.children if one.standard in {"TH", "TD"}]
            _place_row(grid, len(grid.rows), cells)
            grid.rows.append(cells)
            if len(grid.cells) > MAX_CELLS:
                grid.too_large = True
                return grid
        groups.append((first, len(grid.rows)))
    grid.uneven = _uneven(grid, groups)
    return grid


def _groups(table: PdfTag) -> Iterator[list[PdfTag]]:
    """Yield the rows of each part of a table; rows that are in no part make one together."""
    loose: list[PdfTag] = []
    for kid in _flat(table):
        if kid.standard == "TR":
            loose.append(kid)
        elif kid.standard in {"THead", "TBody", "TFoot"}:
            if loose:
                yield loose
                loose = []
            yield [row for row in _flat(kid) if row.standard == "TR"]
    if loose:
        yield loose


def _flat(element: PdfTag) -> Iterator[PdfTag]:
    for kid in element.children:
        if kid.standard == "NonStruct":
            yield from kid.children
        else:
            yield kid


def _place_row(grid: Grid, row: int, cells: list[PdfTag]) -> None:
    column = 0
    for cell in cells:
        while (row, column) in grid.cells:
            column += 1
        down, across = _span(cell, "/RowSpan"), _span(cell, "/ColSpan")
        grid.spans[id(cell)] = down, across
        grid.origins[id(cell)] = row, column
        if down * across > MAX_CELLS:
            grid.too_large = True
            return
        for below in range(down):
            for right in range(across):
                at = row + below, column + right
                if at in grid.cells:
                    grid.crossing = grid.crossing or cell
                grid.cells[at] = cell
        column += across


def _span(cell: PdfTag, key: str) -> int:
    found = cell.attribute("Table", key)
    ok = isinstance(found, int) and not isinstance(found, bool) and found >= 1
    return min(int(found), MAX_SPAN) if ok else 1


def _uneven(grid: Grid, groups: list[tuple[int, int]]) -> str:
    if not grid.rows:
        return ""
    rows = max(at for at, _ in grid.cells) + 1 if grid.cells else 0
    widths = [sum(1 for at in grid.cells if at[0] == row) for row in range(len(grid.rows))]
    for number, width in enumerate(widths, 1):
        if width != widths[0]:
            return f"row {number} has {width} columns, row 1 has {widths[0]}"
    if rows > len(grid.rows):
        return "a cell reaches beyond the last row"
    for first, after in groups:
        for cell in (one for row in grid.rows[first:after] for one in row):
            if grid.origins[id(cell)][0] + grid.spans[id(cell)][0] > after:
                return "a cell reaches beyond its part of the table"
    return ""


def _see_headers(table: PdfTag, grid: Grid, seen: Sightings) -> None:
    cells = [cell for row in grid.rows for cell in row]
    heads = [cell for cell in cells if cell.standard == "TH"]
    if len(grid.rows) < 2 or max(map(len, grid.rows), default=0) < 2:
        # One row or one column may be a layout; there is nothing that a header would tell apart.
        seen.counts["small-tables"] += 1
    elif not heads:
        seen.add("table-without-headers", table.place)
    if not heads:
        return
    ids = {text(cell.obj, "/ID") for cell in heads} - {None}
    reach = _Reach(grid, heads)
    for cell in cells:
        if cell.standard != "TD" or not cell.kids:
            continue
        named = _header_ids(cell)
        unknown = [each for each in named if each not in ids]
        if named and not unknown:
            continue
        if unknown:
            seen.add("table-headers-unknown", cell.place)
        if not reach.says(grid, cell):
            seen.add("table-headers-unclear", cell.place)
        if not reach.lets_assume(grid, cell):
            seen.add("table-headers-unfound", cell.place)


def _header_ids(cell: PdfTag) -> list[str]:
    found = cell.attribute("Table", "/Headers")
    if not isinstance(found, pikepdf.Array):
        return []
    return [each for each in map(text_of, found) if each is not None]


class _Reach:
    """The rows and columns that header cells speak for."""

    def __init__(self, grid: Grid, heads: list[PdfTag]) -> None:
        self._rows: set[int] = set()
        self._columns: set[int] = set()
        self._maybe_rows: set[int] = set()
        self._maybe_columns: set[int] = set()
        for cell in heads:
            (row, column), (down, across) = grid.origins[id(cell)], grid.spans[id(cell)]
            rows, columns = range(row, row + down), range(column, column + across)
            scope = name_of(cell.attribute("Table", "/Scope"))
            if scope in {"Row", "Both"}:
                self._rows.update(rows)
            if scope in {"Column", "Both"}:
                self._columns.update(columns)
            # Since PDF 2.0 a header without a scope speaks for what follows it.
            if scope != "Column":
                self._maybe_rows.update(rows)
            if scope != "Row":
                self._maybe_columns.update(columns)

    def says(self, grid: Grid, cell: PdfTag) -> bool:
        """Say whether the scope of a header cell takes in *cell*."""
        return self._meets(grid, cell, self._rows, self._columns)

    def lets_assume(self, grid: Grid, cell: PdfTag) -> bool:
        """Say whether a header cell stands in the rows or columns of *cell*."""
        return self._meets(grid, cell, self._maybe_rows, self._maybe_columns)

    @staticmethod
    def _meets(grid: Grid, cell: PdfTag, rows: set[int], columns: set[int]) -> bool:
        (row, column), (down, across) = grid.origins[id(cell)], grid.spans[id(cell)]
        return not (
            rows.isdisjoint(range(row, row + down))
            and columns.isdisjoint(range(column, column + across))
        )
