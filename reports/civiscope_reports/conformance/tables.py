"""Tables and paragraphs of a file, whatever its form: what readers hand over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MAX_COLUMNS = 60
MAX_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class SourceCell:
    """A cell as the file has it."""

    text: str
    page: int = 0
    header: bool = False
    across: int = 1
    """Columns that it covers."""
    down: int = 1
    """Rows that it covers."""


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table as the file has it, row by row."""

    rows: tuple[tuple[SourceCell, ...], ...]
    page: int = 0


@dataclass(frozen=True, slots=True)
class SourceParagraph:
    """A paragraph or heading between tables."""

    text: str
    heading: bool = False
    page: int = 0


SourceBlock = SourceTable | SourceParagraph
"""A part of a file, in reading order."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A place of a grid: the cell that covers it."""

    cell: SourceCell
    goes_on: bool = False
    """Whether the cell began in a row above."""


GridRow = tuple[GridCell, ...]


def grid_of(table: SourceTable) -> list[GridRow]:
    """Return the rows of *table* with every cell at each place that it covers."""
    grid: list[GridRow] = []
    open_cells: dict[int, tuple[SourceCell, int]] = {}
    for row in table.rows[:MAX_ROWS]:
        places: dict[int, GridCell] = {}
        still: dict[int, tuple[SourceCell, int]] = {}
        for column, (cell, left) in open_cells.items():
            places[column] = GridCell(cell, goes_on=True)
            if left > 1:
                still[column] = (cell, left - 1)
        column = 0
        for cell in row:
            while column in places:
                column += 1
            for _ in range(min(cell.across, MAX_COLUMNS)):
                if column in places or column >= MAX_COLUMNS:
                    break
                places[column] = GridCell(cell)
                if cell.down > 1:
                    still[column] = (cell, cell.down - 1)
                column += 1
        open_cells = still
        width = max(places, default=-1) + 1
        empty = GridCell(SourceCell(""))
        grid.append(tuple(places.get(each, empty) for each in range(width)))
    return grid


def texts_of(row: Sequence[GridCell]) -> list[str]:
    """Return the text of each different cell of *row*, without empty ones."""
    texts: list[str] = []
    before: SourceCell | None = None
    for place in row:
        if place.cell is not before and place.cell.text.strip():
            texts.append(place.cell.text.strip())
        before = place.cell
    return texts
